"""When fibre would be complete."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 4, "Prévisions", "Quand elle serait là"),), indexed=True)
