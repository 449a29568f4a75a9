"""Announced dates kept or moved."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 3, "Promesses", "Dates tenues, manquées, déplacées"),), indexed=True)
