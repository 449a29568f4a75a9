"""Values put into classes: the same steps, colours and words for every map and its legend."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import floor, inf, log10, ulp

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Good, Indicator
from maillage.web.drawing.fitting import share_bounds

LAST_COLOUR = 6
MIDDLE = LAST_COLOUR // 2
FEWEST, MOST, USUAL_COUNT = 3, 7, 5
WHOLE = 100.0
ZERO = "zero"


class Method(StrEnum):
    """How the bounds of classes are chosen."""

    USUAL = "usuelles"
    QUANTILES = "quantiles"
    EQUAL = "egales"
    OWN = "bornes"

    @property
    def label(self) -> str:
        """What the reader chooses."""
        return _METHODS[self]


_METHODS = {
    Method.USUAL: "Usuelles : rondes, zéro à part",
    Method.QUANTILES: "Quantiles : autant de territoires dans chacune",
    Method.EQUAL: "Égales : même écart pour chacune",
    Method.OWN: "Mes bornes",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A class: from `low` to below the next one, its rank in the colour ramp, its words, how many are in it."""

    low: float
    colour: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The classes of a map, lowest first; how many territories are unknown, and how many have nothing to know.

    `ramp` names the colours: `ramp` from least to most, `gap` from worse to better, `lack` from nothing that is
    missing (white) to what is missing most (ochre). `zero`: the first class is nothing at all, where more is better; it
    is drawn apart, white with an ochre edge.
    """

    steps: tuple[Step, ...]
    unknown: int
    without: int = 0
    ramp: str = "ramp"
    zero: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """What names the colour of each class in style sheets."""
        apart = self.zero and self.ramp == "ramp"
        return tuple(
            ZERO if apart and not rank else f"{self.ramp}-{step.colour}" for rank, step in enumerate(self.steps)
        )

    @property
    def keyed(self) -> tuple[tuple[str, Step], ...]:
        """Each class after the name of its colour."""
        return tuple(zip(self.kinds, self.steps, strict=True))

    def kind(self, value: float) -> str:
        """The name of the colour of a value."""
        return self.kinds[self.rank(value)]

    def lacking(self, last: int) -> "Scale":
        """The same classes to show what is behind: ochre up to the rank `last`, the lowest the deepest, then white."""
        shades = [LAST_COLOUR - round((LAST_COLOUR - 2) * rank / max(last, 2)) for rank in range(last + 1)]
        colours = [*shades, *[0] * (len(self.steps) - last - 1)]
        steps = (replace(step, colour=colour) for step, colour in zip(self.steps, colours, strict=True))
        return replace(self, steps=tuple(steps), ramp="lack")

    @property
    def crowded(self) -> bool:
        """Whether the best class alone holds five sixths of the known places, or more, where it is not the only one."""
        known = sum(step.count for step in self.steps)
        best = self.steps[-1].count if self.steps else 0
        return self.ramp == "ramp" and known > best and 6 * best >= 5 * known

    @property
    def why_one(self) -> str:
        """Why there is a single class; empty when there are several, or none."""
        if len(self.steps) != 1:
            return ""
        why = "toutes les valeurs connues sont égales" if self.steps[0].count > 1 else "une seule valeur est connue"
        return f"Une seule classe{french.THIN}: {why}."

    def rank(self, value: float) -> int:
        """The rank of the class a value falls in, from 0."""
        return max(bisect_right([step.low for step in self.steps], value) - 1, 0)

    def step(self, value: float) -> Step:
        """The class a value falls in."""
        return self.steps[self.rank(value)]

    def counted(self, values: Iterable[float], unknown: int, without: int) -> "Scale":
        """The same classes over other values."""
        counts = [0] * len(self.steps)
        for value in values:
            counts[self.rank(value)] += 1
        steps = tuple(replace(step, count=count) for step, count in zip(self.steps, counts, strict=True))
        return replace(self, steps=steps, unknown=unknown, without=without)


def _quantiles(values: list[float], classes: int) -> list[float]:
    """Bounds that share these sorted values out, rounded to two figures so that a legend can be read."""
    if not values:
        return []
    picked = {float(f"{values[len(values) * rank // classes]:.2g}") for rank in range(1, classes)}
    return sorted(bound for bound in picked if values[0] < bound <= values[-1])


def scale(indicator: Indicator, values: Iterable[float | None], total: int) -> Scale:
    """The usual classes for these values, `total` being how many territories the map shows.

    Zero is a class of its own. Shares have round bounds, moved where one class would hold most of them.
    """
    known = sorted(value for value in values if value is not None)
    positive = [value for value in known if value > 0]
    unit = french.after(indicator.sign)
    if indicator.unit == "%":
        cuts = share_bounds(positive)
        labels = _bound_words(cuts, unit, sign=False, only=None)
        if cuts[-1:] == [WHOLE] and (not known or known[-1] <= WHOLE):
            labels[-1] = f"{_written(WHOLE, sign=False)}{unit}"
        return _with_zero(indicator, cuts, labels).counted(known, total - len(known), 0)
    inner = _quantiles(positive, LAST_COLOUR)
    only = positive[0] if positive and positive[0] == positive[-1] else None
    labels = _bound_words(inner, unit, sign=False, only=None if only is None else _shown(indicator, only))
    zero = not positive or len(positive) < len(known)
    split = _with_zero(indicator, inner, labels if positive else []) if zero else _stepped(indicator, inner, labels)
    return split.counted(known, total - len(known), 0)


def _shown(indicator: Indicator, value: float) -> float:
    """A value as a figure shows it; as it is when that would be zero."""
    return french.rounded(value, indicator.decimals) or value


def _stepped(indicator: Indicator, inner: Sequence[float], labels: Sequence[str]) -> Scale:
    """The classes that these bounds separate, the first one without end below."""
    return _coloured(indicator, [-inf, *inner], labels)


def _with_zero(indicator: Indicator, inner: Sequence[float], labels: Sequence[str]) -> Scale:
    """Zero and below, then the classes of what is above it, if any."""
    zero = f"0{french.after(indicator.sign)}"
    # What separates zero from the class above it: the smallest positive number there is.
    lows = [0.0, ulp(0.0), *inner] if labels else [0.0]
    return replace(_coloured(indicator, lows, [zero, *labels]), zero=indicator.good is Good.UP)


def _coloured(indicator: Indicator, lows: Sequence[float], labels: Sequence[str]) -> Scale:
    last = len(lows) - 1
    return Scale(
        tuple(
            Step(low, round(rank * LAST_COLOUR / last) if last else MIDDLE, words, 0)
            for rank, (low, words) in enumerate(zip(lows, labels, strict=True))
        ),
        0,
        ramp="ramp" if indicator.good is Good.UP else "lack",
    )


def _digits(spread: float) -> int:
    """How many decimals tell bounds apart over such a spread: three figures of it."""
    return max(0, 2 - floor(log10(spread))) if spread > 0 else 2


def _between(values: Sequence[float], bounds: Iterable[float]) -> list[float]:
    """Bounds rounded to be read, those that separate nothing left out."""
    low, high = values[0], values[-1]
    digits = _digits(high - low)
    return sorted({bound for each in bounds if low < (bound := round(each, digits) + 0.0) <= high})


def bounds(method: Method, values: Iterable[float], classes: int, own: Sequence[float] = ()) -> list[float]:
    """The inner bounds of at most `classes` classes over these values, increasing. A class begins at its bound."""
    if method is Method.OWN:
        return list(own)
    known = sorted(values)
    if not known or known[0] == known[-1]:
        return []
    if method is Method.EQUAL:
        wide = (known[-1] - known[0]) / classes
        return _between(known, (known[0] + wide * rank for rank in range(1, classes)))
    shared = _between(known, (known[len(known) * rank // classes] for rank in range(1, classes)))
    return shared or [_above(known)]


def _above(known: Sequence[float]) -> float:
    """A bound that tells the lowest of sorted values, when most are equal to it, from the others."""
    second = next(value for value in known if value > known[0])
    rounded = (round(second, digits) for digits in range(_digits(known[-1] - known[0]), 10))
    return next((bound for bound in rounded if known[0] < bound <= second), second)


def _bound_words(inner: Sequence[float], unit: str, sign: bool, only: float | None) -> list[str]:
    """The words of the classes that these bounds separate; `only` is the one value of a map without bounds."""
    if not inner:
        return ["toutes les valeurs"] if only is None else [f"{_written(only, sign)}{unit}"]
    labels = [_written(bound, sign) for bound in inner]
    middle = [f"{low} à {high}{unit}" for low, high in pairwise(labels)]
    return [f"moins de {labels[0]}{unit}", *middle, f"{labels[-1]}{unit} et plus"]


def _written(bound: float, sign: bool) -> str:
    digits = next((n for n in range(10) if round(bound, n) == bound), 10)
    plus = "+" if sign and bound > 0 else ""
    return plus + french.number(bound, digits)


def classes(
    indicator: Indicator, values: Sequence[float], method: Method, count: int, own: Sequence[float] = ()
) -> Scale:
    """The classes asked over these values: every number falls in exactly one. None of it when nothing is known.

    Quantiles put zero apart where it would fill a class by itself, and share the others out.
    """
    if not values:
        return Scale((), 0)
    if method is Method.USUAL:
        return scale(indicator, values, len(values))
    zeros = sum(value == 0 for value in values)
    positive = [value for value in values if value > 0]
    if (
        method is Method.QUANTILES
        and len(values) <= zeros * count
        and zeros + len(positive) == len(values)
        and positive
    ):
        inner, labels = _chosen(indicator, method, positive, count - 1, own)
        return _with_zero(indicator, inner, labels).counted(values, 0, 0)
    return _stepped(indicator, *_chosen(indicator, method, values, count, own)).counted(values, 0, 0)


def answers(indicator: Indicator, values: Sequence[float]) -> Scale:
    """The two classes of a yes or a no. None of it when nothing is known."""
    if not values:
        return Scale((), 0)
    scale = _coloured(indicator, [0.0, ulp(0.0)], ["non", "oui"]).counted(values, 0, 0)
    return replace(scale, zero=indicator.good is Good.UP)


def _chosen(
    indicator: Indicator, method: Method, values: Sequence[float], count: int, own: Sequence[float]
) -> tuple[list[float], list[str]]:
    """The inner bounds of the classes asked, and the words of these classes."""
    inner = bounds(method, values, count, own)
    only = _shown(indicator, values[0]) if min(values) == max(values) else None
    return inner, _bound_words(inner, french.after(indicator.sign), sign=False, only=only)


def _gap_bounds(sizes: Sequence[float], method: Method, sides: int, least: float) -> list[float]:
    """The bounds of classes of change, the same up and down: `least`, below which nothing changed, then larger ones."""
    moved = sorted(size for size in sizes if size >= least)
    if not moved or sides < 1:
        return [least]
    outer = bounds(Method.EQUAL if method is Method.EQUAL else Method.QUANTILES, [least, *moved], sides)
    if method is Method.USUAL:
        outer = sorted({float(f"{bound:.1g}") for bound in outer})
    return [least, *(bound for bound in outer if bound > least)]


def differences(
    indicator: Indicator, values: Sequence[float], method: Method, count: int, own: Sequence[float] = ()
) -> Scale:
    """The classes of a change, in points for a share: what falls, what stays (less than what is shown), what rises.

    Bounds chosen for the reader are the same up and down, and the middle class is no change.
    """
    if not values:
        return Scale((), 0, ramp="gap")
    unit = f"{french.WIDE}points" if indicator.unit == "%" else french.after(indicator.sign)
    least = 0.5 * 10.0**-indicator.decimals
    if method is Method.OWN:
        inner = list(own)
        labels = _bound_words(inner, unit, sign=True, only=None)
    else:
        up = _gap_bounds([abs(value) for value in values], method, count // 2, least)
        inner = [*(-bound for bound in reversed(up)), *up]
        labels = _change_words([0.0, *up[1:]], unit)
    steps = [
        Step(low, colour, words, 0)
        for low, colour, words in zip([-inf, *inner], _gap_colours(indicator, inner), labels, strict=True)
    ]
    return Scale(tuple(steps), 0, ramp="gap").counted(values, 0, 0)


def _change_words(up: Sequence[float], unit: str) -> list[str]:
    """« baisse de 5 points et plus », « baisse de moins de 5 points », « stable », and the same for a rise."""
    labels = [_written(bound, sign=False) for bound in up]
    sizes = [f"{low} à {high}{unit}" for low, high in pairwise(labels[1:])]
    sizes = [f"moins de {labels[1]}{unit}", *sizes, f"{labels[-1]}{unit} et plus"] if len(up) > 1 else [""]
    down = [f"baisse de {size}" if size else "en baisse" for size in reversed(sizes)]
    rise = [f"hausse de {size}" if size else "en hausse" for size in sizes]
    return [*down, "stable", *rise]


def _gap_colours(indicator: Indicator, inner: Sequence[float]) -> list[int]:
    """White for the class that holds zero, ochre on the worse side, teal on the better one."""
    below = sum(bound <= 0 for bound in inner)
    above = len(inner) - below
    colours = [MIDDLE - MIDDLE * (below - rank) // below for rank in range(below)]
    colours += [MIDDLE + MIDDLE * rank // max(above, 1) for rank in range(above + 1)]
    return colours if indicator.good is Good.UP else [LAST_COLOUR - colour for colour in colours]


def parse_bounds(text: str) -> tuple[float, ...]:
    """Bounds typed by a reader: « 20;40;60 », decimals with a comma or a point. Raises UsageError when they are not."""
    parts = [part.strip().replace(french.MINUS, "-").replace(",", ".") for part in text.split(";")]
    try:
        limits = tuple(float(part) + 0.0 for part in parts if part)
    except ValueError:
        limits = ()
    rising = all(low < high for low, high in pairwise(limits))
    if not 1 <= len(limits) < MOST or not rising or not all(abs(bound) <= 1e12 for bound in limits):
        raise UsageError(
            f"Bornes « {text[:60]} » illisibles. Écrivez un à six nombres, du plus petit au plus grand, "
            "séparés par des points-virgules : 20;40;60."
        )
    return limits
