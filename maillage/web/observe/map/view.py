"""The map. Somebody comes to see where, and since when; they leave with a map, its table, and an address to share.

Everything is in the address. Without JavaScript the table and a map drawn on the server do the work; with it, the
map can be moved, the periods slide, and places are shown over the figures.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing import choropleth
from maillage.web.drawing.scale import FEWEST, MOST, Method, Scale
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.finding import by_theme
from maillage.web.observe.map.table import heads, lines, ordered
from maillage.web.observe.map_asked import Asked, View, read
from maillage.web.observe.map_layers import Atlas, atlas, painting, place_words, wire

ROWS = 25
# Above this many shapes, links and words on each would weigh more than the rest of the page.
MOST_SHAPES = 1200
LAYERS = {
    Level.COMMUNE: "communes",
    Level.EPCI: "epci",
    Level.GROUPEMENT: "groupements",
    Level.DEPARTEMENT: "departements",
    Level.REGION: "regions",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map of the page: its title, its drawing or the address of its picture, its legend, the files to take away."""

    key: str
    title: str
    scale: Scale
    svg: SafeString
    picture: str
    height: int
    files: tuple[tuple[str, str], ...]


def _drawing(source: Observatory, ask: Asked, maps: Atlas, rank: int) -> Drawing:
    layer = maps.layers[rank]
    sheet = choropleth.sheet(source, ask.level, ask.within)
    own = {} if ask.view is View.GAP else {"periode": layer.period.code, "vue": "carte", "avec": None}
    svg, picture = "", ""
    if sheet and len(sheet.paths) <= MOST_SHAPES:
        svg = choropleth.inline(sheet, painting(ask, maps, rank), f"{layer.key}-", layer.title)
    elif sheet:
        picture = ask.address(reverse("map.picture", args=[release_key(source)]), **own)
    forms = ("svg", "png", "pdf") if sheet else ()
    files = tuple((form.upper(), ask.address(reverse("map.file", args=[form]), **own)) for form in forms)
    height = sheet.height if sheet else 0
    # Drawn by us: codes and names are escaped where they are written.
    return Drawing(layer.key, layer.title, maps.scales[rank], mark_safe(svg), picture, height, files)


def _result(source: Observatory, ask: Asked, request: HttpRequest) -> dict[str, object]:
    """What changes with the period: maps, legends, table, addresses."""
    maps = atlas(source, ask)
    wanted = asked.page(request, ROWS)
    every = ordered(maps, ask)
    shown = every[wanted.offset : wanted.offset + wanted.size]
    name = ask.sheet.indicator.name
    exported = {"niveau": ask.level.value, "periode": ask.period.code, "dans": str(ask.within or "")}
    query = "&".join(f"{key}={value}" for key, value in exported.items() if value)
    return {
        "ask": ask,
        "indicator": ask.sheet.indicator,
        "gap": ask.view is View.GAP,
        "redrawn": any(source.release.redrawn(ask.level, period) for period in ask.shown),
        "place": place_words(source, ask.within),
        "drawings": [_drawing(source, ask, maps, rank) for rank in range(len(maps.layers))],
        "refusal": "" if ask.view is View.ONE or ask.comparable else _refusal(ask),
        "heads": [(head, ask.address(reverse("map"), tri=head.sort)) for head in heads(ask)],
        "lines": lines(source, maps, ask, shown),
        "listed": asked.Page(wanted.number, ROWS, len(every)),
        "tables": [
            *((form.upper(), f"{reverse('indicator.file', args=[name, form])}?{query}") for form in ("csv", "xlsx")),
            ("GEOJSON", f"{reverse('indicator.geojson', args=[name])}?{query}"),
        ],
        "periods": [_period_link(ask, period) for period in ask.sheet.periods],
        "origins": maps.origins,
    }


def _period_link(ask: Asked, period: Period) -> tuple[Period, str, bool]:
    return period, ask.address(reverse("map"), periode=period.code), period == ask.period


