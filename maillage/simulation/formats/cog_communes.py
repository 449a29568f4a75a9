"""Communes of the COG, as npm @etalab/decoupage-administratif writes them.

Quirks: a commune born of a merger keeps the code of its seat, which may also be that of a déléguée; merged codes are
in `anciensCodes`, and most are a déléguée too with `chefLieu`; déléguées have no population, SIREN nor postcode.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation import mergers
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import commune_siren, departement_of, region_of
from maillage.simulation.formats.shapes.records import COG_OBTAINED_ON, COG_PERIOD, METRO, liaison, write_records
from maillage.simulation.world.model import World

Record = dict[str, object]


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, in the order of codes."""
    path = folder / "cog_communes.json"
    write_records(path, _records(world))
    yield Written("cog_communes", COG_PERIOD, path, COG_OBTAINED_ON)


def _records(world: World) -> Iterator[Record]:
    """Every commune of today, then the déléguées that bear its code; the other déléguées at their own code."""
    cog, how = world.cog, mergers.remembered(world).tolist()
    population = world.by_current(world.people.population).astype(np.int64)
    departement, region = departement_of(world), region_of(world)
    parts: dict[int, list[int]] = defaultdict(list)
    for commune in mergers.merged(world).tolist():
        parts[int(cog.current[commune])].append(commune)
    for commune in sorted(range(world.communes), key=cog.codes.__getitem__):
        place: Record = {
            "arrondissement": f"{departement[commune]}1",
            "departement": departement[commune],
            "region": region[commune],
        }
        mine = parts.get(commune, [])
        if cog.current[commune] == commune:
            yield _current(world, commune, mine, how, place, int(population[commune]))
            kept = [part for part in mine if how[part] != mergers.LISTED_ONLY]
            if kept:
                yield _part(world, commune, place)
        elif how[commune] != mergers.LISTED_ONLY:
            yield _part(world, commune, place)


def _current(world: World, commune: int, parts: list[int], how: list[int], place: Record, population: int) -> Record:
    cog = world.cog
    listed = sorted(cog.codes[part] for part in parts if how[part] != mergers.DELEGUEE_ONLY)
    former: Record = {"anciensCodes": listed} if listed else {}
    return {
        **_head(world, commune),
        **place,
        "type": "commune-actuelle",
        "rangChefLieu": 0,
        **former,
        "siren": commune_siren(cog.codes[commune]),
        "codesPostaux": sorted({cog.postcodes[part] for part in (commune, *parts)}),
        "population": population,
    }


def _part(world: World, commune: int, place: Record) -> Record:
    seat = world.cog.codes[int(world.cog.current[commune])]
    return {**_head(world, commune), "type": "commune-deleguee", "chefLieu": seat, **place}


def _head(world: World, commune: int) -> Record:
    name = world.names[commune]
    return {"code": world.cog.codes[commune], "nom": name, "typeLiaison": liaison(name), "zone": METRO}
