"""What to bring to the next committee of the fibre."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 9, "Préparer le comité", "Ce qui était dû, quoi demander"),))
