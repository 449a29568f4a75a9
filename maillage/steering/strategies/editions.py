"""Editions of a strategy: a revision starts as a copy, and takes the place of the former one when it comes in force."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from maillage.kernel.errors import UsageError
from maillage.kernel.words import alphabetical
from maillage.steering.strategies.models import Edition, Link, Node, State, Strategy


@dataclass(frozen=True, slots=True)
class Turned:
    """What an edition coming in force did: actions that followed their node, and those whose node is gone."""

    followed: int
    left: tuple[str, ...]


def in_force(strategy: Strategy) -> Edition | None:
    """The edition in force, None when there is none yet."""
    edition: Edition | None = strategy.editions.filter(state=State.IN_FORCE).first()
    return edition


def public(strategy: Strategy) -> list[Edition]:
    """The editions everybody may read, the newest first: not those in preparation."""
    return list(strategy.editions.exclude(state=State.DRAFT))


@transaction.atomic
def copied(former: Edition, name: str, author: Any) -> Edition:
    """A new edition in preparation, with the same tree: keys stay, so that the two can be compared."""
    if former.strategy.editions.filter(name=name).exists():
        raise UsageError(f"Cette stratégie a déjà une édition « {name} ».")
    made = Edition(strategy=former.strategy, name=name, level_names=former.level_names)
    made._history_user = author
    made.save()
    twins: dict[int, Node] = {}
    nodes = list(former.nodes.order_by("depth", "rank", "pk").prefetch_related("tags"))
    for node in nodes:
        twin = Node(edition=made, parent=twins.get(node.parent_id or 0))
        for name_ in ("key", "number", "title", "variant", "text", "kind", "depth", "rank", "tag"):
            setattr(twin, name_, getattr(node, name_))
        twin._history_user = author
        twin.save()
        twins[node.pk] = twin
    for node in nodes:
        held = [twins[tag.pk] for tag in node.tags.all()]
        if held:
            twins[node.pk].tags.set(held)
    return made


@transaction.atomic
def put_in_force(edition: Edition, adopted_on: date, author: Any) -> Turned:
    """The edition comes in force, the former one is past; actions, indicators and links follow the nodes of the
    same key."""
    strategy = Strategy.objects.select_for_update().get(pk=edition.strategy_id)
    edition = Edition.objects.get(pk=edition.pk)
    if edition.state != State.DRAFT:
        raise UsageError("Seule une édition en préparation peut entrer en vigueur.")
    if not edition.nodes.exists():
        raise UsageError("Cette édition est vide : construisez d’abord son arbre.")
    former = in_force(strategy)
    if former is not None:
        former.state, former._history_user = State.PAST, author
        former.save()
    edition.state, edition.adopted_on, edition._history_user = State.IN_FORCE, adopted_on, author
    edition.save()
    return _follow(former, edition, author) if former else Turned(0, ())


def _follow(former: Edition, edition: Edition, author: Any) -> Turned:
    here = {node.key: node for node in edition.nodes.all()}
    moved: dict[int, Any] = {}
    left: dict[int, Any] = {}
    for node in former.nodes.prefetch_related("actions", "sheets"):
        twin = here.get(node.key)
        held: Any = node
        for action in held.actions.all():
            if twin is None:
                left[action.pk] = action
                continue
            action = moved.setdefault(action.pk, action)
            # Who has the sheet open is told that it changed, as its nodes did.
            action._history_user = author
            action.nodes.remove(node)
            action.nodes.add(twin)
        if twin is not None:
            for sheet in held.sheets.all():
                sheet._history_user = author
                sheet.nodes.remove(node)
                sheet.nodes.add(twin)
            Link.objects.filter(source_node=node).update(source_node=twin)
            Link.objects.filter(target_node=node).update(target_node=twin)
    for action in moved.values():
        action.version += 1
        action.save()
    return Turned(len(moved), tuple(sorted((str(action) for action in left.values()), key=alphabetical)))
