"""The amounts of actions, read in few queries whatever their number, and gathered by node, territory, funder."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet
from django.db.models.functions import Cast, Round

from maillage.directory import typed
from maillage.kernel.words import alphabetical
from maillage.steering.actions.models import Action
from maillage.steering.money.models import BudgetLine, Envelope, Funding
from maillage.steering.money.standing import Financing, Left, Line, Sum, amount, cents, financing, over_budget, total
from maillage.steering.strategies.models import Edition, Node

ELSEWHERE = "Sans territoire"


def _cents(field: str) -> Any:
    # Whole cents: sums of decimals are floats in SQLite.
    return Cast(Round(F(field) * 100), BigIntegerField())


def lines(actions: QuerySet[Action] | None = None) -> list[Line]:
    """The budget lines of these actions, of all without them. One query."""
    budget_lines = BudgetLine.objects.order_by("action_id", "year", "kind")
    if actions is not None:
        budget_lines = budget_lines.filter(action__in=actions.order_by().values("pk"))
    rows = budget_lines.values_list("action_id", "year", "kind", _cents("planned"), _cents("real"))
    return [Line(*row) for row in rows]


def over() -> set[int]:
    """The keys of the actions that spent more than planned, in a year at least. One query."""
    budget_lines = BudgetLine.objects.filter(action__budget_lines__real__isnull=False).distinct()
    rows = budget_lines.values_list("action_id", "year", "kind", _cents("planned"), _cents("real"))
    return over_budget(Line(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Given:
    """A funding, in cents, with who gives."""

    action: int
    state: str
    cents: int
    funder: str


def fundings(actions: QuerySet[Action]) -> list[Given]:
    """The fundings of these actions. One query."""
    query = Funding.objects.filter(action__in=actions.order_by().values("pk")).order_by("action_id", "pk")
    rows = query.values_list(
        "action_id",
        "state",
        _cents("amount"),
        "funder__name",
        "funder_name",
        "envelope__funder__name",
        "envelope__funder_name",
        "envelope__name",
    )
    return [
        Given(action, state, whole_cents, next((name for name in names if name), ""))
        for action, state, whole_cents, *names in rows
    ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A line of a synthesis: what it is about, how many actions, their budget."""

    words: str
    key: str
    actions: int
    sum: Sum


def _gathered(words: str, key: str, actions: Iterable[int], held: dict[int, list[Line]]) -> Gathered:
    mine = set(actions)
    return Gathered(words, key, len(mine), total(line for action in mine for line in held.get(action, ())))


def by_action(budget_lines: Iterable[Line]) -> dict[int, list[Line]]:
    """Lines by action."""
    held: dict[int, list[Line]] = {}
    for line in budget_lines:
        held.setdefault(line.action, []).append(line)
    return held


def depths(edition: Edition) -> dict[int, int]:
    """How many nodes each depth of an edition has."""
    counts: dict[int, int] = {}
    for depth in Node.objects.filter(edition=edition, tag=False).values_list("depth", flat=True):
        counts[depth] = counts.get(depth, 0) + 1
    return dict(sorted(counts.items()))


def by_node(edition: Edition, depth: int, actions: QuerySet[Action], budget_lines: Iterable[Line]) -> list[Gathered]:
    """The nodes of one depth of an edition, each action once in each that holds it, there or below. The last line
    gathers the actions that none of them holds; those of several count in each, so that nodes do not add up."""
    held = by_action(budget_lines)
    nodes = list(Node.objects.filter(edition=edition, tag=False).order_by("rank", "pk"))
    above: dict[int, int | None] = {}
    for node in sorted(nodes, key=lambda node: node.depth):
        above[node.pk] = node.pk if node.depth == depth else above.get(node.parent_id or 0)
    through = Action.nodes.through.objects.filter(node__edition=edition, action__in=actions.order_by().values("pk"))
    on: dict[int, set[int]] = {}
    placed: set[int] = set()
    for node_pk, action in through.values_list("node_id", "action_id"):
        top = above.get(node_pk)
        if top is not None:
            on.setdefault(top, set()).add(action)
            placed.add(action)
    shown = [_gathered(str(node), node.key, on.get(node.pk, ()), held) for node in nodes if node.depth == depth]
    others = set(actions.order_by().values_list("pk", flat=True)) - placed
    return [*shown, _gathered("Sans rattachement", "", others, held)] if others else shown


def by_territory(actions: QuerySet[Action], budget_lines: Iterable[Line]) -> list[Gathered]:
    """The territories that actions name, each action whole in each; `key` is its reference, empty where none is."""
    held = by_action(budget_lines)
    on: dict[str, set[int]] = {}
    for pk, text in actions.order_by().values_list("pk", "territories"):
        for ref in [str(territory) for territory in typed.refs(text)] or [""]:
            on.setdefault(ref, set()).add(pk)
    groups = [_gathered(ref or ELSEWHERE, ref, pks, held) for ref, pks in on.items()]
    return sorted(groups, key=lambda group: (not group.key, -group.sum.planned, group.key))


def by_funder(given_fundings: Iterable[Given]) -> list[tuple[str, Financing]]:
    """Each funder with what it gives by state, the largest first."""
    held: dict[str, list[tuple[str, int]]] = {}
    for funding in given_fundings:
        held.setdefault(funding.funder, []).append((funding.state, funding.cents))
    plans = [(name, financing(amount(0), pairs)) for name, pairs in held.items()]
    return sorted(plans, key=lambda entry: (-entry[1].funded, alphabetical(entry[0])))


def plan(action: Action) -> Financing:
    """The financing plan of one action against its planned budget."""
    mine = Action.objects.filter(pk=action.pk)
    return financing(total(lines(mine)).planned, [(funding.state, funding.cents) for funding in fundings(mine)])


def envelopes(among: Q, actions: QuerySet[Action]) -> list[tuple[Envelope, Left]]:
    """These envelopes and what is left of each, once what these actions are given is counted. Three queries."""
    asked_envelopes = list(Envelope.objects.filter(among).select_related("funder", "strategy"))
    held: dict[int, list[tuple[str, int]]] = {}
    given = Funding.objects.filter(envelope__in=[envelope.pk for envelope in asked_envelopes])
    counted = Q(action__in=actions.order_by().values("pk"))
    rows = given.filter(counted).order_by("pk")
    for envelope, state, whole_cents in rows.values_list("envelope_id", "state", _cents("amount")):
        held.setdefault(envelope, []).append((state, whole_cents))
    partial = set(given.exclude(counted).values_list("envelope_id", flat=True))
    return [
        (
            envelope,
            Left(
                envelope.amount,
                financing(amount(cents(envelope.amount)), held.get(envelope.pk, [])),
                envelope.pk in partial,
            ),
        )
        for envelope in asked_envelopes
    ]
