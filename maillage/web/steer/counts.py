"""How many public actions stand on each node of a tree, and where they are: each counted once, with what is under."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel.french import counted
from maillage.steering.actions.models import Action, Status, Visibility
from maillage.steering.strategies.tree import Tree


@dataclass(frozen=True, slots=True)
class Count:
    """Actions of a node and of what is under it: how many in all, done, late, dropped."""

    total: int = 0
    done: int = 0
    late: int = 0
    dropped: int = 0

    @property
    def words(self) -> str:
        """« 4 actions, 1 réalisée, 2 en retard »; empty when there is none."""
        if not self.total:
            return ""
        parts = [counted(self.total, "action")]
        if self.done:
            parts.append(counted(self.done, "réalisée"))
        if self.late:
            parts.append(f"{self.late} en retard")
        if self.dropped:
            parts.append(counted(self.dropped, "abandonnée"))
        return ", ".join(parts)


NONE = Count()


def counts(tree: Tree, today: date) -> dict[int, Count]:
    """By node. One query, whatever the tree."""
    through = Action.nodes.through.objects.filter(
        node__edition=tree.edition, action__visibility=Visibility.PUBLIC, action__strategy__shown=True
    )
    on: dict[int, dict[int, tuple[str, date | None]]] = {}
    for node, action, status, ends_on in through.values_list(
        "node_id", "action_id", "action__status", "action__ends_on"
    ):
        on.setdefault(node, {})[action] = (status, ends_on)
    totals: dict[int, Count] = {}
    for branch in tree.walk():
        held: dict[int, tuple[str, date | None]] = {}
        for under in branch.walk():
            held |= on.get(under.node.pk, {})
        totals[branch.node.pk] = _count(held, today)
    for tags in tree.tags.values():
        for tag in tags:
            totals[tag.pk] = _count(on.get(tag.pk, {}), today)
    return totals


def _count(held: dict[int, tuple[str, date | None]], today: date) -> Count:
    states = list(held.values())
    return Count(
        len(states),
        sum(status == Status.DONE for status, _ in states),
        sum(Status(status).open and ends is not None and ends < today for status, ends in states),
        sum(status == Status.DROPPED for status, _ in states),
    )
