"""EPCI and their members, as npm @etalab/decoupage-administratif writes them.

Quirks: members are the communes of today only; each bears two populations, the total one counting 2 % of people twice.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import all_epci, commune_siren
from maillage.simulation.formats.shapes.records import COG_OBTAINED_ON, COG_PERIOD, write_records
from maillage.simulation.world.model import World

COUNTED_TWICE = 50
"""One inhabitant in so many is counted in two communes (students, barracks)."""
Record = dict[str, object]


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, in the order of SIREN."""
    path = folder / "cog_epci.json"
    write_records(path, _records(world))
    yield Written("cog_epci", COG_PERIOD, path, COG_OBTAINED_ON)


def _records(world: World) -> Iterator[Record]:
    cog, population = world.cog, world.by_current(world.people.population).astype(np.int64).tolist()
    members: list[list[int]] = [[] for _ in cog.epci_codes]
    for commune in np.flatnonzero(cog.current == np.arange(world.communes)).tolist():
        members[int(cog.epci[commune])].append(commune)
    for epci, mine in sorted(zip(all_epci(world), members, strict=True), key=lambda pair: pair[0].code):
        listed = [_member(world, commune, population[commune]) for commune in mine]
        yield {
            "code": epci.code,
            "nom": epci.name,
            "type": epci.kind,
            "modeFinancement": epci.tax,
            "populationTotale": sum(population[commune] + population[commune] // COUNTED_TWICE for commune in mine),
            "populationMunicipale": epci.population,
            "membres": listed,
        }


def _member(world: World, commune: int, population: int) -> Record:
    code = world.cog.codes[commune]
    return {
        "code": code,
        "siren": commune_siren(code),
        "nom": world.names[commune],
        "populationTotale": population + population // COUNTED_TWICE,
        "populationMunicipale": population,
    }
