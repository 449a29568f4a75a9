"""What is expected of a wider place: the forecasts of its communes added up, from the slowest to the fastest.

A commune of which nothing is forecast, or that has passed the threshold, is counted as it is: without progress.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import HORIZONS, Expected, Forecast
from maillage.web.drawing.curve import Spread, draw
from maillage.web.words.curve_of_place import FibreCurve, fibre_curve
from maillage.web.words.fibre_curve import expected, month, percent
from maillage.web.words.forecast import INDICATOR
from maillage.web.words.held import finding

BOUNDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A commune: its premises, those that can be connected, what is expected from the quarter they were counted at."""

    premises: float
    connectable: float
    expected: tuple[Expected, ...]


def weighed(source: Observatory, table: Sequence[tuple[Territory, Forecast]], period: Period) -> list[Weighed]:
    """The communes whose premises are known at this quarter."""
    values = {value.territory.code: value for value in source.values(INDICATOR, Level.COMMUNE, period)}
    found = []
    for commune, forecast in table:
        value = values.get(commune.ref.code)
        if value is not None and value.numerator is not None and value.denominator:
            expected = forecast.expected if forecast.period == period else ()
            found.append(Weighed(value.denominator, value.numerator, expected))
    return found


def fan(communes: Sequence[Weighed], period: Period) -> tuple[Spread, ...]:
    """The share expected of all of them, horizon after horizon; nothing where nothing is forecast of any."""
    whole = sum(each.premises for each in communes)
    if not any(each.expected for each in communes):
        return ()
    spreads = []
    for quarters in HORIZONS:
        low, middle, high = (100 * sum(_expected(each, quarters, name) for each in communes) / whole for name in BOUNDS)
        spreads.append(Spread(period.quarters_later(quarters).end, low, middle, high))
    return tuple(spreads)


def _expected(each: Weighed, quarters: int, bound: str) -> float:
    """Premises connectable so many quarters ahead: never fewer than today."""
    ahead = next((expected for expected in each.expected if expected.quarters == quarters), None)
    if ahead is None:
        return each.connectable
    return max(each.connectable, each.premises * float(getattr(ahead, bound)) / 100)


def on(start: tuple[date, float], spreads: Sequence[Spread], day: date) -> Spread | None:
    """What is expected on a day, read on straight lines from the last figure (its day and its share) on; None before
    it, and after the last day of which something is expected."""
    known = [Spread(start[0], start[1], start[1], start[1]), *spreads]
    for before, after in pairwise(known):
        if before.day <= day <= after.day:
            part = (day - before.day) / (after.day - before.day)
            ends = [(getattr(before, name), getattr(after, name)) for name in BOUNDS]
            low, middle, high = (old + (new - old) * part for old, new in ends)
            return Spread(day, low, middle, high)
    return None


def title(last: Spread) -> str:
    """« 93 % des locaux attendus fin juin 2028 »; or what is drawn."""
    drawn = f"Locaux raccordables à la fibre, et prévision jusqu’à fin {month(last.day)}"
    return french.typographic(finding(f"{_share(last.middle)} des locaux attendus fin {month(last.day)}", drawn))


def _share(share: float) -> str:
    return french.with_unit(percent(share), "%")


def said(last: Spread, period: Period) -> str:
    """What is drawn, from the slowest to the fastest."""
    low, high = percent(last.low), percent(last.high)
    between = f" De {low} à {_share(high)}." if low != high else ""
    return french.typographic(
        f"Part des locaux raccordables, jusqu’au {period.label} ; ensuite, les prévisions des communes additionnées, "
        f"de la plus lente à la plus rapide.{between} Celles dont nous ne prévoyons rien sont comptées sans progrès."
    )


def together(
    source: Observatory, curve: FibreCurve | None, table: Sequence[tuple[Territory, Forecast]]
) -> FibreCurve | None:
    """The curve of a wider place with the fan of its communes; None where nothing is forecast from its last figure."""
    if curve is None or not table:
        return None
    period = max(forecast.period for _, forecast in table)
    spreads = fan(weighed(source, table, period), period)
    if not spreads or curve.drawn.here.last[0] != period.end:
        return None
    drawn = replace(curve.drawn, fan=tuple(map(expected, spreads)))
    last = spreads[-1]
    words = french.typographic(f"{curve.alternative} {title(last)}. {said(last, period)}")
    return replace(
        curve,
        title=title(last),
        said=said(last, period),
        sources=french.typographic(f"{curve.sources.rstrip('.')} ; prévision : nos calculs."),
        alternative=words,
        drawn=drawn,
        wide=SafeString(draw(drawn, drawn.wide, words, "curve-wide")),
        narrow=SafeString(draw(drawn, drawn.narrow, words, "curve-narrow")),
    )


def place_curve(source: Observatory, ref: Ref, today: date) -> FibreCurve | None:
    """The curve of any place, with what is expected of it: of a commune its own forecast, of a wider place those of its
    communes. None where no share was ever known. Raises UsageError when the place is unknown."""
    curve = fibre_curve(source, ref, today)
    if ref.level is Level.COMMUNE:
        return curve
    return together(source, curve, source.forecasts.table(ref)) or curve
