"""The map as a file: a sheet to take away, with all that must be known of it, and the light picture of pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Good
from maillage.kernel.period import Period
from maillage.observatory.door import Observatory
from maillage.web.drawing import choropleth
from maillage.web.drawing.choropleth import Caption
from maillage.web.drawing.drawer import KINDS, taken_away
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.map.plates import FOREVER, above
from maillage.web.observe.map_asked import Asked, View, read
from maillage.web.observe.map_layers import Atlas, atlas, painting, place_words


def legend_sentence(ask: Asked) -> str:
    """How the colours are read."""
    indicator = ask.sheet.indicator
    if ask.view is View.GAP:
        return "Ocre : la situation recule. Vert : elle progresse."
    more = "plus c’est haut" if indicator.good is Good.UP else "plus c’est bas"
    return f"Plus la couleur est marquée, {more}."


def caption(request: HttpRequest, source: Observatory, ask: Asked, maps: Atlas) -> Caption:
    """What the sheet says: title, what it shows, sources with their dates, publication, licence, address."""
    release, indicator, layer = source.release, ask.sheet.indicator, maps.layers[0]
    thin, wide = french.THIN, french.WIDE
    titles = [
        f"Source{thin}: {french.typographic(origin.title)}, {french.typographic(origin.publisher)}, "
        f"{_licence(source, origin.source)}, données {_when(origin.period)}, "
        f"obtenues le {french.day(origin.obtained_on)}."
        for origin in maps.origins
    ]
    day = french.day(timezone.localtime(french.moment(release.published_at)).date())
    by = f" par {settings.MAILLAGE_OPERATOR}" if settings.MAILLAGE_OPERATOR else ""
    foot = (
        *titles,
        f"Publication n°{wide}{release.number} du {day}{by}.",
        f"Adresse de cette vue{thin}: {request.build_absolute_uri(ask.address(reverse('map')))}",
    )
    unit = "" if ask.view is View.GAP and indicator.unit == "%" else f", en {french.typographic(indicator.unit)}"
    shown = f"{place_words(source, ask.within)}, par {ask.level.label}, {french.initial(layer.title)}{unit}"
    sentence = french.typographic(legend_sentence(ask))
    return Caption(french.typographic(indicator.title), shown, sentence, release.notice, foot)


def _when(period: str) -> str:
    """The period of a delivery in words: « du 2e trimestre 2026 », « de 2025 »."""
    label = Period.parse(period).label
    return f"de {label}" if label.isdecimal() else f"du {label}"


def _licence(source: Observatory, name: str) -> str:
    return french.typographic(source.source(name).licence)


def _asked(request: HttpRequest, source: Observatory) -> tuple[Asked, Atlas, choropleth.Sheet]:
    ask = read(request, source)
    if not isinstance(ask, Asked):
        raise UsageError("Aucune donnée chargée pour cet indicateur : il n’y a pas de carte.")
    if ask.refused:
        raise UsageError(ask.refused)
    maps = atlas(source, ask)
    if not maps.layers:
        raise UsageError("Ces deux périodes ne se comparent pas : la série est rompue entre elles.")
    sheet = choropleth.sheet(source, ask.level, ask.within)
    if sheet is None:
        raise UsageError("Aucun contour publié ici : il n’y a rien à dessiner.")
    return ask, maps, sheet


@public
def taken(request: HttpRequest, form: str) -> HttpResponse:
    """The sheet, as `svg`, `png` or `pdf`. Of two maps, the first."""
    source = observatory(request)
    ask, maps, sheet = _asked(request, source)
    drawn = above(source, ask, sheet, paper=True)
    svg = choropleth.plate(sheet, painting(ask, maps, 0), caption(request, source, ask, maps), drawn)
    response = HttpResponse(taken_away(svg, form), content_type=KINDS[form])
    mark = "-donnees-simulees" if source.release.simulated else ""
    name = f"maillage-carte-{ask.sheet.indicator.name}-{ask.level}-{ask.period.code}{mark}.{form}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@public
def picture(request: HttpRequest, release: str) -> HttpResponse:
    """The map alone, kept for ever under the name of its release."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    ask, maps, sheet = _asked(request, source)
    response = HttpResponse(
        choropleth.picture(sheet, painting(ask, maps, 0), source.release.notice, above(source, ask, sheet)),
        content_type=KINDS["svg"],
    )
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = FOREVER
    return response
