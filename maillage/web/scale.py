"""Values put into classes: the same steps, colours and words for every map and its legend."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.indicator import Good, Indicator

SHARES = (20.0, 40.0, 60.0, 80.0, 100.0)
LAST_COLOUR = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A class: from `low` to below the next one, its rank in the colour ramp, its words, how many are in it."""

    low: float
    colour: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The classes of a map, lowest first, and how many territories are unknown."""

    steps: tuple[Step, ...]
    unknown: int

    def step(self, value: float) -> Step:
        """The class a value falls in."""
        rank = bisect_right([step.low for step in self.steps], value) - 1
        return self.steps[max(rank, 0)]


def _quantiles(values: list[float], classes: int) -> list[float]:
    """Bounds that share these sorted values out, rounded to two figures so that a legend can be read."""
    if not values:
        return []
    picked = {float(f"{values[len(values) * rank // classes]:.2g}") for rank in range(1, classes)}
    return sorted(bound for bound in picked if values[0] < bound <= values[-1])


def _words(indicator: Indicator, low: float, high: float | None, top: float) -> str:
    """What a class holds, from `low` to below `high`; `top` is the largest value of the map."""
    share = f"{french.THIN}%" if indicator.unit == "%" else ""
    if high == 0:
        return f"0{share}"
    if high is None:
        all_of_it = share and low == 100 and top <= 100
        return f"{french.short(low)}{share}" if all_of_it else f"{french.short(low)}{share} et plus"
    if low == 0:
        return f"moins de {french.short(high)}{share}"
    return f"{french.short(low)} à {french.short(high)}{share}"


def scale(indicator: Indicator, values: Iterable[float | None], total: int) -> Scale:
    """The classes for these values, `total` being how many territories the map shows.

    Zero is a class of its own. Shares have fixed bounds, so that two periods compare.
    """
    known = sorted(value for value in values if value is not None)
    positive = [value for value in known if value > 0]
    inner = list(SHARES) if indicator.unit == "%" else _quantiles(positive, LAST_COLOUR)
    # What separates zero from the class above it: any number below the smallest positive value.
    above_zero = min([*positive[:1], *inner[:1], 1.0]) / 2
    starts = [0.0, above_zero, *inner]
    shown = [0.0, 0.0, *inner]
    last = len(starts) - 1
    steps = []
    for rank, start in enumerate(starts):
        end = starts[rank + 1] if rank < last else float("inf")
        high = shown[rank + 1] if rank < last else None
        colour = round(rank * LAST_COLOUR / last)
        steps.append(
            Step(
                low=start,
                colour=colour if indicator.good is Good.UP else LAST_COLOUR - colour,
                words=_words(indicator, shown[rank], high, known[-1] if known else 0),
                count=sum(start <= value < end for value in known),
            )
        )
    return Scale(tuple(steps), total - len(known))
