"""Maps, charts and cards that others show on their sites, and how to."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FROM, 4, "Sur votre site", "Cartes et graphiques à reprendre"),), indexed=True)
