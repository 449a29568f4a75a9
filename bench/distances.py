"""Distances to help: `python -m bench.distances` (1.3 M homes × 1,500 places), then a whole country (26 M × 60,000).

Homes and places are drawn around towns of all sizes, from a fixed seed. Ours reads degrees in Parquet, projects, finds
the nearest place of each home and adds up by commune, in a process of its own. PostGIS has its points loaded,
projected, indexed and analysed beforehand, which is shown apart: its time is that of `<->` and the sums alone. Both
must find the same distances, or the bench fails.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyproj

from bench import postgres, table
from bench.process import timed
from bench.table import Row, Sheet, figure, grid, medians
from maillage.derived.distances_aide import added, nearest
from maillage.kernel.plane import LAMBERT_93

MEASURES = ("maillage/derived/distances_aide.py", "maillage/kernel/plane.py")
SEED = 20261122
REGION, COUNTRY = (1_300_000, 1_500, 3_700, 220_000.0), (26_000_000, 60_000, 35_000, 740_000.0)
"""Homes, places, towns, and the side of the square they are in, metres."""
MIDDLE = (650_000.0, 6_650_000.0)
MEMORY = "700MB"
"""What a build gives DuckDB."""
POINTS = "ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 2154) AS point"
KNN = """
SET enable_nestloop = on;
SELECT sum(poids), sum(metres) FROM (
    SELECT commune, sum(poids) AS poids, sum(poids * metres) AS metres
    FROM homes h CROSS JOIN LATERAL (
        SELECT h.point <-> p.point AS metres FROM places p ORDER BY h.point <-> p.point LIMIT 1
    ) n GROUP BY commune
) communes
"""


def main() -> None:
    """Run the bench, print its table and write it; or, with --measure, print what one run of ours takes."""
    parser = table.parser("bench.distances", __doc__)
    parser.add_argument("--measure", type=Path, nargs=2, metavar=("HOMES", "PLACES"), help="one run of ours, alone")
    parser.add_argument("--only-region", action="store_true", help="leave the whole country out")
    asked = table.asked(parser)
    if asked.options.measure:
        print(json.dumps(_measure(*asked.options.measure)))
        return
    postgres.install()
    _install_postgis()
    sheet = Sheet(asked, "distances", "Distances to help", MEASURES, ("DuckDB", "PostGIS on PostgreSQL 15"))
    with TemporaryDirectory() as place:
        folder = Path(place)
        # The server runs as another user: it only needs to go through.
        folder.chmod(0o755)
        region = _drawn(folder, "region", *REGION)
        country = None if asked.options.only_region else _drawn(folder, "country", *COUNTRY)
        rows = medians([_rows(folder, region, country) for _ in range(asked.runs)])
    ours = rows[0][1][0] or 1
    cells = []
    for label, (seconds, memory) in rows:
        ratio = (seconds or 0) / ours if label in COMPARED else None
        cells.append((label, figure(seconds, 1), figure(memory), figure(ratio, 1)))
    sheet.write(grid(("what", "wall, s", "peak memory, MB", "ratio to ours"), cells))


COMPARED = OURS, THEIRS = "Maillage, 1.3 M × 1,500", "PostGIS, `<->` and sums"


def _rows(folder: Path, region: tuple[Path, Path], country: tuple[Path, Path] | None) -> list[Row]:
    """Seconds and peak memory (MB) of each, once."""
    ours = _ours(*region)
    ready, theirs = _theirs(folder, *region, ours)
    rows: list[Row] = [
        (OURS, (ours["seconds"], ours["memory"])),
        ("PostGIS, projection and index", (ready, None)),
        (THEIRS, (theirs, None)),
    ]
    if country is not None:
        largest = _ours(*country)
        rows.append(("Maillage, 26 M × 60,000", (largest["seconds"], largest["memory"])))
    return rows


def _drawn(folder: Path, name: str, homes: int, places: int, towns: int, side: float) -> tuple[Path, Path]:
    """Parquet files of homes (commune, poids, longitude, latitude), by commune, and of places."""
    random = np.random.default_rng(SEED)
    middles = np.array(MIDDLE) + random.uniform(-side / 2, side / 2, (towns, 2))
    weights = 1 / np.arange(1, towns + 1) ** 0.8
    weights /= weights.sum()
    degrees = pyproj.Transformer.from_crs(2154, 4326, always_xy=True)
    files = []
    with duckdb.connect() as con:
        for what, count in (("homes", homes), ("places", places)):
            town = np.sort(random.choice(towns, count, p=weights))
            spread = 300 + 6_000 * np.sqrt(weights[town] / weights[0])
            x, y = (middles[town] + random.normal(0, 1, (count, 2)) * spread[:, None]).T
            longitude, latitude = degrees.transform(x, y)
            poids = 1 + random.integers(0, 3, count)
            con.register("lot", {"town": town, "poids": poids, "longitude": longitude, "latitude": latitude})
            files.append(folder / f"{name}-{what}.parquet")
            select = "SELECT lpad(town::VARCHAR, 5, '0') AS commune, poids, longitude, latitude FROM lot"
            con.execute(f"COPY ({select}) TO '{files[-1]}'")
            con.unregister("lot")
    return files[0], files[1]


def _measure(homes: Path, places: Path) -> dict[str, float]:
    """Seconds, homes and metres added up of one run of ours."""
    with duckdb.connect(config={"memory_limit": MEMORY}) as con:
        started = time.perf_counter()
        select = nearest(
            f"SELECT commune, poids, longitude, latitude FROM '{homes}'",
            f"SELECT 'mediation' AS categorie, longitude, latitude FROM '{places}'",
            LAMBERT_93,
        )
        rows = con.execute(added(select)).fetchall()
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "homes": sum(row[2] for row in rows), "metres": sum(row[3] for row in rows)}


def _ours(homes: Path, places: Path) -> dict[str, float]:
    """The same in a process of its own, and its peak memory (MB)."""
    spent = timed([sys.executable, "-m", "bench.distances", "--measure", str(homes), str(places)])
    return {**json.loads(spent.said.splitlines()[-1]), "memory": spent.memory}


def _install_postgis() -> None:
    if not list(Path("/usr/share/postgresql/15/extension").glob("postgis.control")):
        command = ["apt-get", "install", "-y", "-qq", "postgresql-15-postgis-3"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _theirs(folder: Path, homes: Path, places: Path, ours: dict[str, float]) -> tuple[float, float]:
    """Seconds that PostGIS takes to project and index the points, then to find and add up the distances."""
    with postgres.cluster(folder) as server:
        server.run("CREATE EXTENSION postgis")
        columns = "(commune text, poids integer, longitude float8, latitude float8)"
        for name, file in (("homes", homes), ("places", places)):
            server.run(f"CREATE UNLOGGED TABLE {name}_degrees {columns}")
            text = file.with_suffix(".csv")
            duckdb.sql(f"COPY (FROM '{file}') TO '{text}' (HEADER true)")
            server.copy(f"{name}_degrees", iter([text.read_bytes()]))
        started = time.perf_counter()
        for name in ("homes", "places"):
            server.run(f"CREATE UNLOGGED TABLE {name} AS SELECT commune, poids, {POINTS} FROM {name}_degrees")
            server.run(f"CREATE INDEX ON {name} USING gist (point)")
        server.run("ANALYZE")
        ready = time.perf_counter() - started
        started = time.perf_counter()
        count, metres = map(float, server.run(KNN).strip().split("|"))
        seconds = time.perf_counter() - started
    # Ours are added up to the metre in each commune.
    if count != ours["homes"] or abs(metres - ours["metres"]) > REGION[2]:
        sys.exit(f"PostGIS finds {count} homes and {metres} m, Maillage {ours['homes']} and {ours['metres']}.")
    return ready, seconds


if __name__ == "__main__":
    main()
