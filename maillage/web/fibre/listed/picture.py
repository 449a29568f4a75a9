"""Where the buildings of the list are: a circle a commune, whose area is their number; in one commune, a dot each."""

from django.http import Http404, HttpRequest, HttpResponse

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level
from maillage.observatory.listed import ALL
from maillage.web.drawing import circles
from maillage.web.drawing.circles import Spot
from maillage.web.fibre import counted
from maillage.web.fibre.drawn import circled, frames
from maillage.web.fibre.listed.listing import LISTED, wanted
from maillage.web.fibre.where import PLACE
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.lists.reading import Reading

FOREVER = "public, max-age=31536000, immutable"
MOST_DOTS = 4_000
"""Buildings of a commune drawn one by one; beyond, one in two, in three…"""
THERE = ("deploye", "raccordable_demande", "dates_tenus", "dates_depuis", "dates_avances", ALL)
"""What is drawn in the colour of what is there."""


@public
def picture(request: HttpRequest, release: str) -> HttpResponse:
    """The picture, kept for ever under the name of its release."""
    source = observatory(request)
    if release != release_key(source):
        raise Http404
    asked = Reading(request, LISTED, {})
    place, which = asked[PLACE], wanted(asked)
    edges = frames(source, place)
    if which is None or not edges:
        raise UsageError("Aucun contour, ou aucun immeuble : la carte ne peut pas être dessinée.")
    counts = source.listed.counts(which)
    inside = {each.ref.code: each.name for each in source.communes(place.ref)}
    shapes = source.outlines(Level.COMMUNE, drawn=place.ref == source.release.region)
    known = {code: shapes[code] for code in inside if code in shapes}
    if place.ref.level is Level.COMMUNE:
        step = 1 + sum(counts.values()) // MOST_DOTS
        read = source.listed.read(which, counts, 0, 10**7)[::step]
        spots = [Spot(each.longitude, each.latitude) for each in read]
    else:
        spots = circled(known, counts, inside)
    kind = "there" if (asked[counted.COUNTED] or ALL) in THERE else "late"
    response = HttpResponse(circles.picture(known, edges, spots, kind), content_type="image/svg+xml")
    # A picture carries its own colours; nothing else may run or load in it.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = FOREVER
    return response
