"""The public actions of a strategy, and how many are done, late or dropped by what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref, Territory
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.actions.publication import places
from maillage.steering.actions.published import Concerned
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.web.addresses import SLUG
from maillage.web.exports.table import Kind
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.lists.filters import Field, Filter
from maillage.web.steer import rows
from maillage.web.steer.groups import GROUPS, group

MOST_DRAWN = 120
"""Actions drawn in time; the others are said."""


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


def _ancestor(node: Node, parents: dict[int, Node], depth: int) -> Node:
    """The node above this one at this depth, or itself when it is not deeper."""
    here = node
    while here.depth > depth and here.parent_id in parents:
        here = parents[here.parent_id]
    return here


def counted_by_node(strategy: Strategy, actions: Sequence[Action]) -> tuple[str, list[Line]]:
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


def strategy_of(asked: Asked) -> Strategy:
    """The strategy whose follow-up is asked, read once."""
    if "strategy" not in asked.memory:
        asked.memory["strategy"] = shown_strategy(asked.place["slug"])
    return asked.memory["strategy"]  # type: ignore[no-any-return]


def actions_of(asked: Asked) -> list[Action]:
    """Its public actions, those that concern the territory asked, read once."""
    if "actions" not in asked.memory:
        actions = public_actions(strategy_of(asked))
        if place := asked["territoire"]:
            concerned = Concerned(observatory(asked.request), place.ref)
            actions = [
                action
                for action in actions
                for territories, everywhere in (places(action),)
                if concerned.by(territories, everywhere=everywhere)
            ]
        asked.memory["actions"] = actions
    return asked.memory["actions"]  # type: ignore[no-any-return]


def _place(text: str, asked: Asked) -> Territory | None:
    return observatory(asked.request).territory(Ref.parse(text)) if text else None


CONCERNED = Filter(
    "territoire",
    "Territoire concerné",
    Field.WORDS,
    parse=_place,
    said=lambda asked: asked["territoire"].name if asked["territoire"] else "",
)
"""The actions that concern a territory: they name it, a part of it, or a wider one."""


def by_node(asked: Asked) -> tuple[str, list[Line]]:
    """What they answer, counted once."""
    if "nodes" not in asked.memory:
        asked.memory["nodes"] = counted_by_node(strategy_of(asked), actions_of(asked))
    return asked.memory["nodes"]  # type: ignore[no-any-return]


def _address(asked: Asked) -> Column:
    def address(line: rows.Line) -> str:
        return asked.request.build_absolute_uri(line.action.public_page)

    return Column("adresse", "Adresse", "Page publique de l’action", width=40, cell=address)


def _lines(asked: Asked, actions: Sequence[Any]) -> list[rows.Line]:
    return rows.lines(AnonymousUser(), actions)


FOLLOWED = Listing(
    name="progress.file",
    address=rf"strategies/{SLUG}/suivi",
    title=lambda asked: f"Le suivi : {strategy_of(asked).title}",
    file=lambda asked: f"suivi-{asked.place['slug']}",
    access=writing,
    paged=False,
    view="progress",
    filters=(CONCERNED,),
    rows=actions_of,
    line=_lines,
    columns=lambda asked: (*rows.PUBLIC_COLUMNS, _address(asked)),
)


def _count(rank: int, name: str, words: str) -> Column:
    return Column(name, words.split(",")[0], words, Kind.NUMBER, cell=lambda line: line.counts[rank])


def _columns(asked: Asked) -> tuple[Column, ...]:
    level = by_node(asked)[0]
    return (
        Column("element", "Élément", f"Élément de la stratégie ({level})", width=60, cell="node"),
        *(_count(rank, name, words) for rank, (name, words, _) in enumerate(GROUPS)),
        Column("total", "En tout", "Actions publiques qui y répondent", Kind.NUMBER),
    )


FIGURES = Listing(
    name="progress.figures_file",
    address=rf"strategies/{SLUG}/suivi/chiffres",
    title=lambda asked: f"Les actions par élément : {strategy_of(asked).title}",
    file=lambda asked: f"chiffres-{asked.place['slug']}",
    access=writing,
    paged=False,
    view="progress",
    size=1_000,
    filters=(CONCERNED,),
    rows=lambda asked: by_node(asked)[1],
    columns=_columns,
)
