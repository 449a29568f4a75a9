"""The public follow-up of a strategy. An inhabitant or an elected member asks « où en est ce qui était promis ? »; they
leave with what is done, under way, late, or dropped and why, orientation by orientation, and the sheet of each action.

Only public actions of public strategies, and no name of a person but that of the elected member, public too.
"""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Strategy
from maillage.web.gate.access import writing
from maillage.web.lists.reading import Reading
from maillage.web.lists.shown import ShownList, files
from maillage.web.steer import gantt, rows
from maillage.web.steer.gantt import calendar_rows
from maillage.web.steer.groups import GROUPS, group
from maillage.web.steer.progress.listing import (
    FIGURES,
    FOLLOWED,
    MOST_DRAWN,
    actions_of,
    by_node,
    shown_strategy,
    strategy_of,
)
from maillage.web.steer.progress.progress_document import DOCUMENT
from maillage.web.steer.sheet import common


@writing
@require_safe
def public_page(request: HttpRequest) -> HttpResponse:
    """Leads to the follow-up of the strategy that has most public actions; to the strategies, where none has any."""
    public = Count("actions", filter=Q(actions__visibility=Visibility.PUBLIC))
    followed = Strategy.objects.filter(shown=True).annotate(public=public).order_by("-public", "pk").first()
    if followed is None or not followed.public:
        return redirect("strategies")
    return redirect("progress", followed.slug)


@writing
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The follow-up of a strategy."""
    asked = Reading(request, FIGURES, {"slug": slug})
    strategy, actions = strategy_of(asked), actions_of(asked)
    today = timezone.localdate()
    groups: dict[str, list[rows.Shown]] = {name: [] for name, _, _ in GROUPS}
    for action in actions:
        groups[group(action)].append(rows.shown(action, today))
    drawn = actions[:MOST_DRAWN]
    addresses = [action.public_page for action in drawn]
    context = {
        "strategy": strategy,
        "total": len(actions),
        "place": asked["territoire"],
        "files": [(address + DOCUMENT.asked(request), words) for address, words in DOCUMENT.links(slug=slug)],
        "groups": [(name, words, empty, groups[name]) for name, words, empty in GROUPS],
        "level": by_node(asked)[0],
        "list": ShownList(asked),
        "taken": files(FOLLOWED, {"slug": slug}),
        "drawing": gantt.drawn(drawn, addresses, today),
        "calendar": calendar_rows(drawn, addresses),
        "left_out": len(actions) - len(drawn),
        "today": french.day(today),
    }
    return render(request, "steer/progress/progress.html", context)


@writing
@require_safe
def action_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The public sheet of an action."""
    strategy = shown_strategy(slug)
    actions = Action.objects.filter(code=code, visibility=Visibility.PUBLIC, strategy__shown=True)
    action: Any = actions.select_related("strategy", "lead").first()
    if action is None or strategy not in (action.strategy, *action.shared_with.all()):
        raise UsageError(f"Aucune action publique {code} dans cette stratégie.")
    sheet = common(request, action)
    context = {
        **sheet,
        "strategy": strategy,
        "shared": [each for each in sheet["shared"] if each.shown],
        "late": action.late(timezone.localdate()),
        "documents": list(action.documents.filter(visibility=Visibility.PUBLIC)),
    }
    return render(request, "steer/progress/action.html", context)
