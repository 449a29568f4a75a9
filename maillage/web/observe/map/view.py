"""The map. Somebody comes to see where, and since when; they leave with a map, its table, and an address to share.

Everything is in the address. Without JavaScript the table and a map drawn on the server do the work; with it, the
map can be moved, the periods slide, and places are shown over the figures.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing.background import Background
from maillage.web.drawing.scale import FEWEST, MOST, Method
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.gate.transport import file_or_part
from maillage.web.layers import SQUARES, Names, Tiles, chosen, content, offered, square
from maillage.web.layers._places import centres
from maillage.web.observe.finding import by_theme
from maillage.web.observe.map.headline import drawn, headline, kept_words
from maillage.web.observe.map.histogram import histogram, title
from maillage.web.observe.map.plates import FOREVER, plates
from maillage.web.observe.map.table import heads, lines, shown
from maillage.web.observe.map.timeline import timeline
from maillage.web.observe.map_asked import Asked, View, read
from maillage.web.observe.map_layers import atlas, frames, place_words, wire
from maillage.web.words.held import finding

ROWS = 50
LAYERS = {
    Level.COMMUNE: "communes",
    Level.EPCI: "epci",
    Level.GROUPEMENT: "groupements",
    Level.DEPARTEMENT: "departements",
    Level.REGION: "regions",
}


def _result(source: Observatory, ask: Asked, request: HttpRequest) -> dict[str, object]:
    """What changes with the period: maps, legends, table, addresses."""
    maps = atlas(source, ask)
    wanted = asked.page(request, ROWS)
    every = shown(maps, ask)
    name = ask.sheet.indicator.name
    return {
        "ask": ask,
        "indicator": ask.sheet.indicator,
        "gap": ask.view is View.GAP,
        "redrawn": any(source.release.redrawn(ask.level, period) for period in ask.shown),
        "place": place_words(source, ask.within),
        "drawings": plates(source, ask, maps),
        "headline": finding(headline(ask, maps), drawn(ask, maps)),
        "method": f"{reverse('indicator', args=[name])}?{urlencode({'niveau': ask.level, 'periode': ask.period.code})}",
        "legend": histogram(ask, maps),
        "legend_title": title(ask),
        "kept_words": kept_words(ask, maps),
        "timeline": timeline(source, ask),
        "views": [(view, _view_address(ask, view), view is ask.view) for view in View] if ask.other else [],
        "refusal": "" if ask.view is View.ONE or ask.comparable else _refusal(ask),
        "heads": [(head, ask.address(reverse("map"), tri=head.sort)) for head in heads(ask)],
        "lines": lines(source, maps, ask, every[wanted.offset : wanted.offset + wanted.size]),
        "counted": _counted(ask, len(every), len(maps.territories)),
        "listed": asked.Page(wanted.number, ROWS, len(every)),
        "tables": [(form.upper(), ask.address(reverse("map.rows", args=[form]))) for form in ("csv", "xlsx")],
        "outlines": _outlines(ask),
        "origins": maps.origins,
    }


def _counted(ask: Asked, rows: int, places: int) -> str:
    """« 389 communes », « 26 communes sur 389 » when the legend keeps some."""
    counted = french.counted(rows, ask.level.label, ask.level.plural)
    return counted if rows == places else f"{counted} sur {french.number(places)}"


def _outlines(ask: Asked) -> str:
    """The file of every outline of the level, whatever the legend keeps."""
    wanted = {"niveau": ask.level.value, "periode": ask.period.code, "dans": str(ask.within or "")}
    query = urlencode({key: value for key, value in wanted.items() if value}, safe=":")
    return f"{reverse('indicator.geojson', args=[ask.sheet.indicator.name])}?{query}"


def _view_address(ask: Asked, view: View) -> str:
    # Another date in the address means two maps, unless it says one.
    alone = view is View.ONE and "avec" not in dict(ask.kept)
    return ask.address(reverse("map"), vue=None if alone else view.value, garder=None)


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


def _hidden(ask: Asked, *names: str) -> list[tuple[str, str]]:
    """What a form keeps of the view without showing it."""
    kept = dict(ask.kept)
    return [("indicateur", ask.sheet.indicator.name), *((name, kept[name]) for name in names if kept.get(name))]


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
        "kinds": source.kinds(ask.level) if ask.level is Level.GROUPEMENT else [],
        "parts": parts,
        "levels_links": [
            (
                level,
                ask.address(reverse("map"), niveau=level.value, nature=None, garder=None, echelle=None),
                level == ask.level,
            )
            for level in source.levels
        ],
        "methods": tuple(Method),
        "counts": range(FEWEST, MOST + 1),
        "every_view": tuple(View),
        "tuned": bool(ask.refused) or any(name in dict(ask.kept) for name in ("classes", "nombre", "bornes")),
        "hidden": _hidden(ask, "niveau", "dans", "calques"),
        "hidden_for_layers": _hidden(ask, *(name for name, _ in ask.kept if name != "calques")),
    }


def _archive(under: Background) -> str:
    """Where the archive that the operator lays under the figures is read: here, or elsewhere."""
    return reverse("map.background", args=[under.key]) if under.file else under.archive


@public
def page(request: HttpRequest) -> HttpResponse:
    """The map asked."""
    source = observatory(request)
    ask = read(request, source)
    if isinstance(ask, IndicatorSheet):
        return render(request, "observe/map/empty.html", {"indicator": ask.indicator, "sheet": ask})
    part_shown = source.territory(ask.within or source.release.region)
    context = _result(source, ask, request) | _choices(source, ask)
    context |= {
        "tiles": reverse("pictures.tiles", args=[release_key(source)]) if source.tiles().exists() else "",
        "layer": LAYERS[ask.level],
        "bounds": ",".join(f"{edge:.4f}" for edge in part_shown.bbox or ()),
        "layers": [(each, each.layer.name in ask.laid) for each in offered(source)],
        "names": reverse("map.names", args=[release_key(source)]) if source.tiles().exists() else "",
        "places": reverse("map.places", args=[release_key(source), ask.level]),
        "background": settings.MAILLAGE_BACKGROUND,
        "archive": _archive(settings.MAILLAGE_BACKGROUND),
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
def film(request: HttpRequest) -> HttpResponse:
    """What the play button shows: for each period, the rank of the kind of each territory, one digit each."""
    source = observatory(request)
    ask = _loaded(request, source)
    if ask.view is View.GAP:
        raise UsageError("Un écart entre deux dates ne se déroule pas : demandez une date.")
    places = [place.ref.code for place in source.territories(ask.level, ask.within)]
    model = ask.model or ask.period
    return _json({"codes": places, "echelle": model.code, "images": frames(source, ask, places)})


@public
def names(request: HttpRequest, release: str) -> HttpResponse:
    """The names of communes for the map that moves, the most populated first: name, longitude, latitude."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    places = centres(source, Level.COMMUNE)
    communes = sorted(source.territories(Level.COMMUNE), key=lambda commune: -(commune.population or 0))
    named = [
        [french.typographic(commune.name), *(round(edge, 4) for edge in places[commune.ref.code])]
        for commune in communes
        if commune.ref.code in places
    ]
    response = _json({"noms": named})
    response["Cache-Control"] = FOREVER
    return response


