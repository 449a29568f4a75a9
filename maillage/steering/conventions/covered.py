"""Which territories have no convention: communes left to private initiative that none in force covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.point.ground import Zone
from maillage.steering.conventions.published import Convention
from maillage.steering.conventions.verdict import communes

PRIVATE = "zipri"


@dataclass(frozen=True, slots=True)
class Private:
    """A commune of private initiative: who is committed there (both may be empty), and whether a convention in force
    covers it."""

    commune: Territory
    committed: str
    amel: str
    covered: bool


def private(source: Observatory, conventions: Sequence[Convention], today: date) -> list[Private]:
    """Every commune of private initiative (AMII or AMEL), by name."""
    zones = source.nearby.ground.zones()
    force = [convention for convention in conventions if convention.ends_on is None or convention.ends_on >= today]
    held = communes(source, [ref for convention in force for ref in convention.territories])
    private_communes = []
    for commune in source.territories(Level.COMMUNE):
        zone = zones.get(commune.ref.code, Zone())
        if zone.name == PRIVATE or zone.amel:
            private_communes.append(Private(commune, zone.committed, zone.amel, commune.ref.code in held))
    return private_communes
