"""The pictures and shapes that pages call for: charts, survey sheets, map tiles."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing import constellation, curve_sheet
from maillage.web.drawing.drawer import KINDS, taken_away
from maillage.web.drawing.scale import scale
from maillage.web.exports.picture import chart_words
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.gate.transport import file_or_part
from maillage.web.words.series_curve import SeriesCurve, series_curve

FOREVER = "public, max-age=31536000, immutable"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture carries its own colours; nothing else may run or load in it."""


def _current(request: HttpRequest, release: str) -> Observatory:
    """The observatory, when the address names its release: what it serves is kept for ever."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    return source


def _svg(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    return response


def _taken_away(request: HttpRequest, curve: SeriesCurve, sheet: IndicatorSheet, form: str) -> HttpResponse:
    """The curve with all it must carry to stand alone."""
    source = observatory(request)
    territory, name = source.territory(curve.ref), sheet.indicator.name
    said, foot = chart_words(request, source, sheet.indicator, territory, source.series(name, curve.ref))
    simulated = "-donnees-simulees" if source.release.simulated else ""
    svg = curve_sheet.sheet(curve.drawn, french.typographic(curve.title), said, foot)
    response = HttpResponse(taken_away(svg, form), content_type=KINDS[form])
    named = f"maillage-{name}-{territory.ref.level}-{territory.ref.code}{simulated}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    response["Content-Security-Policy"] = POLICY
    return response


@public
def chart(request: HttpRequest, name: str, level: str, code: str, form: str = "svg") -> HttpResponse:
    """The curve of an indicator for a territory, when there are two periods or more.

    In SVG it is bare, for the page of somebody else; `?export=1`, PNG and PDF carry their title, source, date, licence
    and address.
    """
    source = observatory(request)
    territory, sheet = source.territory(Ref(Level(level), code.upper())), source.indicator(name)
    curve = series_curve(source, sheet.indicator, territory, source.series(name, territory.ref))
    if curve is None:
        raise Http404
    if form != "svg" or request.GET.get("export"):
        return _taken_away(request, curve, sheet, form)
    drawn = curve.drawn
    return _svg(curve_sheet.bare_of_page(drawn, drawn.narrow, curve.alternative, source.release.notice))


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
