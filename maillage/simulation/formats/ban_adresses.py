"""Base adresse nationale: one gzipped CSV of addresses by département, semicolons, UTF-8.

Quirks kept: bis and ter in `rep`, streets of the same name in many communes, hamlets numbered like streets, positions
in the legal projection and in degrees, merged communes as `code_insee_ancienne_commune`. Nearly every numbered
building has its address here; a small share is missing, as in the real base. The files of all départements are one
delivery.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.simulation.addresses import MISSING_FROM_BAN, ban_draw, degrees, place, place_names, plain
from maillage.simulation.bulk import Bulk, write_parts
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.keys import BAN_KEY, BAN_STREET, ban_lookups
from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.model import World

HEADER = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;"
    "nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;"
    "source_nom_voie;certification_commune;cad_parcelles\n"
)
PERIOD = "2026-06-30"
"""The day the base is taken: the end of the last quarter."""
GATHER = """
CREATE OR REPLACE TEMP TABLE adresses AS
SELECT c, any_value(now) AS now, any_value(dep) AS dep, place, number, repeat,
       arg_min(x, rank) AS x, arg_min(y, rank) AS y, arg_min(lon, rank) AS lon, arg_min(lat, rank) AS lat,
       min(rank) AS first, arg_min(draw, rank) AS draw
FROM lot WHERE number > 0 AND draw >= $missing GROUP BY c, place, number, repeat
"""
SELECT = f"""
SELECT {BAN_KEY},
    code || '_' || fantoir, number, rep, street, postcode, code, town,
    CASE WHEN now <> c THEN $codes[c + 1] END, CASE WHEN now <> c THEN $towns[c + 1] END,
    round(x, 2), round(y, 2), lon, lat, CASE WHEN first % 5 = 0 THEN 'segment' ELSE 'entrée' END, NULL, NULL,
    $posts[now + 1], $capitals[place + 1], CASE WHEN first % 7 = 0 THEN 'arcep' ELSE 'commune' END, 'commune',
    certified::INTEGER,
    code || '0000' || chr((65 + first // 900 % 26)::INTEGER) || lpad((first % 900 + 1)::VARCHAR, 4, '0')
FROM (
    SELECT *, $codes[now + 1] AS code, {BAN_STREET} AS fantoir,
        $repeats[repeat + 1] AS rep, $names[place + 1] AS street, $postcodes[now + 1] AS postcode,
        $towns[now + 1] AS town, now % 3 > 0 AS certified
    FROM adresses WHERE dep = $dep
) ORDER BY code, c, place, number, repeat
"""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département."""
    with Bulk(folder, ";") as bulk:
        paths = write_parts(_parts(world, folder, bulk), HEADER)
    for path in paths:
        yield Written("ban_adresses", PERIOD, path, PERIOD)


def _parts(world: World, folder: Path, bulk: Bulk) -> Iterator[tuple[Path, bytes]]:
    """The lines of a département, some communes at a time, and the file they go to."""
    texts: dict[str, object] = {
        **ban_lookups(world),
        "towns": world.names,
        "posts": [plain(name).replace("-", " ") for name in world.names],
        "postcodes": world.cog.postcodes,
        "names": place_names(),
        "capitals": [plain(name) for name in place_names()],
    }
    for some in world.buildings():
        bulk.take(_columns(world, some))
        bulk.con.execute(GATHER, {"missing": MISSING_FROM_BAN})
        for (rank,) in bulk.con.execute("SELECT DISTINCT dep FROM adresses ORDER BY 1").fetchall():
            path = folder / f"adresses-{world.cog.departements[rank]}.csv.gz"
            yield path, bulk.lines(SELECT, {**texts, "dep": rank})


def _columns(world: World, some: Buildings) -> dict[str, Any]:
    """What GATHER reads, one item a building."""
    longitude, latitude = degrees(some.x, some.y, 6)
    spot = place(world.seed, some)
    now = world.cog.current[some.commune]
    return {
        "c": some.commune,
        "now": now,
        "dep": world.cog.departement[now],
        "place": spot,
        "number": some.number,
        "repeat": some.repeat,
        "rank": some.rank,
        "x": some.x,
        "y": some.y,
        "lon": longitude,
        "lat": latitude,
        "draw": ban_draw(world.seed, some, spot),
    }
