"""Business and wholesale offers."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 12, "Pour les entreprises", "Qui vend sur chaque réseau"),), indexed=True)
