"""The exact answers for mobile sites, places and open data, from the model alone: never from the files it writes.

Every commune of today has its line for every date, with 0 where there is nothing.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from maillage.simulation.world.chance import Ints
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.mobile import JANUARY_2018, NAMES, OPERATORS
from maillage.simulation.world.model import World
from maillage.simulation.world.places import CATEGORIES, COMMUNE, LISTS, Bools, censuses, dates


def write_truth(world: World, folder: Path) -> None:
    """Write `sites_4g.csv`, `lieux.csv` and `open_data.csv` in `folder`."""
    _write(folder / "sites_4g.csv", ("periode", "commune", "operateur", "sites"), _sites(world))
    _write(folder / "lieux.csv", ("date", "categorie", "commune", "lieux"), _places(world))
    _write(folder / "open_data.csv", ("date", "commune", "found"), _open_data(world))


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _today(world: World) -> list[tuple[int, str]]:
    """The communes of today, by rank and code, in the order of codes."""
    ranks = np.flatnonzero(world.cog.current == np.arange(world.communes)).tolist()
    return sorted(((rank, world.cog.codes[rank]) for rank in ranks), key=lambda one: one[1])


def _by_commune(world: World, communes: Ints) -> list[int]:
    """How many of these published communes each commune of today holds, repeats counted."""
    counts: list[int] = np.bincount(world.cog.current[communes], minlength=world.communes).tolist()
    return counts


def _sites(world: World) -> Iterable[tuple[str, str, str, int]]:
    """Sites that are open and have 4G, by operator."""
    sites, today = world.mobile, _today(world)
    for quarter in [JANUARY_2018, *(q for q in world.history() if q > JANUARY_2018)]:
        with_4g = (sites.opened <= quarter) & (sites.g4 <= quarter)
        for operator, code in enumerate(OPERATORS):
            found = _by_commune(world, sites.commune[with_4g & (sites.operator == operator)])
            yield from ((quarter_code(quarter), commune, NAMES[code], found[rank]) for rank, commune in today)


def _places(world: World) -> Iterable[tuple[str, str, str, int]]:
    """Distinct places known at each date on which all the lists of a category exist, by their last lists."""
    today = _today(world)
    for category in CATEGORIES:
        for day, there in places_known(world, category):
            found = _by_commune(world, world.places.commune[there])
            yield from ((day.isoformat(), category, commune, found[rank]) for rank, commune in today)


def places_known(world: World, category: str) -> list[tuple[date, Bools]]:
    """The dates a category is counted at, and which places are then known in it by one list at least.

    A list exists in a category from the first day it names a place that counts there.
    """
    places, published = world.places, dict[int, dict[date, Bools]]()
    for which in range(len(LISTS)):
        counted = places.counts_as(which, category)
        for day in dates(which, world.history()):
            named = np.zeros(len(places.kind), dtype=bool)
            named[places.on(which, day)] = True
            if (named & counted).any():
                published.setdefault(which, {})[day] = named & counted
    start = max(min(days) for days in published.values())
    moments = sorted({day for days in published.values() for day in days if day >= start})
    return [
        (moment, np.logical_or.reduce([_last(days, moment) for days in published.values()]))
        for moment in moments
    ]


def _last(days: dict[date, Bools], moment: date) -> Bools:
    return days[max(day for day in days if day <= moment)]


def _open_data(world: World) -> Iterable[tuple[str, str, int]]:
    """Whether at least one dataset of a commune had been counted."""
    data, today = world.open_data, _today(world)
    for day in censuses(world.history()):
        there = (data.nature == COMMUNE) & (data.since <= day.toordinal()) & ~data.uncounted
        found = set(data.rank[there].tolist())
        yield from ((day.isoformat(), commune, int(rank in found)) for rank, commune in today)
