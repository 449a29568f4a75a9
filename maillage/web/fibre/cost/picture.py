"""What is drawn of the cost: each group from its low cost to its high one, and the group that weighs most."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.territory import Territory
from maillage.web.drawing import intervals
from maillage.web.fibre.cost.groups import GROUPS, Group, money
from maillage.web.words.held import finding

MOST = 12
"""Groups drawn: those that cost most."""


def drawn(groups: Sequence[Group], by: str, place: Territory) -> dict[str, Any] | None:
    """The drawing, its title and its words; nothing where nothing is known to cost."""
    known = [group for group in groups if group.costing.known and group.costing.total.high]
    if not known:
        return None
    heaviest = sorted(known, key=lambda group: -group.costing.total.central)[:MOST]
    shown = [group for group in known if group in heaviest]
    rows = tuple(map(_row, shown))
    picture = intervals.Intervals(rows, lambda amount: money(Decimal(amount)))
    heading = title(known, by)
    alternative = french.typographic(". ".join((heading, *(row.said for row in rows))) + ".")
    others = len(known) - len(shown)
    rest = f" Les {len(shown)} qui coûtent le plus." if others else ""
    return {
        "title": heading,
        "said": f"{place.name}. Du coût bas au coût haut, par {GROUPS[by]} ; point : coût central.{rest}",
        "wide": SafeString(intervals.wide(picture, alternative)),
        "narrow": SafeString(intervals.narrow(picture, alternative)),
    }


def title(groups: Sequence[Group], by: str) -> str:
    """« Peu dense : 61 % du coût central »; what is drawn, of one group, where two weigh as much or nothing may be
    concluded."""
    neutral = french.typographic(f"Ce que coûterait la fin de la fibre, par {GROUPS[by]}")
    ranked = sorted((group.costing.total.central, _short(group)) for group in groups)
    whole = sum(central for central, _ in ranked)
    if len(ranked) < 2 or not whole or ranked[-1][0] == ranked[-2][0]:
        return neutral
    share = min(round(100 * ranked[-1][0] / whole), 99)
    return finding(french.typographic(f"{ranked[-1][1]} : {french.with_unit(share, '%')} du coût central"), neutral)


def _short(group: Group) -> str:
    """The name of a group, without what a class of density is."""
    return group.name if group.level else group.name.partition(" :")[0]


def _row(group: Group) -> intervals.Row:
    cost = group.costing.total.shown
    low, central, high = (money(amount) for amount in (cost.low, cost.central, cost.high))
    between = low if low == high else f"{low} à {high}"
    said = f"{group.name.replace(' :', ',')} : {between}, au centre {central}"
    return intervals.Row(
        name=french.typographic(_short(group)),
        low=float(cost.low),
        central=float(cost.central),
        high=float(cost.high),
        aside=between,
        said=french.typographic(said),
    )
