"""An indicator. Somebody comes to know what it means and who is where; they leave with a map, a ranking and a file.

A drawing and the ranking say the same thing side by side; the drawing leads to the map.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, RankLine
from maillage.web.drawing import choropleth
from maillage.web.drawing.scale import Scale
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.map_asked import Asked, usual
from maillage.web.observe.map_layers import atlas
from maillage.web.words.reading import counts_words, known_words, read, unit_words
from maillage.web.words.series_curve import series_curve

LEVELS = (Level.COMMUNE, Level.EPCI, Level.GROUPEMENT, Level.DEPARTEMENT)
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
    """The drawing of the page: its address, its size, the map it leads to and its classes. Without outline, no size."""

    picture: str
    height: int
    page: str
    scale: Scale


def _line(indicator: Indicator, line: RankLine) -> Line:
    value = line.value.value
    answer = indicator.answer(line.territory.ref.level, value)
    return Line(
        rank=french.ordinal(line.value.rank, line.value.tied) if line.value.rank else "",
        territory=line.territory,
        figure="" if value is None else answer or french.aligned(value, indicator.decimals),
        counts=counts_words(indicator, line.value),
        known=known_words(line.value.completeness),
    )


def _map(source: Observatory, ask: Asked) -> Map:
    sheet = choropleth.sheet(source, ask.level, ask.within)
    return Map(
        picture=ask.address(reverse("map.picture", args=[release_key(source)])),
        height=sheet.height if sheet else 0,
        page=ask.address(reverse("map")),
        scale=atlas(source, ask).scales[0],
    )


def _region(source: Observatory, sheet: IndicatorSheet) -> dict[str, object]:
    """The figure of the region, with its series as a chart and as a table."""
    ref = source.release.region
    values = tuple(source.series(sheet.indicator.name, ref))
    curve = series_curve(source, sheet.indicator, source.territory(ref), values)
    return {"region": read(ProfileLine(sheet, values, None, True), source.territory), "curve": curve}


@public
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The indicator at the level and period asked."""
    source = observatory(request)
    sheet = source.indicator(name)
    sources = [source.source(fed) for fed in sheet.sources]
    context: dict[str, object] = {"sheet": sheet, "indicator": sheet.indicator, "sources": sources}
    if not sheet.loaded:
        return render(request, "observe/indicator/empty.html", context)
    levels = [level for level in source.levels if level in LEVELS]
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
        "redrawn": source.release.redrawn(level, period),
        "within_text": str(within) if within else "",
        "part": source.territory(within) if within else None,
        "unit": unit_words(sheet.indicator),
        "departements": source.territories(Level.DEPARTEMENT),
        "lines": [_line(sheet.indicator, line) for line in lines],
        "listed": asked.Page(wanted.number, ROWS, total),
        "map": _map(source, usual(sheet, level, period, within, kind or (kinds[0] if kinds else ""))),
        **_region(source, sheet),
    }
    return render(request, "observe/indicator/indicator.html", context)
