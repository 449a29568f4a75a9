"""Curves of the size of a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel.value import Value


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A curve of the size of a word: its path, where its last point stands, its size in pixels."""

    path: str
    last: tuple[float, float] | None
    width: int = 84
    height: int = 24


def sparkline(values: Sequence[Value]) -> Sparkline | None:
    """The curve of a series, each period at its date, from zero, cut at breaks of series and where nothing is known.

    None with fewer than two known points: there is no curve to draw.
    """
    known = [value for value in values if value.value is not None]
    if len(known) < 2:
        return None
    edge, width, height = 4, 84, 24
    first, last = known[0].period.end.toordinal(), known[-1].period.end.toordinal()
    top = max(max(value.value or 0 for value in known), 1e-9)
    path, spot, before = [], (0.0, 0.0), None
    for value in values:
        if value.value is None:
            before = None
            continue
        x = edge + (width - 2 * edge) * (value.period.end.toordinal() - first) / max(last - first, 1)
        y = height - edge - (height - 2 * edge) * value.value / top
        spot = (round(x, 1), round(y, 1))
        joined = before is not None and before.segment == value.segment
        # A point alone between two cuts is a line of no length with round ends.
        path.append(f"{'L' if joined else 'M'}{spot[0]:g} {spot[1]:g}" + ("" if joined else "h0"))
        before = value
    return Sparkline("".join(path), spot, width, height)
