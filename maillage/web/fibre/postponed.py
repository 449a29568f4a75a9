"""How far announced dates moved, in words."""

from datetime import date

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.observatory.door import Observatory
from maillage.observatory.slips import Slipped
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes as communes_of


def of_convention(
    source: Observatory,
    convention: published.Convention,
    period: Period,
    communes: set[str] | None = None,
    only: str = "",
) -> Slipped:
    """The dates of a convention: those of its operators, in its communes, or in those of them that are asked; those of
    one operator, when it is asked."""
    own, where = set(convention.operators), communes_of(source, convention.territories)
    counts = source.rollout.slips.counted(
        lambda commune, operator, quarter: "own" if (not own or operator in own) and only in ("", operator) else "",
        where if communes is None else where & communes,
        period,
    )
    return counts.get("own", Slipped())


def months_moved(mean: float | None) -> str:
    """« +0,3 », « −1,0 », « 0,0 »; a dash when nothing is dated."""
    if mean is None:
        return "—"
    shown = french.rounded(mean, 1)
    return f"{'+' if shown > 0 else ''}{french.aligned(shown, 1)}"


def shift(before: date, now: date) -> str:
    """« +6 mois », « −3 mois »; days where it is less than a month."""
    days = (now - before).days
    count, sign = round(days / 30.44), "+" if days > 0 else "−"
    if not count:
        return f"{sign}{abs(days)}{french.WIDE}{french.plural(abs(days), 'jour')}"
    return f"{sign}{abs(count)}{french.WIDE}mois"
