"""The buildings that a number of the fibre counts."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 10, "Les immeubles, un par un", "Adresse, opérateur, état"),))
