"""The public follow-up of a strategy. An inhabitant or an elected member asks « où en est ce qui était promis ? »; they
leave with what is done, under way, late, or dropped and why, orientation by orientation, and the sheet of each action.

Only public actions of public strategies, and no name of a person but that of the elected member, public too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Status, Visibility
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import writing
from maillage.web.steer import gantt, rows
from maillage.web.steer.gantt import calendar_rows
from maillage.web.steer.sheet import common

MOST_DRAWN = 120
GROUPS = (
    ("faites", "Faites", "Rien n’est encore achevé."),
    ("retard", "En retard", "Aucune action n’est en retard."),
    ("cours", "En cours", "Rien n’est en cours."),
    ("venir", "À venir", "Rien d’autre n’est programmé."),
    ("suspendues", "Suspendues", "Aucune action n’est suspendue."),
    ("abandonnees", "Abandonnées, et pourquoi", "Aucune action n’a été abandonnée."),
)
STATES = {
    Status.DONE: "faites",
    Status.RUNNING: "cours",
    Status.PLANNED: "venir",
    Status.IDEA: "venir",
    Status.PAUSED: "suspendues",
    Status.DROPPED: "abandonnees",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A node of the strategy and its actions: how many in each group, in the order of GROUPS, and in all."""

    node: str
    counts: tuple[int, ...]
    total: int


def shown_strategy(slug: str) -> Strategy:
    """A public strategy. Raises UsageError."""
    strategy = Strategy.objects.filter(slug=slug, shown=True).first()
    if strategy is None:
        raise UsageError(f"Aucune stratégie publique « {slug} ».")
    return strategy


def public_actions(strategy: Strategy) -> list[Action]:
    """Its public actions, and those that public strategies share with it."""
    actions = Action.objects.filter(visibility=Visibility.PUBLIC, strategy__shown=True)
    shared = Action.shared_with.through.objects.filter(strategy=strategy).values("action")
    mine = actions.filter(Q(strategy=strategy) | Q(pk__in=shared)).annotate(weather=standing.weather())
    return list(mine.select_related("strategy", "lead", "pilot").prefetch_related("steps", "nodes").order_by("code"))


def group(action: Action) -> str:
    """Which group an action is told in: late before anything that is open."""
    return "retard" if action.late(timezone.localdate()) else STATES[Status(action.status)]


def _ancestor(node: Node, parents: dict[int, Node], depth: int) -> Node:
    """The node above this one at this depth, or itself when it is not deeper."""
    here = node
    while here.depth > depth and here.parent_id in parents:
        here = parents[here.parent_id]
    return here


def by_node(strategy: Strategy, actions: Sequence[Action]) -> tuple[str, list[Line]]:
    """What the actions answer, at the level just above the last of the tree: its name in plural, and its lines.

    An action that answers several nodes is counted under each.
    """
    edition = strategy.editions.filter(state=State.IN_FORCE).first()
    if edition is None:
        return "", []
    nodes = list(Node.objects.filter(edition=edition, tag=False).order_by("rank", "pk"))
    known = {node.pk: node for node in nodes}
    depth = max(max((node.depth for node in nodes), default=0) - 1, 0)
    held: dict[int, list[str]] = {node.pk: [] for node in nodes if node.depth == depth}
    lost: list[str] = []
    for action in actions:
        mine = [node for node in action.nodes.all() if node.pk in known]
        above = {_ancestor(known[node.pk], known, depth).pk for node in mine} & set(held)
        for pk in above:
            held[pk].append(group(action))
        if not above:
            lost.append(group(action))
    lines = [_line(str(known[pk]), groups) for pk, groups in held.items()]
    lines += [_line("Sans rattachement à ce niveau", lost)] if lost else []
    return edition.level_name(depth, several=True), lines


def _line(node: str, groups: list[str]) -> Line:
    return Line(node, tuple(groups.count(name) for name, _, _ in GROUPS), len(groups))


@writing
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The follow-up of a strategy."""
    strategy = shown_strategy(slug)
    actions = public_actions(strategy)
    today = timezone.localdate()
    groups: dict[str, list[rows.Shown]] = {name: [] for name, _, _ in GROUPS}
    for action in actions:
        groups[group(action)].append(rows.shown(action, today))
    level, lines = by_node(strategy, actions)
    drawn = actions[:MOST_DRAWN]
    addresses = [action.public_page for action in drawn]
    context = {
        "strategy": strategy,
        "total": len(actions),
        "groups": [(name, words, empty, groups[name]) for name, words, empty in GROUPS],
        "level": level,
        "lines": lines,
        "drawing": gantt.drawn(drawn, addresses, today),
        "calendar": calendar_rows(drawn, addresses),
        "left_out": len(actions) - len(drawn),
        "today": french.day(today),
    }
    return render(request, "steer/progress/progress.html", context)


@writing
@require_safe
def taken(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The public actions as CSV or XLSX."""
    strategy = shown_strategy(slug)
    today = timezone.localdate()
    columns = (*rows.PUBLIC_COLUMNS, Column("adresse", "Adresse", "Page publique de l’action", width=40))

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        for action in public_actions(strategy):
            address = request.build_absolute_uri(action.public_page)
            yield (*rows.cells(action, today, rows.PUBLIC_COLUMNS), address)

    name, title = f"suivi-{strategy.slug}", f"Le suivi : {strategy.title}"
    return answer(request, table(name, title, reverse("progress", args=[strategy.slug]), columns, draw), form)


@writing
@require_safe
def figures(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The counts by node as CSV or XLSX."""
    strategy = shown_strategy(slug)
    level, lines = by_node(strategy, public_actions(strategy))
    columns = (
        Column("element", "Élément", f"Élément de la stratégie ({level})", width=60),
        *(Column(name, words.split(",")[0], words, Kind.NUMBER) for name, words, _ in GROUPS),
        Column("total", "En tout", "Actions publiques qui y répondent", Kind.NUMBER),
    )

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        return ((line.node, *line.counts, line.total) for line in lines)

    name, title = f"chiffres-{strategy.slug}", f"Les actions par élément : {strategy.title}"
    return answer(request, table(name, title, reverse("progress", args=[strategy.slug]), columns, draw), form)


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
