"""What other sites show of ours: a map, a curve, a portrait card, the search. Somebody reads the page of a town; they
leave with a figure, its source and date, and the address where it comes from.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine, inhabitants
from maillage.web.drawing import choropleth
from maillage.web.embedded.framed import framed
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.map_asked import Asked, View, read
from maillage.web.observe.map_layers import Atlas, atlas, place_words
from maillage.web.words.figure_address import figure_address
from maillage.web.words.portrait import portrait
from maillage.web.words.reading import read as read_figure
from maillage.web.words.series_curve import series_curve
from maillage.web.words.together import place_curve

HOST_SCRIPT = Path(__file__).with_name("integrer.js")


def source_words(origins: Iterable[Origin]) -> list[str]:
    """« Déploiements, Arcep, obtenu le 22 novembre 2026 », each source once."""
    mentions: dict[str, str] = {}
    for origin in origins:
        words = f"{french.typographic(origin.title)}, {french.typographic(origin.publisher)}"
        mentions[origin.source] = f"{words}, obtenu le {french.day(origin.obtained_on)}"
    return list(mentions.values())


def publishers(origins: Iterable[Origin]) -> list[str]:
    """Who publishes what a card shows, in one line: its figures have too many sources to name each."""
    names = dict.fromkeys(french.typographic(origin.publisher) for origin in origins)
    return [", ".join(names)] if names else []


def _extreme(known: Mapping[str, float], maps: Atlas, indicator: Indicator, highest: bool) -> str:
    code = (max if highest else min)(known, key=lambda place: known[place])
    name = next(territory.named for territory in maps.territories if territory.ref.code == code)
    number = french.with_unit(known[code], indicator.sign, indicator.decimals)
    return f"{number} ({french.typographic(name)})"


def map_words(ask: Asked, maps: Atlas, place: str) -> str:
    """What the map says, for those who cannot see it: its ends, and how many are unknown."""
    layer, indicator = maps.layers[0], ask.sheet.indicator
    head = f"{french.typographic(indicator.title)}, {place}, par {ask.level.label}, {layer.title}"
    if not layer.known:
        return f"{head}{french.THIN}: aucune mesure."
    ends = " à ".join(_extreme(layer.known, maps, indicator, highest) for highest in (False, True))
    unknown = maps.scales[0].unknown
    more = f", {french.counted(unknown, 'inconnu')}" if unknown else ""
    return f"{head}{french.THIN}: de {ends}{more}."


def _picture(source: Observatory, ask: Asked) -> dict[str, object]:
    """The drawing of the map; the survey sheet of dots when no outline is published."""
    sheet = choropleth.sheet(source, ask.level, ask.within)
    if sheet is None:
        name = ask.sheet.indicator.name
        return {"image": reverse("pictures.plate", args=[release_key(source), name]), "width": 1000, "height": 900}
    own = {"periode": ask.period.code, "vue": View.ONE.value, "avec": None}
    image = ask.address(reverse("map.picture", args=[release_key(source)]), **own)
    return {"image": image, "width": choropleth.WIDTH, "height": sheet.height}


@framed
def map_frame(request: HttpRequest, name: str) -> HttpResponse:
    """The map of an indicator; level, period, part and classes as on the map's page."""
    source = observatory(request)
    query: Any = request.GET.copy()
    query["indicateur"], query["vue"] = name, View.ONE.value
    query.pop("avec", None)
    request.GET = query
    ask = read(request, source)
    if not isinstance(ask, Asked):
        raise UsageError("Aucune donnée chargée pour cet indicateur : il n’y a pas de carte.")
    if ask.refused:
        raise UsageError(ask.refused)
    maps = atlas(source, ask)
    place = place_words(source, ask.within)
    context: dict[str, object] = {
        "title": french.typographic(ask.sheet.indicator.title),
        "shown": f"{place}, par {ask.level.label}, {maps.layers[0].title}",
        "unit": "" if ask.sheet.indicator.unit == "%" else french.typographic(ask.sheet.indicator.unit),
        "scale": maps.scales[0],
        "words": map_words(ask, maps, place),
        "sources": source_words(maps.origins),
        "back": ask.address(reverse("map"), vue=None),
    }
    return render(request, "observe/embed/map.html", context | _picture(source, ask))


@framed
def chart_frame(request: HttpRequest, name: str, level: str, code: str) -> HttpResponse:
    """The curve of an indicator for a territory, with its last figure."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    sheet = source.indicator(name)
    values = tuple(source.series(name, territory.ref))
    figure = read_figure(ProfileLine(sheet, values, None, True), source.territory)
    if figure.said is None:
        raise UsageError(f"Nous n’avons pas de mesure de « {figure.title} » pour {territory.name}.")
    context = {
        "title": f"{figure.title}, {french.typographic(territory.named)}",
        "said": figure.said,
        "curve": series_curve(source, sheet.indicator, territory, values) if figure.said.drawn else None,
        "sources": source_words(figure.said.origins),
        "back": figure_address(territory.ref, sheet.indicator),
    }
    return render(request, "observe/embed/chart.html", context)


@framed
def fibre_frame(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The curve of fibre of a place, with what is forecast there."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    curve = place_curve(source, territory.ref, timezone.localdate())
    if curve is None:
        raise UsageError(f"Nous n’avons pas de mesure de la fibre pour {territory.name}.")
    context = {
        "place": french.typographic(territory.named),
        "curve": curve,
        "sources": source_words(curve.origins),
        "back": reverse("territory", args=[territory.ref.level, territory.ref.code]),
    }
    return render(request, "observe/embed/fibre.html", context)


@framed
def card_frame(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a territory as a card: who it is, its key figures."""
    source = observatory(request)
    profile = portrait(source, Ref(Level(level), code.upper()))
    figures = [figure for figure in profile.keys if figure.said]
    origins = [origin for figure in figures if figure.said for origin in figure.said.origins]
    context = {
        "territory": profile.territory,
        "people": inhabitants(profile.territory, source.release, full=True),
        "figures": figures,
        "sources": publishers(origins),
        "back": reverse("territory", args=[profile.territory.ref.level, profile.territory.ref.code]),
    }
    return render(request, "observe/embed/card.html", context)


@framed
def search_frame(request: HttpRequest) -> HttpResponse:
    """The search field: its answers open on our site."""
    source = observatory(request)
    return render(
        request, "observe/embed/search.html", {"region": source.release.region_name, "sources": [], "back": "/"}
    )


@public
def host_script(request: HttpRequest) -> HttpResponse:
    """The script that a site calls beside its frames, at an address that does not change."""
    response = HttpResponse(HOST_SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
