"""The three doors of the first page, each with a live picture: an address, a territory, the data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.observatory.point.within import READY
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing import buildings, choropleth, ground
from maillage.web.drawing.choropleth import Sheet, legend_lines
from maillage.web.drawing.scale import LAST_COLOUR, Method
from maillage.web.gate.observatory import release_key
from maillage.web.observe.map_asked import Asked, usual
from maillage.web.observe.map_layers import Atlas, atlas, painting
from maillage.web.ui.links import address

FEWEST, MOST = 120, 900
"""Buildings of the commune that is shown: enough to see, few enough to be light."""
MOST_SHAPES = 400
"""Above, the map is a picture of its own: links on each shape would weigh more than the page."""
ONE_COLOUR, MOST_OF_ONE = 0.6, 5 / 6
"""The share of places that a colour may hold before the classes are cut where places are; above the second, another
indicator is shown."""
QUARTERS = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """The buildings of a commune: its name, its page, the drawing, the counts of those with fibre and without."""

    name: str
    address: str
    svg: SafeString
    ready: int
    waiting: int


def spot(source: Observatory) -> Spot | None:
    """The commune of a readable size whose buildings are about evenly shared between fibre and none yet, the one with
    most of them."""
    counted = {ref: counts for ref, counts in _counts(source).items() if FEWEST <= sum(counts) <= MOST and all(counts)}
    if not counted:
        return None
    ref = min(counted, key=lambda place: (_uneven(*counted[place]), -sum(counted[place]), place.code))
    shape = source.outlines(Level.COMMUNE).get(ref.code)
    if shape is None:
        return None
    ready, waiting = counted[ref]
    on = ground.ground(shape)
    dots = source.nearby.within.dots(ref)
    groups = {dot.state: "ready" if dot.state in READY else "planned" for dot in dots}
    name = french.typographic(source.territory(ref).name)
    message = (
        f"{name}{french.THIN}: {french.counted(ready, 'immeuble')} avec la fibre, "
        f"{french.counted(waiting, 'immeuble')} sans, un point pour chacun."
    )
    svg = (
        f'<svg class="spot-drawing" viewBox="0 0 {ground.WIDTH} {ground.HEIGHT}" role="img" '
        f'aria-label="{escape(message)}">'
        f'<path class="spot-ground" d="{ground.outline(on, shape)}"/>{buildings.marks(on, dots, groups, "spot-")}</svg>'
    )
    # Drawn by us: the name is the only text, and it comes from the release.
    return Spot(name, address("territory", Level.COMMUNE, ref.code), mark_safe(svg), ready, waiting)


def _uneven(ready: int, waiting: int) -> int:
    """How far two counts are from being equal, in steps of 15 points."""
    return int(abs(ready / (ready + waiting) - 0.5) / 0.15)


def _counts(source: Observatory) -> Mapping[Ref, tuple[int, int]]:
    """Buildings with fibre and without, by commune that has some."""
    if "buildings" not in source.nearby.loaded:
        return {}
    counted = {}
    for commune in source.territories(Level.COMMUNE):
        counts = source.nearby.within.counts(commune.ref)
        ready = sum(count for state, count in counts.items() if state in READY)
        counted[commune.ref] = ready, sum(counts.values()) - ready
    return counted


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the map: its kind, its words, how many communes, the height of its bar from 0 to 100."""

    kind: str
    words: str
    count: int
    bar: int

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return 100 - self.bar


@dataclass(frozen=True, slots=True)
class Plate:
    """The map of the region by commune: its drawing, or the address of one that is too heavy for the page."""

    title: str
    period: str
    message: str
    svg: SafeString
    image: str
    height: int
    classes: tuple[Class, ...]
    map: str


def plate(source: Observatory, sheets: Iterable[IndicatorSheet]) -> Plate | None:
    """The map of the first of these indicators, at its last period, that is not of one colour; of the first of all when
    all are. None without outlines or figures."""
    drawing = choropleth.sheet(source, Level.COMMUNE, None)
    if drawing is None:
        return None
    first: tuple[Asked, Atlas] | None = None
    for sheet in sheets:
        ask, maps = _painted(source, sheet)
        if maps.layers[0].known and _largest(maps) <= MOST_OF_ONE * len(maps.territories):
            return _plate(source, drawing, ask, maps)
        first = first or ((ask, maps) if maps.layers[0].known else None)
    return _plate(source, drawing, *first) if first else None


