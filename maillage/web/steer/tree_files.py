"""The tree of an edition, and what changed from another: their rows and columns, for whoever may read them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone

from maillage.steering.strategies import tree
from maillage.steering.strategies.comparing import compare
from maillage.steering.strategies.models import Edition, Node
from maillage.web.exports.table import Kind
from maillage.web.lists.described import Column
from maillage.web.steer import counts


class Branch(NamedTuple):
    """A node of a tree, the key above it, the principles that mark it, its public actions."""

    node: Node
    above: str
    tags: list[Node]
    actions: counts.Count


class Change(NamedTuple):
    """What changed in a node between two editions."""

    what: str
    node: Node
    before: str
    after: str


TREE = (
    Column("cle", "Clé", "La même d’une édition à l’autre", width=16, cell="node.key"),
    Column("sous", "Sous", "Clé de l’élément au-dessus, vide en haut", width=12, cell="above"),
    Column("nature", "Nature", "Nom de son niveau, ou principe", width=16, cell="node.called"),
    Column("numero", "Numéro", "Numéro", width=9, cell="node.number"),
    Column("titre", "Titre", "Titre", width=80, cell="node.title"),
    Column(
        "autre_formulation", "Autre formulation", "Autre formulation du même document", width=60, cell="node.variant"
    ),
    Column("precisions", "Précisions", "Précisions", width=40, cell="node.text"),
    Column(
        "principes",
        "Principes",
        "Principes et thèmes qui le marquent",
        width=30,
        cell=lambda branch: " | ".join(tag.title for tag in branch.tags),
    ),
    Column(
        "actions", "Actions", "Actions publiques de l’élément et de ce qu’il contient", Kind.NUMBER, 9, "actions.total"
    ),
    Column("realisees", "Réalisées", "Dont réalisées", Kind.NUMBER, 9, "actions.done"),
    Column("en_retard", "En retard", "Dont en retard", Kind.NUMBER, 9, "actions.late"),
    Column("abandonnees", "Abandonnées", "Dont abandonnées", Kind.NUMBER, 11, "actions.dropped"),
)
CHANGES = (
    Column("changement", "Changement", "ajouté, retiré, déplacé, reformulé ou renuméroté", width=14, cell="what"),
    Column("cle", "Clé", "Clé de l’élément", width=16, cell="node.key"),
    Column("nature", "Nature", "Nom de son niveau, ou principe", width=16, cell="node.called"),
    Column("avant", "Avant", "Ce qu’il était", width=70, cell="before"),
    Column("apres", "Après", "Ce qu’il est", width=70, cell="after"),
)


def branches(edition: Edition) -> Iterator[Branch]:
    """The nodes from top to bottom then the principles."""
    read = tree.read(edition)
    totals = counts.counts(read, timezone.localdate())
    nodes = [branch.node for branch in read.walk()] + [tag for tags in read.tags.values() for tag in tags]
    named = {node.pk: node.key for node in nodes}
    for node in nodes:
        yield Branch(node, named.get(node.parent_id or 0, ""), list(node.tags.all()), totals[node.pk])


def changes(former: Edition, other: Edition) -> Iterator[Change]:
    """What changed between two editions."""
    comparison = compare(former, other)
    for node in comparison.added:
        yield Change("ajouté", node, "", str(node))
    for node in comparison.removed:
        yield Change("retiré", node, str(node), "")
    for move in comparison.moved:
        yield Change("déplacé", move.now, move.was_under, move.now_under)
    for rewording in comparison.reworded:
        yield Change("reformulé", rewording.now, rewording.was.title, rewording.now.title)
    for renumbering in comparison.renumbered:
        yield Change("renuméroté", renumbering.now, renumbering.was.number, renumbering.now.number)


def tree_name(edition: Edition) -> str:
    """The name of the file of a tree."""
    return f"strategie_{edition.strategy.slug}_{edition.pk}"


def tree_title(edition: Edition) -> str:
    """The title of the file of a tree."""
    return f"{edition.strategy.title}, {edition.name}"


def changes_name(former: Edition, other: Edition) -> str:
    """The name of the file of what changed."""
    return f"changements_{other.strategy.slug}_{former.pk}_{other.pk}"


def changes_title(former: Edition, other: Edition) -> str:
    """The title of the file of what changed."""
    return f"De l’édition {former.name} à l’édition {other.name}"
