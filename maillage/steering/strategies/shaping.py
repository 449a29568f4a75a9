"""Changing the tree of an edition: a node is added, reworded, moved, removed. Each change is kept with its author.

Past editions are history: they do not change. Every function raises UsageError, in words for who is typing.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from maillage.kernel.errors import UsageError
from maillage.kernel.french import counted
from maillage.steering import versions
from maillage.steering.strategies.models import Edition, Node, State
from maillage.steering.strategies.tree import read

SHOWN_ACTIONS = 10


@dataclass(frozen=True, slots=True)
class Wording:
    """What is typed of a node. `parent` is the node it goes under, None at the top of the tree."""

    title: str
    number: str = ""
    variant: str = ""
    text: str = ""
    kind: str = ""
    parent: Node | None = None
    tags: tuple[Node, ...] = ()


def _open(edition: Edition) -> Edition:
    """The edition, held until the end of the transaction. Raises UsageError for one that no longer changes."""
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.state == State.PAST:
        raise UsageError("Cette édition est remplacée : elle ne change plus. Préparez-en une nouvelle.")
    return held


def free_key(edition: Edition, title: str, parent: Node | None) -> str:
    """A key that no node of any edition of the strategy has, made of the title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain)[:3])[:20] or "element"
    base = f"{parent.key[:14]}-{words}" if parent else words
    taken = set(Node.objects.filter(edition__strategy=edition.strategy).values_list("key", flat=True))
    taken |= set(Node.history.filter(edition__strategy=edition.strategy).values_list("key", flat=True))
    key, rank = base, 2
    while key in taken:
        key, rank = f"{base}-{rank}", rank + 1
    return key


def _below(edition: Edition, parent: Node | None, height: int = 0) -> int:
    """The depth under this parent. Raises UsageError when `height` more levels do not hold there."""
    if parent is not None and (parent.edition_id != edition.pk or parent.tag):
        raise UsageError("Choisissez un élément de la même édition.")
    depth = parent.depth + 1 if parent else 0
    if depth + height >= len(edition.level_names):
        names = ", ".join(singular for singular, _ in edition.level_names)
        raise UsageError(
            f"L’arbre de cette édition n’a que {counted(len(edition.level_names), 'niveau', 'niveaux')} "
            f"({names}). Ajoutez un niveau à l’édition, ou choisissez un élément plus haut."
        )
    return depth


@transaction.atomic
def add(edition: Edition, wording: Wording, author: Any, *, tag: bool = False) -> Node:
    """A new node, last under its parent; a new principle, last of them."""
    edition = _open(edition)
    depth = 0 if tag else _below(edition, wording.parent)
    last = edition.nodes.aggregate(last=Max("rank"))["last"] or 0
    node = Node(
        edition=edition,
        parent=None if tag else wording.parent,
        key=free_key(edition, wording.title, None if tag else wording.parent),
        depth=depth,
        rank=last + 1,
        tag=tag,
    )
    _write(node, wording, author)
    _rank(edition)
    node.refresh_from_db()
    return node


@transaction.atomic
def change(node: Node, wording: Wording, author: Any, seen: versions.Seen = None) -> Node:
    """The same node with other words, perhaps under another parent. Raises Stale."""
    edition = _open(node.edition)
    versions.check(node, seen)
    if not node.tag and (wording.parent.pk if wording.parent else None) != node.parent_id:
        _put_under(edition, node, wording.parent)
    _write(node, wording, author)
    _rank(edition)
    node.refresh_from_db()
    return node


def _write(node: Node, wording: Wording, author: Any) -> None:
    for name in ("title", "number", "variant", "text", "kind"):
        setattr(node, name, getattr(wording, name).strip())
    node._history_user = author
    node.save()
    if {tag.pk for tag in wording.tags} != set(node.tags.values_list("pk", flat=True)):
        node.tags.set(wording.tags)


def _put_under(edition: Edition, node: Node, parent: Node | None) -> None:
    """Last under this parent, with all that is under it."""
    branch = next(branch for branch in read(edition).walk() if branch.node.pk == node.pk)
    under = list(branch.walk())
    if parent is not None and parent.pk in {part.node.pk for part in under}:
        raise UsageError("Un élément ne peut pas aller sous lui-même, ni sous ce qu’il contient.")
    height = max(part.node.depth for part in under) - node.depth
    shift = _below(edition, parent, height) - node.depth
    node.parent, node.depth = parent, node.depth + shift
    node.rank = (edition.nodes.aggregate(last=Max("rank"))["last"] or 0) + 1
    for part in under[1:]:
        Node.objects.filter(pk=part.node.pk).update(depth=part.node.depth + shift)


@transaction.atomic
def shift(node: Node, up: bool, author: Any) -> bool:
    """One place up or down among those of the same parent; says whether there was one."""
    edition = _open(node.edition)
    beside = list(edition.nodes.filter(parent=node.parent_id, tag=node.tag).order_by("rank", "pk"))
    here = next(place for place, sibling in enumerate(beside) if sibling.pk == node.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(beside):
        return False
    mine, other = beside[here], beside[there]
    theirs = other.rank
    Node.objects.filter(pk=other.pk).update(rank=mine.rank)
    mine.rank, mine._history_user = theirs, author
    mine.save()
    _rank(edition)
    return True


def _rank(edition: Edition) -> None:
    """Ranks follow the tree, read from top to bottom, then the principles."""
    tree = read(edition)
    order = [branch.node for branch in tree.walk()]
    order += [tag for tags in tree.tags.values() for tag in tags]
    for rank, node in enumerate(order, start=1):
        if node.rank != rank:
            Node.objects.filter(pk=node.pk).update(rank=rank)


def whole(node: Node) -> list[Node]:
    """A node and all that is under it."""
    if node.tag:
        return [node]
    branch = next(branch for branch in read(node.edition).walk() if branch.node.pk == node.pk)
    return [part.node for part in branch.walk()]


def held_by(node: Node) -> list[str]:
    """The actions that stand on a node or under it, as « A12 Un tiers-lieu à… »: it cannot be removed while they do."""
    nodes = Node.objects.filter(pk__in=[part.pk for part in whole(node)], actions__isnull=False)
    rows = nodes.order_by("actions__code").values_list("actions__code", "actions__title").distinct()
    return [f"{code} {title}" for code, title in rows]


@transaction.atomic
def remove(node: Node, author: Any) -> int:
    """Remove a node with all that is under it, and say how many. Raises UsageError when actions stand there."""
    _open(node.edition)
    actions = held_by(node)
    if actions:
        more = len(actions) - SHOWN_ACTIONS
        listed = " ; ".join(actions[:SHOWN_ACTIONS]) + (f" ; et {more} de plus" if more > 0 else "")
        raise UsageError(f"Des actions s’y rattachent : {listed}. Rattachez-les ailleurs d’abord.")
    gone = whole(node)
    for part in reversed(gone):
        part._history_user = author
        part.delete()
    _rank(node.edition)
    return len(gone)
