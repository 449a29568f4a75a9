"""The curve of fibre of a place as a file. Somebody writes a note or a slide; they leave with a picture that says where
it comes from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.web.drawing import curve_sheet
from maillage.web.exports.picture import foot
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.words.curve_of_place import fibre_curve

KINDS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


@public
def file(request: HttpRequest, level: str, code: str, form: str) -> HttpResponse:
    """The curve with its title, its sources, its licence and its address, as SVG, PNG or PDF."""
    source, ref = observatory(request), Ref(Level(level), code.upper())
    curve = fibre_curve(source, ref, timezone.localdate())
    if curve is None:
        raise Http404
    said = f"{french.typographic(source.territory(ref).name)}. {curve.said}"
    lines = foot(request, source, curve.origins, reverse("territory", args=[ref.level, ref.code]))
    content = curve_sheet.taken_away(curve.drawn, curve.title, said, lines, form)
    simulated = "-donnees-simulees" if source.release.simulated else ""
    response = HttpResponse(content, content_type=KINDS[form])
    name = f"maillage-fibre-{ref.level}-{ref.code}{simulated}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
