"""Finds actions, for members: by code, title, bearer, elected member."""

from maillage.kernel import french
from maillage.steering.actions.filters import matching
from maillage.steering.actions.models import Status
from maillage.web.finding.finder import Answer, Finder, Search
from maillage.web.steer.action import read_by


def _actions(search: Search, limit: int) -> list[Answer]:
    if not search.words:
        return []
    mine = read_by(search.person)
    actions = mine.filter(pk__in=matching(mine, search.text)).select_related("strategy").order_by("code")
    return [
        Answer(
            french.typographic(f"{action.code} {action.title}"),
            french.typographic(f"{Status(action.status).label}, {action.strategy}"),
            action.page,
        )
        for action in actions[:limit]
    ]


FINDERS = (Finder("actions", "Actions", 12, _actions, members=True),)
