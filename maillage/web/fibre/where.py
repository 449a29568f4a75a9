"""Where to look, on the pages of the fibre: the region or a part of it, as `parts/where.html` offers."""

from django.http import HttpRequest

from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.web.forms import asked
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter
from maillage.web.lists.places import places


def part(source: Observatory, request: HttpRequest) -> tuple[Territory, list[Territory]]:
    """The part of the region asked, or the whole of it, and its communes. Raises UsageError for no territory of it."""
    place = source.territory(asked.within(request) or source.release.region)
    return place, communes(source, place)


def offered(source: Observatory, place: Territory) -> dict[str, object]:
    """What `parts/where.html` shows: the place asked, and those one may ask."""
    return {
        "place": place,
        "region": source.release.region_name,
        "departements": source.territories(Level.DEPARTEMENT),
        "epcis": source.territories(Level.EPCI),
    }


def _territory(text: str, asked: Asked) -> Territory:
    source = observatory(asked.request)
    return source.territory(Ref.parse(text) if text else source.release.region)


IN = Filter("dans", "Dans", options=places, parse=_territory, said=lambda asked: asked["dans"].name)
"""The part of the region that a list is about: a territory."""


def communes(source: Observatory, place: Territory) -> list[Territory]:
    """The communes of a part of the region: itself when it is one."""
    return [place] if place.ref.level is Level.COMMUNE else source.territories(Level.COMMUNE, place.ref)
