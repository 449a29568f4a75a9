"""The formal channel between collectivités and operators."""

from maillage.web.declared import Area, Line, Page, Question

PAGE = Page(
    lines=(Line(Question.FROM, 6, "Contestations", "Des collectivités, avec les réponses"),),
    area=Area(
        "contestations",
        3_000_000,
        landing="challenge.space",
        leaving="challenge",
        purpose="contestations",
        welcome="Pour les collectivités et les opérateurs.",
    ),
    indexed=True,
)
