"""Lieux-dits of the Base adresse nationale: one gzipped CSV by département, semicolons, UTF-8.

Every hamlet with a building is there, numbered or not, at the middle of its buildings; hamlets of the same name exist
in many communes. The files of all départements are one delivery.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.addresses import degrees, place, place_names
from maillage.simulation.bulk import Bulk, write_parts
from maillage.simulation.formats import Written
from maillage.simulation.world.model import World

HEADER = (
    "id;nom_lieu_dit;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
    "source_position;source_nom_voie\n"
)
PERIOD = "2026-06-30"
"""The day the base is taken: the end of the last quarter."""
MIDDLE = "middle(v, unit) AS round(sum((v * unit)::BIGINT) / count(*)) / unit"
"""A mean of whole numbers: the same in whatever order they are added."""
GATHER = """
CREATE OR REPLACE TEMP TABLE lieux AS
SELECT c, any_value(now) AS now, any_value(dep) AS dep, place,
       middle(x, 100) AS x, middle(y, 100) AS y, middle(lon, 1000000) AS lon, middle(lat, 1000000) AS lat
FROM lot WHERE hamlet >= 0 GROUP BY c, place
"""
SELECT = """
SELECT $codes[now + 1] || '_' || CASE WHEN now <> c THEN 'z' || substr($codes[c + 1], 4) ELSE 'b' END
           || lpad((place + 1)::VARCHAR, 3, '0'),
    $names[place + 1], $postcodes[now + 1], $codes[now + 1], $towns[now + 1],
    CASE WHEN now <> c THEN $codes[c + 1] END, CASE WHEN now <> c THEN $towns[c + 1] END,
    x, y, lon, lat, CASE WHEN place % 3 = 0 THEN 'cadastre' ELSE 'commune' END, 'commune'
FROM lieux WHERE dep = $dep ORDER BY $codes[now + 1], c, place
"""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département."""
    with Bulk(folder, ";") as bulk:
        paths = write_parts(_parts(world, folder, bulk), HEADER)
    for path in paths:
        yield Written("ban_lieux_dits", PERIOD, path, PERIOD)


def _parts(world: World, folder: Path, bulk: Bulk) -> Iterator[tuple[Path, bytes]]:
    """The lines of a département, some communes at a time, and the file they go to."""
    bulk.con.execute(f"CREATE TEMP MACRO {MIDDLE}")
    texts = {"codes": world.cog.codes, "towns": world.names, "postcodes": world.cog.postcodes, "names": place_names()}
    for some in world.buildings():
        now = world.cog.current[some.commune]
        longitude, latitude = degrees(some.x, some.y, 6)
        bulk.take(
            {
                "c": some.commune,
                "now": now,
                "dep": world.cog.departement[now],
                "place": place(world.seed, some),
                "hamlet": some.hamlet,
                "x": some.x,
                "y": some.y,
                "lon": longitude,
                "lat": latitude,
            }
        )
        bulk.con.execute(GATHER)
        for (rank,) in bulk.con.execute("SELECT DISTINCT dep FROM lieux ORDER BY 1").fetchall():
            path = folder / f"lieux-dits-{world.cog.departements[rank]}-beta.csv.gz"
            yield path, bulk.lines(SELECT, {**texts, "dep": rank})
