"""The parts of the region that lists are narrowed to."""

from maillage.kernel.territory import Level, Ref, Territory
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter, Options


def places(asked: Asked) -> Options:
    """The region, its départements, its EPCI."""
    source = observatory(asked.request)
    groups = (("Départements", Level.DEPARTEMENT), ("EPCI", Level.EPCI))
    named = [(label, [(str(each.ref), each.name) for each in source.territories(level)]) for label, level in groups]
    return [("", source.release.region_name), *named]


def _territory(text: str, asked: Asked) -> Territory | None:
    return observatory(asked.request).territory(Ref.parse(text)) if text else None


def _said(asked: Asked) -> str:
    place: Territory | None = asked["dans"]
    return f"{place.name} ({place.ref})" if place else ""


WITHIN = Filter("dans", "Dans", options=places, parse=_territory, said=_said)
"""What is in a territory; None, everything, when none is asked."""
