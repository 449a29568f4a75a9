"""Being told by mail what changes at a place."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FIBRE, 13, "Être prévenu", "Un courriel quand cela change"),),
    area=Area("suivre", 20_000),
    indexed=True,
)
