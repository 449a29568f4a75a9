"""The exact answers for mobile sites, places, open data and doctors, from the model alone: never from its files.

Every commune of today has its line for every date (doctors have one), with 0 where there is nothing.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from maillage.simulation.equipment import doctors
from maillage.simulation.world.chance import Bools, Ints
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.mobile import JANUARY_2018, NAMES, OPERATORS
from maillage.simulation.world.model import World
from maillage.simulation.world.open_data import COMMUNE, censuses
from maillage.simulation.world.place_lists import CATEGORIES, FABRIQUES, LISTS, NATIONAL, REGIONAL, SERVICES, dates
from maillage.simulation.world.place_signs import address, as_written, name
from maillage.simulation.world.place_types import goes_round, official_format

BEST_FIRST = (SERVICES, NATIONAL, REGIONAL, FABRIQUES)
"""Lists by how well they tell where a place is: the last puts it in the middle of the town."""


def write_truth(world: World, folder: Path) -> None:
    """Write `sites_4g.csv`, `lieux.csv`, `open_data.csv` and `medecins.csv` in `folder`."""
    _write(folder / "sites_4g.csv", ("periode", "commune", "operateur", "sites"), _sites(world))
    _write(folder / "lieux.csv", ("date", "categorie", "commune", "lieux"), _places(world))
    _write(folder / "open_data.csv", ("date", "commune", "found"), _open_data(world))
    _write(folder / "medecins.csv", ("commune", "medecins"), _doctors(world))


def _write(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _today(world: World) -> list[tuple[int, str]]:
    """The communes of today, by rank and code, in the order of codes."""
    ranks = np.flatnonzero(world.cog.current == np.arange(world.communes)).tolist()
    return sorted(((rank, world.cog.codes[rank]) for rank in ranks), key=lambda pair: pair[1])


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
            counts = _by_commune(world, sites.commune[with_4g & (sites.operator == operator)])
            yield from ((quarter_code(quarter), commune, NAMES[code], counts[rank]) for rank, commune in today)


def _places(world: World) -> Iterable[tuple[str, str, str, int]]:
    """Distinct places at each date a list of a category is published, by the last of each list."""
    today = _today(world)
    for category in CATEGORIES:
        for day, named in places_named(world, category):
            first = [group[0][1] for group in once(world, named)]
            counts = _by_commune(world, world.places.commune[first])
            yield from ((day.isoformat(), category, commune, counts[rank]) for rank, commune in today)


def places_named(world: World, category: str) -> list[tuple[date, dict[int, Bools]]]:
    """The dates a category is counted at, and which places each list that exists then names in it.

    A list exists in a category from the first day it names a place that counts there.
    """
    places, published = world.places, dict[int, dict[date, Bools]]()
    for which in range(len(LISTS)):
        counted = places.counts_as(which, category)
        for day in dates(which, world.history()):
            named = np.zeros(len(places.kind), dtype=bool)
            named[places.on(which, day)] = True
            if which in published or (named & counted).any():
                published.setdefault(which, {})[day] = named & counted
    moments = sorted({day for days in published.values() for day in days})
    return [
        (moment, {which: _last(days, moment) for which, days in published.items() if min(days) <= moment})
        for moment in moments
    ]


def _last(days: dict[date, Bools], moment: date) -> Bools:
    return days[max(day for day in days if day <= moment)]


Entry = tuple[int, int]
"""A list and a place it names."""


def once(world: World, named: Mapping[int, Bools]) -> list[list[Entry]]:
    """The places that lists name, each once: groups of entries, those of the list that tells best where it is first.

    Two places are one for who only sees lists when they have one address, or one name in one commune in two lists.
    """
    groups: list[list[Entry]] = []
    where: dict[tuple[object, ...], list[Entry]] = {}
    entries = [(which, place) for which in BEST_FIRST if which in named for place in _named(world, named, which)]
    for entry in entries:
        keys = _keys(world, entry)
        known = [where[key] for key in keys if key in where and _may_join(key, entry, where[key])]
        group = known[0] if known else []
        for other in known[1:]:
            if other is not group:
                group += other
                groups.remove(other)
                where = {key: group if held is other else held for key, held in where.items()}
        if not known:
            groups.append(group)
        group.append(entry)
        for key in keys:
            where.setdefault(key, group)
    return groups


def _named(world: World, named: Mapping[int, Bools], which: int) -> list[int]:
    """The places a list names, in the order of their names."""
    names = {
        place: as_written(world.places, place, which, world.names[int(world.places.commune[place])])
        for place in np.flatnonzero(named[which]).tolist()
    }
    return sorted(names, key=lambda place: (names[place], world.cog.codes[int(world.places.commune[place])]))


def _keys(world: World, entry: Entry) -> list[tuple[object, ...]]:
    """What makes two entries one place: the place itself, its address where the list gives one, its name."""
    which, place = entry
    places, commune = world.places, int(world.places.commune[place])
    today = int(world.cog.current[commune])
    keys: list[tuple[object, ...]] = [("place", place)]
    if which != FABRIQUES and not _moves(int(places.kind[place]), int(places.form[place]), which):
        keys.append(("address", today, address(places, place)))
    return [*keys, ("name", today, name(places, place, world.names[commune]))]


def _moves(kind: int, form: int, which: int) -> bool:
    """Whether a list says that a place moves: its address is then that of its base."""
    if which == SERVICES:
        return official_format(form) in ("Bus_équivalent", "Itinérante")
    return which == NATIONAL and goes_round(kind, form)


def _may_join(key: tuple[object, ...], entry: Entry, group: list[Entry]) -> bool:
    """A name never makes one place of two entries of a list."""
    return key[0] != "name" or all(which != entry[0] for which, _ in group)


def _open_data(world: World) -> Iterable[tuple[str, str, int]]:
    """Whether at least one dataset of a commune had been counted."""
    data, today = world.open_data, _today(world)
    for day in censuses(world.history()):
        there = (data.nature == COMMUNE) & (data.since <= day.toordinal()) & ~data.uncounted
        communes = set(data.rank[there].tolist())
        yield from ((day.isoformat(), commune, int(rank in communes)) for rank, commune in today)


def _doctors(world: World) -> Iterable[tuple[str, int]]:
    """General practitioners of the only edition there is."""
    counts = world.by_current(doctors(world))
    yield from ((commune, int(counts[rank])) for rank, commune in _today(world))
