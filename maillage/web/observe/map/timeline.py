"""The time under the map: the curve of the whole place, a link on each period, the one before and the one after."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.web.observe.map_asked import Asked, View
from maillage.web.observe.map_layers import place_words
from maillage.web.words.curve import short

SIDE = 14
TOP, FLOOR, HEIGHT = 12, 56, 78


@dataclass(frozen=True, slots=True)
class Stop:
    """A period: where it is, what the whole place is then, and its map."""

    x: float
    y: float | None
    words: str
    code: str
    label: str
    address: str
    here: bool
    other: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The curve for a width: its pieces (a break or a hole cuts it), the ground under them, stops, years below."""

    name: str
    width: int
    height: int
    floor: int
    pieces: tuple[str, ...]
    grounds: tuple[str, ...]
    stops: tuple[Stop, ...]
    years: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Two tracks, for a desk and for a phone; what is said of the period shown; the addresses before and after."""

    tracks: tuple[Track, ...]
    said: str
    place: str
    figure: str
    before: tuple[Period, str] | None
    after: tuple[Period, str] | None
    periods: str


def _address(ask: Asked, period: Period) -> str:
    """The map of another period; classes that are kept keep their bounds."""
    model = {"echelle": (ask.model or ask.period).code} if ask.keeps else {}
    return ask.address(reverse("map"), periode=period.code, **model)


def _known(source: Observatory, ask: Asked) -> dict[str, Value]:
    ref = ask.within or source.release.region
    return {value.period.code: value for value in source.series(ask.sheet.indicator.name, ref)}


def _shown(ask: Asked, value: Value | None) -> str:
    if value is None or value.value is None:
        return ""
    indicator = ask.sheet.indicator
    return french.with_unit(value.value, indicator.sign, indicator.decimals)


def _heights(periods: Sequence[Period], known: dict[str, Value]) -> list[float | None]:
    """How high each period is, in units; None where the place has no figure."""
    numbers = [known[period.code].value if period.code in known else None for period in periods]
    most = max((number for number in numbers if number is not None), default=0.0) or 1.0
    return [None if number is None else round(FLOOR - (FLOOR - TOP) * max(number, 0.0) / most, 1) for number in numbers]


def _far(before: Period, after: Period) -> bool:
    """Whether a year and more without a figure is between two periods."""
    return (after.end - before.end).days > 400


def _runs(ask: Asked, places: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """The points that a line joins: no break of series, no hole between them."""
    runs: list[list[tuple[float, float]]] = [[]]
    periods, indicator = ask.sheet.periods, ask.sheet.indicator
    for rank, (x, y) in enumerate(places):
        apart = rank and (
            indicator.segment(periods[rank - 1]) != indicator.segment(periods[rank])
            or _far(periods[rank - 1], periods[rank])
        )
        if y is None or apart:
            runs.append([])
        if y is not None:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def _years(ask: Asked, xs: Sequence[float], room: float) -> tuple[tuple[float, str], ...]:
    """The years on the axis, each at its first period, those too near one another left out."""
    years: list[tuple[float, str]] = []
    for period, x in zip(ask.sheet.periods, xs, strict=True):
        year = str(period.end.year)
        if year not in {name for _, name in years} and (not years or x - years[-1][0] >= room):
            years.append((x, year))
    return tuple(years)


def _track(ask: Asked, known: dict[str, Value], name: str, width: int) -> Track:
    periods = ask.sheet.periods
    step = (width - 2 * SIDE) / max(len(periods) - 1, 1)
    xs = [round(SIDE + step * rank, 1) for rank in range(len(periods))]
    heights = _heights(periods, known)
    runs = _runs(ask, list(zip(xs, heights, strict=True)))
    shown = {period.code for period in ask.shown}
    stops = tuple(
        Stop(
            x,
            y,
            f"{period.label}{french.THIN}: {_shown(ask, known.get(period.code)) or 'inconnu'}",
            period.code,
            period.label,
            _address(ask, period),
            period == ask.period,
            period.code in shown and period != ask.period,
        )
        for period, x, y in zip(periods, xs, heights, strict=True)
    )
    lines = tuple("M" + "L".join(f"{x:g} {y:g}" for x, y in run) for run in runs)
    grounds = tuple(f"{line}V{FLOOR}H{run[0][0]:g}Z" for line, run in zip(lines, runs, strict=True) if len(run) > 1)
    return Track(name, width, HEIGHT, FLOOR, lines, grounds, stops, _years(ask, xs, 44 if name == "wide" else 40))


def timeline(source: Observatory, ask: Asked) -> Timeline:
    """The time of a view."""
    known, periods = _known(source, ask), ask.sheet.periods
    rank = periods.index(ask.period)

    def beside(other: int) -> tuple[Period, str] | None:
        if not 0 <= other < len(periods):
            return None
        return periods[other], _address(ask, periods[other])

    both = " et ".join(short(period) for period in ask.shown) if ask.view is not View.ONE else ask.period.label
    return Timeline(
        tracks=(_track(ask, known, "wide", 400), _track(ask, known, "small", 320)),
        said=both,
        place=place_words(source, ask.within),
        figure=_shown(ask, known.get(ask.period.code)),
        before=beside(rank - 1),
        after=beside(rank + 1),
        periods=";".join(f"{period.code}|{period.label}|{_shown(ask, known.get(period.code))}" for period in periods),
    )
