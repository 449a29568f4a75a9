"""The pictures and shapes that pages call for: charts, survey sheets, map tiles."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from maillage import __version__
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing import charts, constellation
from maillage.web.drawing.scale import scale
from maillage.web.exports.picture import chart_words
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.gate.transport import file_or_part

FOREVER = "public, max-age=31536000, immutable"


def _current(request: HttpRequest, release: str) -> Observatory:
    """The observatory, when the address names its release: what it serves is kept for ever."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    return source


def _svg(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


KINDS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


def _taken_away(request: HttpRequest, sheet: IndicatorSheet, values: list[Value], form: str) -> HttpResponse:
    """The curve with all it must carry to stand alone."""
    source = observatory(request)
    territory = source.territory(values[0].territory)
    words = chart_words(request, source, sheet.indicator, territory, values)
    simulated = "-donnees-simulees" if source.release.simulated else ""
    name = f"maillage-{sheet.indicator.name}-{territory.ref.level}-{territory.ref.code}{simulated}.{form}"
    content = charts.taken_away(sheet.indicator, values, words, form)
    response = _svg(content.decode()) if form == "svg" else HttpResponse(content, content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
def chart(request: HttpRequest, name: str, level: str, code: str, form: str = "svg") -> HttpResponse:
    """The curve of an indicator for a territory, when there are two periods or more.

    In SVG it is bare, for a page; `?export=1`, PNG and PDF carry their title, source, date, licence and address.
    """
    source = observatory(request)
    ref = Ref(Level(level), code.upper())
    sheet = source.indicator(name)
    values = source.series(name, ref)
    if sum(value.value is not None for value in values) < 2:
        raise Http404
    if form != "svg" or request.GET.get("export"):
        return _taken_away(request, sheet, values, form)
    folder = settings.MAILLAGE_HOME / "charts"
    file = f"{name}-{ref.level}-{ref.code}"
    return _svg(charts.kept(folder, f"{release_key(source)}-{__version__}", file, sheet.indicator, values))


@public
def ground(request: HttpRequest, release: str) -> HttpResponse:
    """The survey sheet of the region, without figures."""
    source = _current(request, release)
    sheet = constellation.frame(source.territory(source.release.region))
    if sheet is None:
        raise Http404
    response = _svg(constellation.ground(sheet, source.territories(Level.COMMUNE)))
    response["Cache-Control"] = FOREVER
    return response


@public
def plate(request: HttpRequest, release: str, name: str) -> HttpResponse:
    """The survey sheet with each commune in the colour of its last value."""
    source = _current(request, release)
    sheet = constellation.frame(source.territory(source.release.region))
    figure = source.indicator(name)
    if sheet is None or not figure.loaded:
        raise Http404
    communes = source.territories(Level.COMMUNE)
    layer = source.layer(name, Level.COMMUNE, figure.periods[-1])
    classes = scale(figure.indicator, layer.values(), len(communes))
    response = _svg(constellation.figures(sheet, communes, layer, classes))
    response["Cache-Control"] = FOREVER
    return response


@public
def tiles(request: HttpRequest, release: str) -> HttpResponseBase:
    """The shapes of the territories, read part by part by the map."""
    source = _current(request, release)
    path = source.tiles()
    return file_or_part(request, path, f'"{release}"', "application/vnd.pmtiles")


@public
def building_tiles(request: HttpRequest, release: str) -> HttpResponseBase:
    """The buildings with the state of fibre, read part by part by their map."""
    source = _current(request, release)
    path = source.building_tiles()
    if not path.exists():
        raise Http404
    return file_or_part(request, path, f'"{release}-immeubles"', "application/vnd.pmtiles")
