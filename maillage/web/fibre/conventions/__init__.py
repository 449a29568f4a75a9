"""Agreements with operators, and whether they are kept."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 6, "Conventions", "Ce qui est signé"),), indexed=True)
