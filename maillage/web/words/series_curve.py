"""The curve of any indicator for a place: what is known of it, put in the words and the drawing of a curve."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.indicator import Indicator, TargetState
from maillage.kernel.territory import Ref, Territory
from maillage.kernel.value import Origin, Value
from maillage.observatory.door import Observatory
from maillage.web.drawing.axes import Unit
from maillage.web.drawing.curve import Aim, Curve, Cut, Point, Series, draw
from maillage.web.words.curve import curve_words, finding
from maillage.web.words.fibre_curve import target_names

BREAK = "rupture de série"
WHOLE_SHARES = 40.0
"""A share whose highest point is under this, in percent, is drawn on an axis of its own rather than up to 100."""
NAMED = {
    "commune": "Commune",
    "epci": "EPCI",
    "groupement": "Groupement",
    "departement": "Département",
    "region": "Région",
}


@dataclass(frozen=True, slots=True)
class SeriesCurve:
    """The curve of an indicator for a place: `title` is what is found, `alternative` the drawing in words, `drawn` what
    files are made from, `origins` the deliveries that it comes from."""

    indicator: str
    ref: Ref
    title: str
    alternative: str
    drawn: Curve
    origins: tuple[Origin, ...]

    @property
    def wide(self) -> SafeString:
        """The drawing of a page that has `curve.css`."""
        return SafeString(draw(self.drawn, self.drawn.wide, self.alternative, "curve-wide"))

    @property
    def narrow(self) -> SafeString:
        """The drawing of a column, or of a phone."""
        return SafeString(draw(self.drawn, self.drawn.narrow, self.alternative, "curve-narrow"))


def _number(indicator: Indicator, value: float) -> str:
    return french.with_unit(value, indicator.sign, indicator.decimals)


def _runs(values: Iterable[Value]) -> tuple[tuple[Point, ...], ...]:
    """The points of a line, cut at breaks of series and where nothing is known."""
    runs: list[list[Point]] = []
    before: Value | None = None
    for value in values:
        if value.value is None:
            before = None
            continue
        if before is None or before.segment != value.segment:
            runs.append([])
        runs[-1].append((value.period.end, value.value))
        before = value
    return tuple(map(tuple, runs))


def _cuts(values: Sequence[Value]) -> tuple[Cut, ...]:
    return tuple(
        Cut(old.period.end + (new.period.end - old.period.end) / 2, BREAK)
        for old, new in pairwise(values)
        if old.segment != new.segment
    )


def _unit(indicator: Indicator, most: float) -> Unit:
    least = 100.0 if indicator.unit == "%" and most >= WHOLE_SHARES else None
    return Unit(indicator.sign, indicator.is_count, least)


def _here(
    indicator: Indicator, territory: Territory, values: Sequence[Value], above: Sequence[tuple[str, Value]]
) -> Series:
    """The line of the territory; each of its points says that of the territory above too."""
    known = [value for value in values if value.value is not None]
    first, last = (_number(indicator, value.value or 0) for value in (known[0], known[-1]))
    name = french.typographic(f"{territory.name} : {last}")
    beside = {
        value.period: french.typographic(f" ; {french.initial(level)} : {_number(indicator, value.value)}")
        for level, value in above
        if value.value is not None
    }
    said = (
        f"{value.period.label}{french.THIN}: {_number(indicator, value.value or 0)}{beside.get(value.period, '')}"
        for value in known
    )
    return Series(_runs(values), (name, last), first, tuple(said))


def _above(
    source: Observatory, indicator: Indicator, territory: Territory, values: Sequence[Value]
) -> list[tuple[str, Value]]:
    """The territory above, over the same time, and what it is; none for a count, which says nothing beside a larger
    one."""
    if indicator.is_count or not territory.parents:
        return []
    ref, since = territory.parents[0], values[0].period.end
    series = source.series(indicator.name, ref)
    return [(NAMED[ref.level.value], value) for value in series if value.period.end >= since]


def _line_above(indicator: Indicator, above: Sequence[tuple[str, Value]]) -> Series | None:
    known = [(level, value.value) for level, value in above if value.value is not None]
    if not known:
        return None
    level, last = known[-1]
    name = french.typographic(f"{level} : {_number(indicator, last)}")
    return Series(_runs(value for _, value in above), (name,))


def _aim(indicator: Indicator, values: Sequence[Value]) -> Aim | None:
    """A target whose date is among those drawn."""
    target = indicator.target
    if target is None or target.state is not TargetState.SET or target.on is None or indicator.unit != "%":
        return None
    drawn = values[0].period.end < target.on <= values[-1].period.end
    return Aim(target.on, target.value, target_names(target)) if drawn else None


def _told(indicator: Indicator, values: Sequence[Value], drawn: Curve) -> str:
    """The drawing in words: its message, and the years that it leaps over."""
    leaps = (f"{french.capital(fold.words)}{french.THIN}: l’axe les saute." for fold in drawn.folds)
    return " ".join((curve_words(indicator, values), *leaps))


def series_curve(
    source: Observatory, indicator: Indicator, territory: Territory, values: Sequence[Value]
) -> SeriesCurve | None:
    """The curve of these values, oldest first; None with fewer than two known: there is nothing to draw."""
    known = [value for value in values if value.value is not None]
    if len(known) < 2:
        return None
    above = _above(source, indicator, territory, known)
    drawn = Curve(
        here=_here(indicator, territory, values, above),
        above=_line_above(indicator, above),
        aim=_aim(indicator, known),
        cuts=_cuts(known),
    )
    drawn = replace(drawn, unit=_unit(indicator, max(drawn.shares())))
    return SeriesCurve(
        indicator=indicator.name,
        ref=territory.ref,
        title=finding(indicator, values),
        alternative=_told(indicator, values, drawn),
        drawn=drawn,
        origins=tuple({origin: None for value in known for origin in value.origins}),
    )
