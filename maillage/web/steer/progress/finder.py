"""Finds public actions, for everybody; members find them among theirs."""

from django.urls import reverse

from maillage.kernel import french
from maillage.steering.actions.models import Action, Status, Visibility
from maillage.web.finding.finder import Answer, Finder, Search, matching


def _public(search: Search, limit: int) -> list[Answer]:
    if search.person is not None:
        return []
    actions = Action.objects.filter(visibility=Visibility.PUBLIC, strategy__shown=True).select_related("strategy")
    return [
        Answer(
            french.typographic(action.title),
            french.typographic(f"{Status(action.status).label}, {action.strategy}"),
            reverse("progress.action", args=[action.strategy.slug, action.code]),
        )
        for action in matching(actions.order_by("code"), search, ("title", "code", "lead__name"), limit)
    ]


FINDERS = (Finder("actions-publiques", "Actions", 12, _public),)
