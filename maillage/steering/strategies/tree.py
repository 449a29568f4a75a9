"""An edition read as a tree: its branches from the top, its principles apart, in two queries."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from maillage.steering.strategies.models import Edition, Node


@dataclass(slots=True)
class Branch:
    """A node and what is under it."""

    node: Node
    children: list["Branch"] = field(default_factory=list)

    def walk(self) -> Iterator["Branch"]:
        """This branch, then every one under it, from top to bottom."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches at the top, and the principles and other marks by what they are called."""

    edition: Edition
    branches: list[Branch]
    tags: dict[str, list[Node]]

    def walk(self) -> Iterator[Branch]:
        """Every branch, from top to bottom."""
        for branch in self.branches:
            yield from branch.walk()

    def levels(self) -> list[tuple[str, int]]:
        """How many nodes each level has, by the name of the level, in the plural beyond one; empty levels left out."""
        counts: dict[int, int] = {}
        for branch in self.walk():
            counts[branch.node.depth] = counts.get(branch.node.depth, 0) + 1
        return [(self.edition.level_name(depth, several=count > 1), count) for depth, count in sorted(counts.items())]


def read(edition: Edition) -> Tree:
    """The tree of an edition."""
    nodes = list(edition.nodes.order_by("rank", "pk").prefetch_related("tags"))
    branches = {node.pk: Branch(node) for node in nodes if not node.tag}
    top: list[Branch] = []
    tags: dict[str, list[Node]] = {}
    for node in nodes:
        node.edition = edition
        if node.tag:
            tags.setdefault(node.called, []).append(node)
        else:
            above = branches.get(node.parent_id or 0)
            (above.children if above else top).append(branches[node.pk])
    return Tree(edition, top, tags)


def many(kind: str) -> str:
    """The plural of what nodes are called: « thèmes d’atelier », « outils opérationnels »."""
    first, _, rest = kind.partition(" ")
    return f"{_plural(first)} {_plural(rest) if rest and '’' not in rest else rest}".strip()


def _plural(word: str) -> str:
    if word.endswith(("s", "x")):
        return word
    return f"{word[:-2]}aux" if word.endswith("al") else f"{word}s"
