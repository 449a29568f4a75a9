"""What the files of « Ma connexion internet » say of a building: its number, codes, place and address."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from maillage.simulation.addresses import MISSING_FROM_BAN, ban_draw, degrees, place
from maillage.simulation.bulk import Bulk
from maillage.simulation.formats.shapes.keys import BAN_KEY, BAN_STREET, BUILDING_CODE, ban_lookups
from maillage.simulation.mergers import published_as
from maillage.simulation.world.buildings import CONNECTABLE, Buildings, counts
from maillage.simulation.world.chance import Ints, uniform
from maillage.simulation.world.model import World

FIRST_NUMBER, SHIFT = 20_000_000, 7_919
"""Numbers of buildings start here, and are given anew each quarter: each building is SHIFT places further."""
FROM_OPERATORS, FROM_LAND = 0.88, 0.94
"""Of the buildings without fibre, up to where operators, then the land register alone, describe them."""
HALF = 20_037_508.342789244
"""Half the width of the web Mercator map, metres."""
NAMED = f"""
CREATE OR REPLACE TEMP TABLE buildings AS
SELECT *, CASE WHEN origin = 0 THEN {BUILDING_CODE}
        ELSE ['fpb_', 'fpban_'][origin] || (15000000 + ever)::VARCHAR END AS imb_code,
    CASE WHEN known THEN {BAN_KEY} ELSE imb_code END AS addr_code,
    CASE WHEN known THEN $codes[now + 1] || '_' || {BAN_STREET} END AS fantoir
FROM (SELECT *, $codes[c + 1] AS code, $operators[network + 1] AS operator FROM lot)
"""
"""The table `buildings` of a batch, in its order, with their codes."""


def ranks(world: World, some: Buildings) -> tuple[Ints, int]:
    """The rank of these buildings in the whole world, and how many it holds."""
    count = counts(world.seed, world.people)
    ends = np.cumsum(count)
    return (ends - count)[some.commune] + some.rank, int(ends[-1])


BATCH = 100_000
"""Buildings at a time: their offers, nine times as many, wait together for a département's turn."""


def numbers(world: World, some: Buildings, quarter: int) -> Ints:
    """The `imb_id` of these buildings in the files of a quarter."""
    rank, total = ranks(world, some)
    return FIRST_NUMBER + (rank + SHIFT * quarter) % total


def parts(
    world: World,
    bulk: Bulk,
    path: str,
    select: str,
    lookups: Mapping[str, object],
    more: Callable[[Buildings], Mapping[str, Any]] = lambda some: {},
) -> Iterator[tuple[Path, bytes]]:
    """The lines of a SELECT over `buildings`, a département at a time, and the file they go to (`path` with its code).

    `more` gives columns beside those of `_columns`.
    """
    shown = published_as(world, world.last)
    for some in world.buildings(BATCH):
        columns = _columns(world, some, shown)
        bulk.take({**columns, **more(some)})
        bulk.con.execute(NAMED, {**ban_lookups(world), "operators": world.fibre.operators})
        for rank in np.unique(columns["dep"]).tolist():
            name = path.format(world.cog.departements[rank])
            yield Path(name), bulk.lines(select, {**lookups, "dep": rank})


def in_order(world: World, path: str, written: Collection[Path]) -> list[Path]:
    """The files that were written, those of `path` with the code of a département, in the order of départements."""
    return [name for code in world.cog.departements if (name := Path(path.format(code))) in written]


def _columns(world: World, some: Buildings, shown: Ints) -> dict[str, Any]:
    """What NAMED and the SELECTs read, one item a building."""
    spot, now = place(world.seed, some), shown[some.commune]
    known = (some.number > 0) & (ban_draw(world.seed, some, spot) >= MISSING_FROM_BAN)
    x, y = mercator(*degrees(some.x, some.y, 7))
    return {
        "imb_id": numbers(world, some, world.last),
        "ever": ranks(world, some)[0],
        "x": x,
        "y": y,
        "c": some.commune,
        "now": now,
        "dep": world.cog.departement[now],
        "network": world.fibre.operator[some.commune],
        "rank": some.rank,
        "pm": some.pm,
        "premises": some.premises,
        "place": spot,
        "number": some.number,
        "repeat": some.repeat,
        "known": known,
        "origin": _origin(world, some, known),
    }


def _origin(world: World, some: Buildings, known: Any) -> Ints:
    """Who describes each building: operators (0) when they serve it and mostly otherwise, the land register alone (1)
    or with the base of addresses (2)."""
    draw = uniform(world.seed, "described by", some.commune, some.rank)
    others = np.where(draw < FROM_OPERATORS, 0, np.where((draw < FROM_LAND) | ~known, 1, 2))
    return np.where(some.state(world.fibre, world.last) == CONNECTABLE, 0, others)


def mercator(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """Web Mercator metres (EPSG:3857) of degrees, to a micrometre."""
    north = np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2)) / np.pi
    return np.round(longitude / 180 * HALF, 6), np.round(north * HALF, 6)