def _refusal(ask: Asked) -> str:
    """Why two periods are not subtracted."""
    before, after = ask.both
    cuts = [
        cut
        for cut in ask.sheet.indicator.breaks
        if before < Period.parse(cut.since) and not after < Period.parse(cut.since)
    ]
    why = " ".join(f"À partir {cut.begins} : {cut.reason}" for cut in cuts)
    return french.typographic(
        f"Ces deux périodes ne se comparent pas : la série est rompue entre {before.label} et {after.label}. {why}"
    )


def _choices(source: Observatory, ask: Asked) -> dict[str, object]:
    """What the form offers."""
    themes = by_theme(sheet for sheet in source.indicators() if sheet.loaded)
    parts = [
        (level.plural, source.territories(level))
        for level in (Level.DEPARTEMENT, Level.EPCI, Level.GROUPEMENT)
        if level in source.levels
    ]
    return {
        "themes": themes,
        "levels": source.levels,
        "kinds": source.kinds(ask.level) if ask.level is Level.GROUPEMENT else [],
        "parts": parts,
        "views": tuple(View),
        "methods": tuple(Method),
        "counts": range(FEWEST, MOST + 1),
        "tuned": any(name in dict(ask.kept) for name in ("avec", "vue", "classes", "nombre", "bornes")),
    }


@public
def page(request: HttpRequest) -> HttpResponse:
    """The map asked."""
    source = observatory(request)
    ask = read(request, source)
    if isinstance(ask, IndicatorSheet):
        return render(request, "observe/map/empty.html", {"indicator": ask.indicator, "sheet": ask})
    shown = source.territory(ask.within or source.release.region)
    context = _result(source, ask, request) | _choices(source, ask)
    context |= {
        "tiles": reverse("pictures.tiles", args=[release_key(source)]) if source.tiles().exists() else "",
        "layer": LAYERS[ask.level],
        "bounds": ",".join(f"{edge:.4f}" for edge in shown.bbox or ()),
        "overlays": source.overlays(),
        "background": settings.MAILLAGE_BACKGROUND,
        "here": ask.address(reverse("map")),
    }
    return render(request, "observe/map/map.html", context)


def _loaded(request: HttpRequest, source: Observatory) -> Asked:
    ask = read(request, source)
    if isinstance(ask, IndicatorSheet):
        title = french.typographic(ask.indicator.title)
        raise UsageError(f"Aucune donnée chargée pour « {title} » : il n’y a pas de carte.")
    return ask


@public
def part(request: HttpRequest) -> HttpResponse:
    """What the slider replaces in the page: maps, legends and table."""
    source = observatory(request)
    return render(request, "observe/map/result.html", _result(source, _loaded(request, source), request))


def _json(content: dict[str, object]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@public
def values(request: HttpRequest) -> HttpResponse:
    """What the map that moves paints: for each map, the kind and the words of each territory."""
    source = observatory(request)
    ask = _loaded(request, source)
    maps = atlas(source, ask)
    wires = [wire(maps, ask, rank) for rank in range(len(maps.layers))]
    return _json({"cartes": wires, "mention": source.release.notice})


@public
def overlay(request: HttpRequest, name: str) -> HttpResponse:
    """The places of a calque, each as longitude, latitude, name, rank of its kind, ranks of its sources."""
    source = observatory(request)
    sheet = source.overlay(name)
    kinds = sorted({point.kind for point in sheet.points})
    sources = [origin.name for origin, _ in sheet.sources]
    origins = [
        {
            "nom": origin.name,
            "titre": french.typographic(origin.title),
            "producteur": french.typographic(origin.publisher),
            "periode": delivery.period.label,
            "obtenu_le": french.day(delivery.obtained_on),
            "licence": origin.licence,
        }
        for origin, delivery in sheet.sources
    ]
    points = [
        [
            point.longitude,
            point.latitude,
            french.typographic(point.name),
            kinds.index(point.kind),
            [sources.index(origin) for origin in point.sources if origin in sources],
        ]
        for point in sheet.points
    ]
    return _json(
        {
            "calque": sheet.name,
            "titre": sheet.title,
            "periode": sheet.period.label,
            "mention": source.release.notice,
            "genres": kinds,
            "sources": origins,
            "points": points,
        }
    )
