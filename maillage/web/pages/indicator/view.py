"""An indicator. Somebody comes to know what it means and who is where; they leave with a map, a ranking and a file.

Map and table say the same thing side by side: without JavaScript the table does the work alone.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, RankLine
from maillage.web import asked
from maillage.web.access import public
from maillage.web.observe import observatory, release_key
from maillage.web.reading import Figure, counts_words, known_words, read, unit_words
from maillage.web.scale import Scale, scale

LAYERS = {
    Level.COMMUNE: "communes",
    Level.EPCI: "epci",
    Level.GROUPEMENT: "groupements",
    Level.DEPARTEMENT: "departements",
}
ROWS = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ranking, in words."""

    rank: str
    territory: Territory
    figure: str
    counts: str
    known: str


@dataclass(frozen=True, slots=True)
class Map:
    """What the map of the page needs: where its shapes and values are, and what part of the region it shows."""

    tiles: str
    layer: str
    values: str
    bounds: str
    scale: Scale


def _line(indicator: Indicator, line: RankLine) -> Line:
    value = line.value.value
    return Line(
        rank=french.ordinal(line.value.rank) if line.value.rank else "",
        territory=line.territory,
        figure="" if value is None else french.aligned(value, indicator.decimals),
        counts=counts_words(indicator, line.value),
        known=known_words(line.value.completeness),
    )


def _map(source: Observatory, sheet: IndicatorSheet, level: Level, period: Period, within: Ref | None) -> Map:
    name = sheet.indicator.name
    layer = source.layer(name, level, period)
    region = source.territory(source.release.region)
    total = region.communes if level is Level.COMMUNE else len(source.territories(level))
    shown_part = source.territory(within or source.release.region)
    return Map(
        tiles=f"/tuiles/{release_key(source)}/territoires.pmtiles",
        layer=LAYERS[level],
        values=f"/api/v1/indicators/{name}/layer?level={level}&period={period.code}",
        bounds=",".join(f"{edge:.4f}" for edge in shown_part.bbox or ()),
        scale=scale(sheet.indicator, layer.values(), total),
    )


def _region(source: Observatory, sheet: IndicatorSheet) -> Figure:
    """The figure of the region, with its series as a chart and as a table."""
    values = source.series(sheet.indicator.name, source.release.region)
    return read(ProfileLine(sheet, tuple(values), None, True), source.territory)


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The indicator at the level and period asked."""
    source = observatory(request)
    sheet = source.indicator(name)
    context: dict[str, object] = {"sheet": sheet, "indicator": sheet.indicator}
    if not sheet.loaded:
        return render(request, "indicator/empty.html", context)
    levels = [one for one in source.levels if one in LAYERS]
    level = asked.level(request, levels, Level.EPCI)
    kinds = source.kinds(level) if level is Level.GROUPEMENT else []
    kind = asked.kind(request, kinds)
    period = asked.period(request.GET.get("periode", ""), sheet.periods)
    within = asked.within(request)
    wanted = asked.page(request, ROWS)
    lines, total = source.ranking(name, level, period, within, wanted.offset, wanted.size, kind)
    context |= {
        "level": level,
        "levels": levels,
        "kinds": kinds,
        "kind": kind,
        "period": period,
        "within": within,
        "within_text": str(within) if within else "",
        "part": source.territory(within) if within else None,
        "unit": unit_words(sheet.indicator),
        "departements": source.territories(Level.DEPARTEMENT),
        "lines": [_line(sheet.indicator, line) for line in lines],
        "listed": asked.Page(wanted.number, ROWS, total),
        "map": _map(source, sheet, level, period, within),
        "region": _region(source, sheet),
    }
    return render(request, "indicator/indicator.html", context)
