"""The formal channel between collectivités and operators."""

from maillage.web.declared import Area, Page

PAGE = Page(
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
