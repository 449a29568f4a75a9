"""White zones as shapes: the light picture of the page, and the GeoJSON to open in a map program."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.web.drawing import choropleth
from maillage.web.drawing.choropleth import Caption, Painting
from maillage.web.exports.about import about
from maillage.web.exports.geojson import attached, geometry
from maillage.web.exports.table import Table
from maillage.web.fibre.taken import Drawing, Picture, Taken
from maillage.web.fibre.white.inventory import SOURCES, Line, scale_of
from maillage.web.fibre.white.listing import WHITE, counted
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.lists.reading import Reading

FOREVER = "public, max-age=31536000, immutable"


def _words(line: Line) -> str:
    share = french.with_unit(100 * line.share, "%", 1) if line.total else "inconnu"
    return f"{french.typographic(line.commune.name)}{french.THIN}: {share}"


def _painting(lines: Sequence[Line]) -> Painting:
    """Each commune in the colour of its share."""
    scale = scale_of(lines)
    kinds = {line.commune.ref.code: scale.kind(100 * line.share) for line in lines if line.total}
    words = {line.commune.ref.code: _words(line) for line in lines}
    return Painting(scale, kinds, words, lambda code: "")


def _map(context: dict[str, Any]) -> Taken | None:
    """The map of the page; nothing where no outline is loaded."""
    sheet, period = context.get("outlines"), context.get("period")
    if sheet is None or period is None:
        return None
    title, notice = context["headline"], context["notice"]
    most = "" if context["threshold"].exact else ", au plus"
    shown = f"Part des locaux sous {context['threshold'].words} Mbit/s, satellite exclu{most}"
    said = f"{context['place'].name}, {period.label}. {shown}."

    def alone(foot: Sequence[str]) -> str:
        lines = tuple(line for line in foot if line != notice)
        legend = french.typographic("Plus la couleur est marquée, plus il y en a.")
        caption = Caption(title, french.typographic(said), legend, notice, lines)
        return choropleth.plate(sheet, _painting(context["lines"]), caption)

    return Taken(
        title,
        said,
        image=Picture(context["image"], sheet.height, french.typographic(f"Carte. {title}. {said}"), context["scale"]),
        alone=alone,
        deliveries=frozenset((name, period.code) for name in SOURCES),
    )


MAP = Drawing("communes-sous-debit", "La fibre : les zones blanches, commune par commune", 820, _map)


@public
def picture(request: HttpRequest, release: str) -> HttpResponse:
    """The map alone, kept for ever under the name of its release."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    asked = Reading(request, WHITE, {})
    place = asked["dans"]
    sheet = choropleth.sheet(source, Level.COMMUNE, place.ref)
    if sheet is None:
        raise UsageError("Aucun contour de commune chargé : la carte ne peut pas être dessinée.")
    drawn = choropleth.picture(sheet, _painting(counted(asked)[1]), source.release.notice)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = FOREVER
    return response


@public
def shapes(request: HttpRequest) -> HttpResponse:
    """Every commune of the part asked, outlined, with its counts; null where we do not know."""
    source, asked = observatory(request), Reading(request, WHITE, {})
    place, least = asked["dans"], asked["seuil"]
    period, lines = counted(asked)
    if period is None:
        raise UsageError("Données non chargées : les offres par immeuble (Ma connexion internet).")
    outlines = source.outlines(Level.COMMUNE, place.ref)
    if not outlines:
        raise UsageError("Aucun contour de commune chargé. Le CSV et le classeur donnent les mêmes valeurs.")
    export = Table("", "Zones blanches fixes", asked.view, (), ())
    export.deliveries.update((name, period.code) for name in SOURCES)
    facts = about(request, export)
    content = {
        "type": "FeatureCollection",
        "titre": "Zones blanches fixes",
        "seuil_mbits": least.asked,
        "source": sorted(
            {f"{origin.title} ({origin.publisher})" for origin, _ in facts.used(export)}, key=alphabetical
        ),
        "licence": facts.licences(export),
        "mention": facts.notice,
        "adresse": facts.address,
        "publication": facts.publication,
        "features": [
            {
                "type": "Feature",
                "id": str(line.commune.ref),
                "geometry": geometry(outlines.get(line.commune.ref.code)),
                "properties": _properties(line, period.code),
            }
            for line in lines
        ],
    }
    name = f"zones-blanches-{least.asked:g}-{period.code}"
    return attached(content, name, simulated=source.release.simulated)


def _properties(line: Line, period: str) -> dict[str, object]:
    known = line if line.total else None
    return {
        "code": line.commune.ref.code,
        "nom": line.commune.name,
        "periode": period,
        "locaux_sous_seuil": known and known.known,
        "au_moins": known and known.surely,
        "au_plus": known and known.below,
        "locaux": known and known.total,
        "part_au_plus": known and round(100 * known.share, 1),
        "dont_satellite": known and known.satellite,
    }
