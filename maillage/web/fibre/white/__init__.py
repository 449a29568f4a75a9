"""White zones: who has no good network, and what else there is."""

from maillage.web.declared import Line, Page, Question

PAGE = Page(lines=(Line(Question.FIBRE, 7, "Zones blanches", "Sans débit suffisant"),), indexed=True)
