"""The budget of one action. Its pilot comes asking « combien, et qui paie ? »; they leave with a plan that balances, or
that says by how much it does not.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.money import figures, saving
from maillage.steering.money.models import Envelope, Funding, State
from maillage.steering.money.standing import by_year, financing, over_budget, total
from maillage.steering.rights import Act, allows_on
from maillage.web.forms import conflict
from maillage.web.forms.pickers.directory import organisations
from maillage.web.gate.access import member
from maillage.web.lists.shown import files
from maillage.web.steer.action import one_action
from maillage.web.steer.money.grid import Grid
from maillage.web.steer.money.listing import BUDGET

LONGEST = 12


def usual_years(action: Action) -> set[int]:
    """The years a grid shows even empty: those of the action, or this one."""
    this = timezone.localdate().year
    first = action.starts_on.year if action.starts_on else this
    last = action.ends_on.year if action.ends_on else max(first, this)
    return set(range(first, min(last, first + LONGEST) + 1))


def summary(action: Action) -> dict[str, Any]:
    """Where the budget of an action stands: by year, in all, financed or not."""
    mine = Action.objects.filter(pk=action.pk)
    lines = figures.lines(mine)
    sums = total(lines)
    plan = financing(sums.planned, [(funding.state, funding.cents) for funding in figures.fundings(mine)])
    return {
        "action": action,
        "years": by_year(lines),
        "total": sums,
        "over": bool(over_budget(lines)),
        "plan": plan,
        "states": [(State(state).label, amount) for state, amount in plan.states.items()],
        "changed": str(versions.last(action, *saving.ROWS) or ""),
    }


def _envelopes(action: Action) -> list[tuple[str, str]]:
    envelopes = Envelope.objects.filter(Q(strategy=action.strategy) | Q(strategy__in=action.shared_with.all()))
    return [("", "—"), *((str(envelope.pk), envelope.name) for envelope in envelopes)]


@member
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, code: str) -> HttpResponse:
    """The budget and the financing plan; in a grid for who may change them."""
    action = one_action(request, code, Act.READ_PARTNERS)
    may_edit = allows_on(request.user, Act.EDIT, action)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied("Votre rôle ne permet pas de modifier ce budget.")
    context: dict[str, Any] = {**summary(action), "may_edit": may_edit, "saved": "dit" in request.GET}
    context["taken"] = files(BUDGET, {"code": action.code})
    if not may_edit:
        given = Funding.objects.filter(action=action).select_related("funder", "envelope__funder")
        return render(request, "steer/money/budget.html", {**context, "given": list(given)})
    person: Any = request.user
    funders, envelopes = organisations(), _envelopes(action)

    def fill(posted: QueryDict | None) -> Grid:
        return Grid(posted, saving.now(action), usual_years(action), funders, envelopes)

    def write(grid: Grid, seen: str) -> HttpResponse:
        saving.save(action, person, grid.budget(), seen)
        return HttpResponseRedirect(f"{reverse('money.budget', args=[action.code])}?dit=oui")

    edited = conflict.edit(request, fill, write, lambda: (action, *saving.ROWS))
    if isinstance(edited, HttpResponse):
        return edited
    context |= edited.context | {"rows": list(edited.form.lines.rows())}
    return render(request, "steer/money/budget.html", context, status=edited.status)
