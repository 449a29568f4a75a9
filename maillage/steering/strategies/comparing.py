"""Two editions of a strategy side by side: what was added, removed, moved, reworded. A node is known by its key."""

from dataclasses import dataclass

from maillage.steering.strategies.models import Edition, Node


@dataclass(frozen=True, slots=True)
class Pair:
    """A node as it was and as it is, with what each stood under (empty at the top)."""

    was: Node
    now: Node
    was_under: str
    now_under: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the former edition to the other, in the order of the trees; `same` counts what did not."""

    added: list[Node]
    removed: list[Node]
    moved: list[Pair]
    reworded: list[Pair]
    renumbered: list[Pair]
    same: int

    @property
    def changes(self) -> int:
        """How many differences there are in all."""
        nodes, pairs = (self.added, self.removed), (self.moved, self.reworded, self.renumbered)
        return sum(len(group) for group in nodes) + sum(len(group) for group in pairs)


def _nodes(edition: Edition) -> dict[str, Node]:
    nodes = {node.key: node for node in edition.nodes.select_related("parent").order_by("tag", "rank", "pk")}
    for node in nodes.values():
        node.edition = edition
    return nodes


def _words(node: Node) -> tuple[str, ...]:
    return (node.title, node.variant, node.text, node.kind)


def compare(former: Edition, other: Edition) -> Comparison:
    """What changed from one edition to the other."""
    was, now = _nodes(former), _nodes(other)
    moved: list[Pair] = []
    reworded: list[Pair] = []
    renumbered: list[Pair] = []
    same = 0
    for key, node in now.items():
        old = was.get(key)
        if old is None:
            continue
        pair = Pair(old, node, str(old.parent or ""), str(node.parent or ""))
        changed = [
            held
            for held, different in (
                (moved, (old.parent.key if old.parent else "") != (node.parent.key if node.parent else "")),
                (reworded, _words(old) != _words(node)),
                (renumbered, old.number != node.number),
            )
            if different
        ]
        for held in changed:
            held.append(pair)
        same += not changed
    return Comparison(
        [node for key, node in now.items() if key not in was],
        [node for key, node in was.items() if key not in now],
        moved,
        reworded,
        renumbered,
        same,
    )