def _painted(source: Observatory, sheet: IndicatorSheet) -> tuple[Asked, Atlas]:
    """An indicator in its usual classes, or as many places in each where one class would hold most of them."""
    ask = usual(sheet, Level.COMMUNE, sheet.periods[-1], None)
    maps = atlas(source, ask)
    if _largest(maps) <= ONE_COLOUR * len(maps.territories):
        return ask, maps
    cut = replace(ask, method=Method.QUANTILES, kept=(*ask.kept, ("classes", Method.QUANTILES.value)))
    other = atlas(source, cut)
    return (cut, other) if _largest(other) < _largest(maps) else (ask, maps)


def _largest(maps: Atlas) -> int:
    """How many places the colour that holds most of them has; the unknown are one."""
    return max(count for _, _, count in legend_lines(maps.scales[0]))


def _plate(source: Observatory, drawing: Sheet, ask: Asked, maps: Atlas) -> Plate:
    sheet = ask.sheet
    title = french.typographic(sheet.indicator.title)
    message = f"Carte{french.THIN}: {title}, par commune, {ask.period.label}."
    light = len(drawing.paths) <= MOST_SHAPES
    svg = choropleth.inline(drawing, painting(ask, maps, 0), "plate-", message) if light else ""
    image = "" if light else ask.address(reverse("map.picture", args=[release_key(source)]))
    lines = list(legend_lines(maps.scales[0]))
    most = max(count for _, _, count in lines) or 1
    classes = tuple(
        Class(kind, _short(words), count, max(round(100 * count / most), 4 if count else 0))
        for kind, words, count in lines
    )
    where = ask.address(reverse("map"))
    # Drawn by us: names are escaped where they are written.
    return Plate(title, ask.period.label, message, mark_safe(svg), image, drawing.height, classes, where)


def _short(words: str) -> str:
    """« < 20 » for « moins de 20 % », « 20 à 40 »."""
    return words.replace("moins de ", f"<{french.THIN}").replace(f"{french.THIN}%", "")


@dataclass(frozen=True, slots=True)
class Strip:
    """A département through time: its last figure, and the kind of each of its periods with their words."""

    name: str
    address: str
    figure: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """The départements, the highest first, from a period to another; the least and the most that colours tell."""

    title: str
    rows: tuple[Strip, ...]
    first: str
    last: str
    least: str
    most: str


def strips(source: Observatory, sheet: IndicatorSheet) -> Strips | None:
    """An indicator by département at its last comparable periods; None when there are fewer than two."""
    indicator = sheet.indicator
    periods = [each for each in sheet.periods if indicator.segment(each) == indicator.segment(sheet.periods[-1])]
    periods = periods[-QUARTERS:]
    if len(periods) < 2:
        return None
    places = source.territories(Level.DEPARTEMENT)
    shares = {place: {each.period: each.value for each in source.series(indicator.name, place.ref)} for place in places}
    known = [share for figures in shares.values() for period in periods if (share := figures.get(period)) is not None]
    if not known:
        return None
    low, high = min(known), max(known)

    def cell(share: float | None) -> tuple[str, str]:
        if share is None:
            return "unknown", "inconnu"
        colour = 1 + round((LAST_COLOUR - 2) * (share - low) / (high - low)) if high > low else 1
        return f"ramp-{colour}", said(share)

    def said(share: float) -> str:
        return french.with_unit(share, indicator.sign, indicator.decimals)

    rows = [
        Strip(
            french.typographic(place.name),
            address("territory", Level.DEPARTEMENT, place.ref.code),
            said(last),
            tuple(cell(figures.get(period)) for period in periods),
        )
        for place, figures in sorted(shares.items(), key=lambda row: -(row[1].get(periods[-1]) or 0.0))
        if (last := figures.get(periods[-1])) is not None
    ]
    title = french.typographic(indicator.title)
    return Strips(title, tuple(rows), periods[0].label, periods[-1].label, said(low), said(high)) if rows else None
