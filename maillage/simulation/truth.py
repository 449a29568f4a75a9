"""The exact answers on fixed networks and communes, added up from the arrays of the world alone.

Whatever the platform publishes for a commune of today must be these numbers: it reads files, this never does.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from maillage.simulation.dates import CARTEFIBRE_SINCE, SPEEDS_SINCE, published
from maillage.simulation.speeds import BHD8, THD1G, THD30, THD100, speeds
from maillage.simulation.world.chance import Ints
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

SHEETS = (0, 1, 2)
"""The quarters of the sheets of 2018, counted against dwellings and firms."""
FTTH = ("periode", "commune", "raccordables", "locaux")
SPEEDS = ("periode", "commune", "locaux", "eligibles_8", "eligibles_30", "eligibles_100", "eligibles_1000")
COMMUNES = ("code", "nom", "departement", "epci", "population")
GROUPEMENTS = ("code", "nom", "nature", "commune")


def write_truth(world: World, folder: Path) -> None:
    """Write `ftth.csv`, `debits.csv`, `communes.csv` and `groupements.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "ftth.csv", FTTH, ftth(world))
    _write(folder / "debits.csv", SPEEDS, debits(world))
    _write(folder / "communes.csv", COMMUNES, communes(world))
    _write(folder / "groupements.csv", GROUPEMENTS, groupements(world))


def ftth(world: World) -> Iterable[tuple[object, ...]]:
    """Connectable premises and premises, for every quarter published."""
    total, connectable = world.premises
    census = world.people.dwellings + world.people.firms
    for quarter in (*SHEETS, *published(world, CARTEFIBRE_SINCE)):
        premises = census if quarter in SHEETS else total
        yield from _by_commune(world, quarter, (connectable[quarter], premises))


def debits(world: World) -> Iterable[tuple[object, ...]]:
    """Premises and those eligible to each class of speed, for every quarter published."""
    for quarter in published(world, SPEEDS_SINCE):
        figures = speeds(world, quarter)
        classes = (figures.eligible[rank] for rank in (BHD8, THD30, THD100, THD1G))
        yield from _by_commune(world, quarter, (figures.premises, *classes))


def communes(world: World) -> Iterable[tuple[object, ...]]:
    """Where each commune of today belongs, and its inhabitants."""
    cog, (population,) = world.cog, _added(world, (world.people.population,))
    for commune in today(world).tolist():
        departement, epci = cog.departements[cog.departement[commune]], cog.epci_codes[cog.epci[commune]]
        yield cog.codes[commune], world.names[commune], departement, epci, population[commune]


def groupements(world: World) -> Iterable[tuple[object, ...]]:
    """The communes of today in each groupement in force."""
    for grouping in world.groupings:
        if grouping.in_force:
            for commune in today(world).tolist():
                if int(world.cog.epci[commune]) in grouping.epci:
                    yield grouping.code, grouping.name, grouping.nature, world.cog.codes[commune]


def today(world: World) -> Ints:
    """The communes of today."""
    return np.flatnonzero(world.cog.current == np.arange(world.communes))


def _by_commune(world: World, quarter: int, columns: Sequence[Ints]) -> Iterable[tuple[object, ...]]:
    period, added = quarter_code(quarter), _added(world, columns)
    for commune in today(world).tolist():
        yield period, world.cog.codes[commune], *(values[commune] for values in added)


def _added(world: World, columns: Sequence[Ints]) -> list[list[int]]:
    """Columns by published commune added up into those of today."""
    return [world.by_current(values).astype(np.int64).tolist() for values in columns]


def _write(path: Path, heads: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
