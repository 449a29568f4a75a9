"""The description of the API, for people."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FROM, 3, "L’API", "Pour les logiciels"),), indexed=True)
