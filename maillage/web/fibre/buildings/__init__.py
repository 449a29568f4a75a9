"""The map of buildings, by the state of fibre."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 11, "Les immeubles, sur la carte", "Chacun avec son état"),), indexed=True)
