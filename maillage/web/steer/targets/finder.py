"""Finds the sheets of indicators of strategies, for members."""

from maillage.kernel import french
from maillage.web.finding.finder import Answer, Finder, Search, matching
from maillage.web.steer.picked import readable_sheets


def _sheets(search: Search, limit: int) -> list[Answer]:
    sheets = readable_sheets(search.person).select_related("owner").order_by("pk")
    return [
        Answer(french.typographic(sheet.title), "Indicateur de stratégie", sheet.page)
        for sheet in matching(sheets, search, ("title", "number"), limit)
    ]


FINDERS = (Finder("cibles", "Indicateurs des stratégies", 18, _sheets, members=True),)
