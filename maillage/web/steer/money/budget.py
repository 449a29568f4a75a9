"""The budget of one action. Its pilot comes asking « combien, et qui paie ? »; they leave with a plan that balances, or
that says by how much it does not.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.kernel import french
from maillage.steering.actions.models import Action
from maillage.steering.money import figures, saving
from maillage.steering.money.models import Envelope, Funding, State
from maillage.steering.money.standing import by_year, financing, over_budget, total
from maillage.steering.rights import Act, allows_on
from maillage.web.gate.access import member
from maillage.web.steer.action import one_action
from maillage.web.steer.money import grid

LONGEST = 12


def usual_years(action: Action) -> set[int]:
    """The years a grid shows even empty: those of the action, or this one."""
    this = timezone.localdate().year
    first = action.starts_on.year if action.starts_on else this
    last = action.ends_on.year if action.ends_on else max(first, this)
    return set(range(first, min(last, first + LONGEST) + 1))


def told_change(action: Action) -> str:
    """« equipe@exemple.fr, le 3 mars 2026 à 14 h 05 »: who changed the budget last; empty before any change."""
    last = saving.last(action)
    if last is None:
        return ""
    when = timezone.localtime(last.at)
    return f"{last.author or 'Quelqu’un'}, le {french.day(when.date())} à {when:%H} h {when:%M}"


def summary(action: Action) -> dict[str, Any]:
    """Where the budget of an action stands: by year, in all, financed or not."""
    mine = Action.objects.filter(pk=action.pk)
    lines = figures.lines(mine)
    told = total(lines)
    plan = financing(told.planned, [(one.state, one.cents) for one in figures.fundings(mine)])
    return {
        "action": action,
        "years": by_year(lines),
        "total": told,
        "over": bool(over_budget(lines)),
        "plan": plan,
        "states": [(State(state).label, amount) for state, amount in plan.states.items()],
        "changed": told_change(action),
    }


def _choices(action: Action) -> dict[str, list[tuple[str, str]]]:
    envelopes = Envelope.objects.filter(
        Q(strategy=action.strategy) | Q(strategy__in=action.shared_with.all())
    )
    return {
        "funder": [
            ("", "—"),
            *((str(one.pk), one.name) for one in Organisation.objects.order_by(alphabetic("name"))),
        ],
        "envelope": [("", "—"), *((str(one.pk), one.name) for one in envelopes)],
        "state": [(str(value), str(label)) for value, label in State.choices],
    }


def _form(action: Action, told: grid.Read, theirs: dict[str, str], version: str) -> dict[str, Any]:
    rows = grid.funding_rows(told.told, told.wrong, theirs)
    return {
        "version": version,
        "rows": list(grid.year_rows(told.told, usual_years(action), told.wrong, theirs)),
        "fundings": rows,
        "choices": _choices(action),
        "wrong": told.wrong,
        "theirs": theirs,
    }


def _save(request: HttpRequest, action: Action) -> tuple[dict[str, Any], int] | None:
    """Write what was typed; None once done, else what to show again and with which status."""
    person: Any = request.user
    seen, told = request.POST.get("version", ""), grid.read(request.POST.dict())
    if told.budget is None:
        return _form(action, told, {}, seen), 422
    try:
        saving.save(action, person, told.budget, seen)
    except saving.Stale:
        base, now = saving.at_version(action, seen), saving.now(action)
        merged, theirs = grid.merge(told.told, grid.texts(base), grid.texts(now))
        shown = _form(action, grid.Read(merged), theirs, saving.version(action))
        return {**shown, "meanwhile": told_change(action)}, 409
    except ValidationError as error:
        return {**_form(action, told, {}, seen), "general": " ".join(error.messages)}, 422
    return None


@member
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: HttpRequest, code: str) -> HttpResponse:
    """The budget and the financing plan; in a grid for who may change them."""
    action = one_action(request, code, Act.READ_PARTNERS)
    may_edit = allows_on(request.user, Act.EDIT, action)
    context: dict[str, Any] = {
        "meanwhile": "",
        "general": "",
        "may_edit": may_edit,
        "saved": "dit" in request.GET,
    }
    status = 200
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied("Votre rôle ne permet pas de modifier ce budget.")
        again = _save(request, action)
        if again is None:
            return HttpResponseRedirect(f"{reverse('money.budget', args=[action.code])}?dit=oui")
        context, status = context | again[0], again[1]
    elif may_edit:
        told = grid.Read(grid.texts(saving.now(action)))
        context |= _form(action, told, {}, saving.version(action))
    else:
        found = Funding.objects.filter(action=action).select_related("funder", "envelope__funder")
        context["given"] = list(found)
    return render(request, "steer/money/budget.html", context | summary(action), status=status)
