"""Sheet « communes » of the Arcep observatory, 1st quarter of 2018: dwellings and business premises.

Quirks: those of `shapes.sheet`; rows in the order of names; the operator committed is followed by a space; the column
of operators is empty, not dashed, where nothing is connectable; counts are those of the census, not of the operators.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes import places
from maillage.simulation.formats.shapes.sheet import OBTAINED_ON, PERIOD, QUARTERS, number, write_sheet
from maillage.simulation.world.fibre import ZTD
from maillage.simulation.world.model import World

COLUMNS = (
    "Code commune",
    "Nom commune",
    "Code région",
    "Code département",
    "Siren EPCI",
    "Logements",
    "Établissements",
    "Zones très denses",
    "Engagements L. 33-13",
    "Intentions privées hors engagement L. 33-13",
    "Commune rurale",
    "Commune de montagne",
    "OI 2018 T1",
)
RURAL, MOUNTAIN = 2_000, 0.85
"""Inhabitants below which a commune is rural; relief above which it is of the mountain."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, communes of 2018 (before every merger)."""
    path = folder / "arcep_logements_2018.csv"
    write_sheet(path, "Informations à l'échelle de la commune", COLUMNS, _rows(world))
    yield Written("arcep_logements_2018", PERIOD, path, OBTAINED_ON)


def _rows(world: World) -> Iterator[tuple[str, ...]]:
    cog, people, names = world.cog, world.people, world.names
    departement, region = places.departement_of(world), places.region_of(world)
    committed, intended = places.committed(world), places.intended(world).tolist()
    operators = places.operators(world, world.premises[1][QUARTERS[-1][0]])
    for commune in sorted(range(world.communes), key=lambda rank: (places.sort_key(names[rank]), cog.codes[rank])):
        yield (
            cog.codes[commune],
            names[commune],
            region[commune],
            departement[commune],
            cog.epci_codes[int(cog.epci[commune])],
            number(int(people.dwellings[commune])),
            number(int(people.firms[commune])),
            number(int(world.fibre.zone[commune] == ZTD)),
            f"{committed[commune]} " if committed[commune] else number(0),
            number(intended[commune]),
            number(int(people.population[commune] < RURAL)),
            number(int(people.relief[commune] > MOUNTAIN)),
            operators[commune],
        )
