"""Where to look, on the pages of the fibre: the region or a part of it, as `parts/where.html` offers."""

from django.http import HttpRequest

from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.web.forms import asked
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter, Options


def place_asked(source: Observatory, request: HttpRequest) -> Territory:
    """The part of the region asked, or the whole of it. Raises UsageError when it is none of its territories."""
    return source.territory(asked.within(request) or source.release.region)


def part(source: Observatory, request: HttpRequest) -> tuple[Territory, list[Territory]]:
    """The part of the region asked, and its communes: itself when it is one."""
    place = place_asked(source, request)
    return place, [place] if place.ref.level is Level.COMMUNE else source.territories(Level.COMMUNE, place.ref)


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


def _places(asked: Asked) -> Options:
    source = observatory(asked.request)
    groups = (("Départements", Level.DEPARTEMENT), ("EPCI", Level.EPCI))
    named = [(label, [(str(each.ref), each.name) for each in source.territories(level)]) for label, level in groups]
    return [("", source.release.region_name), *named]


IN = Filter("dans", "Dans", options=_places, parse=_territory, said=lambda asked: asked["dans"].name)
"""The part of the region that a list is about: a territory."""


def communes(source: Observatory, place: Territory) -> list[Territory]:
    """The communes of a part of the region: itself when it is one."""
    return [place] if place.ref.level is Level.COMMUNE else source.territories(Level.COMMUNE, place.ref)
