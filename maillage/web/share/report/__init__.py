"""Saying that something is wrong, and what was answered."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FROM, 5, "Signaler une erreur", "Et suivre la réponse"),),
    area=Area("signaler", 6_000_000, listed_below=True),
    indexed=True,
)
