"""The tree of an edition, and what changed from another, as files."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from maillage.steering.strategies import tree
from maillage.steering.strategies.comparing import compare
from maillage.steering.strategies.models import Edition, Node
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.steer import counts

TREE = (
    Column("cle", "Clé", "La même d’une édition à l’autre", width=16),
    Column("sous", "Sous", "Clé de l’élément au-dessus, vide en haut", width=12),
    Column("nature", "Nature", "Nom de son niveau, ou principe", width=16),
    Column("numero", "Numéro", "Numéro", width=9),
    Column("titre", "Titre", "Titre", width=80),
    Column("autre_formulation", "Autre formulation", "Autre formulation du même document", width=60),
    Column("precisions", "Précisions", "Précisions", width=40),
    Column("principes", "Principes", "Principes et thèmes qui le marquent", width=30),
    Column("actions", "Actions", "Actions publiques de l’élément et de ce qu’il contient", Kind.NUMBER, 9),
    Column("realisees", "Réalisées", "Dont réalisées", Kind.NUMBER, 9),
    Column("en_retard", "En retard", "Dont en retard", Kind.NUMBER, 9),
    Column("abandonnees", "Abandonnées", "Dont abandonnées", Kind.NUMBER, 11),
)


CHANGES = (
    Column("changement", "Changement", "ajouté, retiré, déplacé, reformulé ou renuméroté", width=14),
    Column("cle", "Clé", "Clé de l’élément", width=16),
    Column("nature", "Nature", "Nom de son niveau, ou principe", width=16),
    Column("avant", "Avant", "Ce qu’il était", width=70),
    Column("apres", "Après", "Ce qu’il est", width=70),
)


def _named(node: Node, named: dict[int, str]) -> str:
    return named.get(node.parent_id or 0, "")


def _rows(edition: Edition) -> Iterable[tuple[Node, str, list[Node], counts.Count]]:
    """The nodes from top to bottom then the principles, each with the key above, its marks and its actions."""
    read = tree.read(edition)
    totals = counts.counts(read, timezone.localdate())
    nodes = [branch.node for branch in read.walk()] + [tag for tags in read.tags.values() for tag in tags]
    named = {node.pk: node.key for node in nodes}
    for node in nodes:
        yield node, _named(node, named), list(node.tags.all()), totals[node.pk]


def tree_table(edition: Edition, view: str) -> Table:
    """The tree of an edition as a table, for whoever may read it."""

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for node, above, tags, count in _rows(edition):
            marks = " | ".join(tag.title for tag in tags)
            yield [
                *(node.key, above, node.called, node.number, node.title, node.variant, node.text, marks),
                *(count.total, count.done, count.late, count.dropped),
            ]

    name = f"strategie_{edition.strategy.slug}_{edition.pk}"
    return table(name, f"{edition.strategy.title}, {edition.name}", view, TREE, draw)


def change_table(former: Edition, other: Edition, view: str) -> Table:
    """What changed between two editions as a table, for whoever may read them."""
    comparison = compare(former, other)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for node in comparison.added:
            yield ["ajouté", node.key, node.called, "", str(node)]
        for node in comparison.removed:
            yield ["retiré", node.key, node.called, str(node), ""]
        for move in comparison.moved:
            yield ["déplacé", move.now.key, move.now.called, move.was_under, move.now_under]
        for rewording in comparison.reworded:
            yield ["reformulé", rewording.now.key, rewording.now.called, rewording.was.title, rewording.now.title]
        for renumbering in comparison.renumbered:
            yield [
                "renuméroté",
                renumbering.now.key,
                renumbering.now.called,
                renumbering.was.number,
                renumbering.now.number,
            ]

    name = f"changements_{other.strategy.slug}_{former.pk}_{other.pk}"
    return table(name, f"De l’édition {former.name} à l’édition {other.name}", view, CHANGES, draw)
