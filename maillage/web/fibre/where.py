"""Where to look, on the pages of the fibre: the region or a part of it, as `parts/where.html` offers."""

from django.http import HttpRequest

from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.web.forms import asked


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
