"""What is published, to take away: files of figures, lists, the API and what other sites show."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FROM, 1, "Les données", "Fichiers, API, intégration"),), indexed=True)
