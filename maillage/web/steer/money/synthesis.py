"""The money of a strategy. Its team comes asking « combien, où, qui paie, où déborde-t-on ? »; they leave with sums by
year, by level of the tree, by territory and by funder. Everybody may read what public actions plan to spend.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.steering.actions.models import Action, Visibility
from maillage.steering.money import figures
from maillage.steering.money.standing import NOTHING, Line, by_year, financing, over_budget, total
from maillage.web.gate.access import member, writing
from maillage.web.steer.money.asked import Asked, asked, of, of_strategy, place
from maillage.web.steer.tree import shown

SHOWN = 30


def over_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """The actions that go over their budget in a year at least, the most first."""
    held = figures.by_action(lines)
    found = []
    for action in Action.objects.filter(pk__in=over_budget(lines)):
        years = [one.both for one in by_year(held[action.pk])]
        found.append(
            {"action": action, "over": sum(one.over for one in years), "total": total(held[action.pk])}
        )
    return sorted(found, key=lambda one: -one["over"])


def unbalanced(told: Asked, given: list[figures.Given]) -> tuple[list[dict[str, Any]], int]:
    """The actions whose financing plan is the furthest from balance, and how many are not balanced in all."""
    held: dict[int, list[tuple[str, int]]] = {}
    for one in given:
        held.setdefault(one.action, []).append((one.state, one.cents))
    planned = {pk: total(mine).planned for pk, mine in figures.by_action(told.lines).items()}
    plans = {pk: financing(planned.get(pk, NOTHING), held.get(pk, ())) for pk in {*planned, *held}}
    furthest = sorted(
        (pk for pk, plan in plans.items() if not plan.balanced), key=lambda pk: -abs(plans[pk].missing)
    )
    actions = {one.pk: one for one in Action.objects.filter(pk__in=furthest[:SHOWN])}
    rows = [{"action": actions[pk], "plan": plans[pk]} for pk in furthest[:SHOWN]]
    return rows, len(furthest)


def nodes(told: Asked) -> dict[str, Any]:
    """The level of the tree asked: its name, its nodes by theirs."""
    if told.edition is None:
        return {"nodes": [], "nodes_named": [], "level": ""}
    found = figures.by_node(told.edition, told.depth, told.actions, told.lines)
    level = dict(told.levels).get(told.depth, "élément")
    return {"nodes": found, "nodes_named": [(one.words, one) for one in found], "level": level}


def named(request: HttpRequest, found: Iterable[figures.Gathered]) -> list[tuple[str, figures.Gathered]]:
    """Territories by their names."""
    return [(place(request, one.key) if one.key else one.words, one) for one in found]


@member
@require_safe
def synthesis(request: HttpRequest) -> HttpResponse:
    """Sums of a strategy, what goes over, what is not financed."""
    told = asked(request)
    given = figures.fundings(told.actions)
    every = total(told.lines)
    rows, count = unbalanced(told, given)
    context = {
        "asked": told,
        "total": every,
        "years": by_year(told.lines),
        "plan": financing(every.planned, [(one.state, one.cents) for one in given]),
        **nodes(told),
        "territories": named(request, figures.by_territory(told.actions, told.lines)),
        "funders": figures.by_funder(given),
        "over": over_rows(told.lines),
        "unbalanced": rows,
        "unbalanced_count": count,
    }
    return render(request, "steer/money/synthesis.html", context)


@writing
@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What the public actions of a public strategy plan to spend, by year and by level of its tree."""
    strategy = shown(slug)
    told = of(request, strategy, (), public_actions(strategy))
    context = {
        "asked": told,
        "strategy": strategy,
        "total": total(told.lines),
        "years": by_year(told.lines),
        **nodes(told),
    }
    return render(request, "steer/money/public.html", context)


def public_actions(strategy: Any) -> Any:
    """The actions of a strategy that everybody may read."""
    return of_strategy(strategy).filter(visibility=Visibility.PUBLIC, strategy__shown=True)
