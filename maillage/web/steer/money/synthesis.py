"""The money of a strategy. Its team comes asking « combien, où, qui paie, où déborde-t-on ? »; they leave with sums by
year, by level of the tree, by territory and by funder. Everybody may read what public actions plan to spend.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.steering.actions.models import Action
from maillage.steering.money import figures
from maillage.steering.money.standing import NOTHING, Line, by_year, financing, over_budget, total
from maillage.web.gate.access import member, writing
from maillage.web.lists.shown import files
from maillage.web.steer.money import picture
from maillage.web.steer.money.asked import Asked, asked, of, place, public_actions
from maillage.web.steer.money.listing import BY, PUBLIC, SYNTHESIS
from maillage.web.steer.tree import shown

SHOWN = 30


def over_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """The actions that go over their budget in a year at least, the most first."""
    held = figures.by_action(lines)
    rows = []
    for action in Action.objects.filter(pk__in=over_budget(lines)):
        years = [year.both for year in by_year(held[action.pk])]
        rows.append({"action": action, "over": sum(year.over for year in years), "total": total(held[action.pk])})
    return sorted(rows, key=lambda row: -row["over"])


def unbalanced(selection: Asked, given: list[figures.Given]) -> tuple[list[dict[str, Any]], int]:
    """The actions whose financing plan is the furthest from balance, and how many are not balanced in all."""
    held: dict[int, list[tuple[str, int]]] = {}
    for funding in given:
        held.setdefault(funding.action, []).append((funding.state, funding.cents))
    planned = {pk: total(mine).planned for pk, mine in figures.by_action(selection.lines).items()}
    plans = {pk: financing(planned.get(pk, NOTHING), held.get(pk, ())) for pk in {*planned, *held}}
    furthest = sorted((pk for pk, plan in plans.items() if not plan.balanced), key=lambda pk: -abs(plans[pk].missing))
    actions = {action.pk: action for action in Action.objects.filter(pk__in=furthest[:SHOWN])}
    rows = [{"action": actions[pk], "plan": plans[pk]} for pk in furthest[:SHOWN]]
    return rows, len(furthest)


def nodes(selection: Asked) -> dict[str, Any]:
    """The level of the tree asked: its name, its nodes by theirs."""
    if selection.edition is None:
        return {"nodes": [], "nodes_named": [], "level": ""}
    rows = figures.by_node(selection.edition, selection.depth, selection.actions, selection.lines)
    level = dict(selection.levels).get(selection.depth, "élément")
    return {"nodes": rows, "nodes_named": picture.rows((row.words, row) for row in rows), "level": level}


def named(request: HttpRequest, territories: Iterable[figures.Gathered]) -> list[picture.Row]:
    """Territories by their names."""
    return picture.rows(
        (place(request, territory.key) if territory.key else territory.words, territory) for territory in territories
    )


@member
@require_safe
def synthesis(request: HttpRequest) -> HttpResponse:
    """Sums of a strategy, what goes over, what is not financed."""
    selection = asked(request)
    given = figures.fundings(selection.actions)
    every = total(selection.lines)
    plan = financing(every.planned, [(funding.state, funding.cents) for funding in given])
    rows, count = unbalanced(selection, given)
    context = {
        "asked": selection,
        "total": every,
        "years": by_year(selection.lines),
        "plan": plan,
        "drawn": picture.financed(plan),
        **nodes(selection),
        "territories": named(request, figures.by_territory(selection.actions, selection.lines)),
        "funders": figures.by_funder(given),
        "over": over_rows(selection.lines),
        "unbalanced": rows,
        "unbalanced_count": count,
        "taken": {by: files(SYNTHESIS, {}, f"{selection.query}&par={by}") for by in BY},
    }
    return render(request, "steer/money/synthesis.html", context)


@writing
@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What the public actions of a public strategy plan to spend, by year and by level of its tree."""
    strategy = shown(slug)
    selection = of(request, strategy, (), public_actions(strategy))
    context = {
        "asked": selection,
        "strategy": strategy,
        "total": total(selection.lines),
        "years": by_year(selection.lines),
        **nodes(selection),
        "taken": files(PUBLIC, {"slug": slug}),
    }
    return render(request, "steer/money/public.html", context)
