"""The curve of fibre of a place as a file. Somebody writes a note or a slide; they leave with a picture that says where
it comes from, or with the figures that it is drawn from."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.web.drawing import curve_sheet
from maillage.web.drawing.drawer import KINDS, taken_away
from maillage.web.exports.answer import answer
from maillage.web.exports.picture import foot
from maillage.web.exports.table import Cell, Column, Kind, Table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.words.curve_of_place import FibreCurve
from maillage.web.words.together import place_curve

COLUMNS = (
    Column("jour", "Jour", "Le dernier du trimestre", Kind.DATE),
    Column("territoire", "Territoire", "Celui de la courbe, ou celui auquel elle est comparée", width=32),
    Column("nature", "Nature", "Mesure ou prévision"),
    Column("part", "Part raccordable (%)", "Part des locaux ; de la prévision, son milieu", Kind.NUMBER),
    Column("bas", "Bas (%)", "De la prévision, le bas", Kind.NUMBER),
    Column("haut", "Haut (%)", "De la prévision, le haut", Kind.NUMBER),
)


def _rows(curve: FibreCurve, name: str) -> Iterator[tuple[Cell, ...]]:
    """What is drawn: the place, what is expected there, the place beside."""
    for day, share in (point for run in curve.drawn.here.runs for point in run):
        yield day, name, "mesure", share, None, None
    for ahead in curve.drawn.fan:
        yield ahead.day, name, "prévision", ahead.middle, ahead.low, ahead.high
    if above := curve.drawn.above:
        beside = above.names[0].partition(french.THIN)[0]
        for day, share in (point for run in above.runs for point in run):
            yield day, beside, "mesure", share, None, None


@public
def file(request: HttpRequest, level: str, code: str, form: str) -> HttpResponseBase:
    """The curve with its title, its sources, its licence and its address, as SVG, PNG or PDF; its figures as CSV."""
    source, ref = observatory(request), Ref(Level(level), code.upper())
    curve = place_curve(source, ref, timezone.localdate())
    if curve is None:
        raise Http404
    name, view = source.territory(ref).name, reverse("territory", args=[ref.level, ref.code])
    said = f"{french.typographic(name)}. {curve.said}"
    delivered = {(origin.source, origin.period) for origin in curve.origins}
    if form == "csv":
        called = f"maillage-fibre-{ref.level}-{ref.code}"
        return answer(request, Table(called, curve.title, view, COLUMNS, _rows(curve, name), (), delivered), form)
    lines = foot(request, source, delivered, view)
    content = taken_away(curve_sheet.sheet(curve.drawn, curve.title, said, lines), form)
    simulated = "-donnees-simulees" if source.release.simulated else ""
    response = HttpResponse(content, content_type=KINDS[form])
    called = f"maillage-fibre-{ref.level}-{ref.code}{simulated}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
