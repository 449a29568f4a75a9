"""The communes of private initiative that no convention covers, EPCI by EPCI, as the page of conventions lists them."""

from collections import defaultdict
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.steering.conventions import published
from maillage.steering.conventions.covered import Private, private
from maillage.web.fibre.conventions import chosen
from maillage.web.fibre.where import IN
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown


class Line(NamedTuple):
    """A commune without convention, its EPCI, how many there are in that EPCI."""

    zone: Private
    epci: str
    neighbours: int


def zones(source: Observatory) -> list[Private]:
    """Every commune of private initiative."""
    return private(source, published.every(), timezone.localdate())


def _rows(asked: Asked) -> list[Line]:
    source = observatory(asked.request)
    origin = source.nearby.origin("communes")
    if origin:
        asked.deliveries.add((origin.source, origin.period))
    within = chosen.inside(asked)
    names = {territory.ref: territory.named for territory in source.territories(Level.EPCI)}
    by_epci: dict[str, list[Private]] = defaultdict(list)
    for zone in zones(source):
        if not zone.covered and zone.commune.ref.code in within:
            by_epci[next((names[ref] for ref in zone.commune.parents if ref in names), "Sans EPCI")].append(zone)
    held = sorted(by_epci.items(), key=lambda pair: alphabetical(pair[0]))
    return [Line(zone, epci, len(members)) for epci, members in held for zone in members]


def _commune(line: Line) -> Shown:
    commune = line.zone.commune
    return Shown(commune.name, reverse("territory", args=[commune.ref.level, commune.ref.code]))


WITHOUT = Listing(
    name="conventions.without_file",
    address="conventions/sans",
    title="Communes d’initiative privée sans convention",
    what="commune",
    file="sans_convention",
    paged=False,
    view="conventions",
    mark="sans",
    filters=(IN,),
    size=100,
    group=lambda line: f"{line.epci} : {french.counted(line.neighbours, 'commune')}",
    rows=_rows,
    columns=(
        Column("commune", "Code", "Code de la commune", cell="zone.commune.ref.code", first=False),
        Column("nom", "Commune", "Nom de la commune", width=32, cell="zone.commune.name", show=_commune),
        Column("epci", "EPCI", "Nom de l’EPCI", width=36, first=False),
        Column(
            "engagement_l33_13",
            "L. 33-13",
            "Opérateur engagé devant l’Arcep",
            width=18,
            cell="zone.committed",
            blank="aucun engagement",
        ),
        Column("operateur_amel", "AMEL", "Opérateur de l’AMEL", width=18, cell="zone.amel", blank="aucun"),
    ),
)