@public
def background(request: HttpRequest, key: str) -> HttpResponseBase:
    """The archive of the operator, read part by part; its address names its bytes, those of when the site started."""
    under: Background = settings.MAILLAGE_BACKGROUND
    if under.file is None or under.key != key or not under.file.is_file():
        raise Http404
    return file_or_part(request, under.file, f'"{key}"', "application/vnd.pmtiles")


@public
def places(request: HttpRequest, release: str, level: str) -> HttpResponse:
    """The territories of a level for who goes through the map with the keys: by code, name, longitude, latitude."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    points = centres(source, Level(level))
    placed = {
        place.ref.code: [french.typographic(place.name), *(round(edge, 4) for edge in points[place.ref.code])]
        for place in source.territories(Level(level))
        if place.ref.code in points
    }
    response = _json({"lieux": placed})
    response["Cache-Control"] = FOREVER
    return response


@public
def overlay(request: HttpRequest, name: str) -> HttpResponse:
    """What a layer shows: each of its points as longitude, latitude, name, rank of its kind, ranks of its sources, what
    more is said, its page; the communes it hatches; its tiles."""
    source = observatory(request)
    [layer] = chosen(source, [name])
    shown = content(source, layer)
    return _json(
        {
            "calque": layer.name,
            "titre": layer.title,
            "periode": shown.dated,
            "mention": source.release.notice,
            "note": french.typographic(shown.note),
            "page": layer.page(),
            "genres": [sign.words for sign in shown.signs],
            "signes": [{"trace": sign.mark, "teinte": sign.colour} for sign in shown.signs],
            "sources": [
                {
                    "nom": credit.name,
                    "titre": credit.title,
                    "producteur": credit.publisher,
                    "periode": credit.period,
                    "obtenu_le": credit.obtained_on,
                    "licence": credit.licence,
                }
                for credit in shown.credits
            ],
            "points": [
                [spot.longitude, spot.latitude, spot.name, spot.sign, list(spot.sources), spot.detail, spot.address]
                for spot in shown.spots
            ],
            "surfaces": {code: [area.sign, area.detail] for code, area in shown.areas.items()},
            "tuiles": _tiles(source, shown.tiles),
            "noms": _names(source, layer.name, shown.names),
        }
    )


def _names(source: Observatory, name: str, names: Names | None) -> dict[str, object] | None:
    """Where the script asks for the names of a square: what comes before its column and its row."""
    if names is None:
        return None
    address = reverse("map.written", args=[release_key(source), name, 0, 0]).removesuffix("0/0.json")
    return {"adresse": address, "carres": SQUARES, "depuis": names.least}


@public
def written(request: HttpRequest, release: str, name: str, column: str, row: str) -> HttpResponse:
    """The names that a layer writes in a square: name, longitude, latitude."""
    source = observatory(request)
    [layer] = chosen(source, [name])
    names = content(source, layer).names
    if release != release_key(source) or names is None or max(int(column), int(row)) >= 1 << SQUARES:
        raise Http404
    inside = [
        [text, round(longitude, 5), round(latitude, 5)]
        for text, longitude, latitude in names.inside(source, square(int(column), int(row)))
    ]
    response = _json({"noms": inside, "mention": source.release.notice})
    response["Cache-Control"] = FOREVER
    return response


def _tiles(source: Observatory, tiles: Tiles | None) -> dict[str, object] | None:
    if tiles is None:
        return None
    return {
        "adresse": reverse(tiles.route, args=[release_key(source)]),
        "couche": tiles.layer,
        "propriete": tiles.property,
        "valeurs": list(tiles.values),
        "surfaces": tiles.surfaces,
    }
