"""The national bench: `python -m bench.national --scale 0.05` (a share of the 35 000 communes of a country).

Simulates one quarter of every source, or reuses it; then, in one run: Maillage from the files to a release; PostgreSQL
doing the same load and the same sums; the bare typed read of the file of buildings.
"""

import csv
import json
import shutil
import sys
import time
from contextlib import closing
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import duckdb

from bench import bare, postgres, table
from bench.building import PIPELINE
from bench.process import maillage
from bench.table import Row, Sheet, figure, grid, medians
from maillage import sources
from maillage.simulation.formats import catalogue
from maillage.simulation.world.buildings import counts
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory

MEASURES = PIPELINE
EVERY, BARE = "Maillage: every source, all indicators, published", "Bare typed read of the file of buildings"
COUNTRY, BUILDINGS = 35_000, 27_000_000
SEED = 20261122
BYTES_A_BUILDING = 900
"""On disk at the worst moment: the zip, the lake, the CSV unpacked for the bare read, or PostgreSQL's tables."""
BUILDINGS_SOURCE = "arcep_cartefibre_immeubles"
RATES = """
SELECT a.niveau, a.code, i.operateur, i.etat, count(*) AS immeubles,
       count(*) * 100.0 / sum(count(*)) OVER (PARTITION BY a.niveau, a.code, i.operateur) AS taux
FROM {buildings} i JOIN appartenance a ON a.commune = i.commune GROUP BY 1, 2, 3, 4
"""
CHECKED = """
SELECT c.commune, code_l331 AS operateur, imb_id, lower(trim(imb_etat)) AS etat, catg_loc_imb AS categorie,
    type_imb AS type_immeuble, CASE WHEN num_voie::integer BETWEEN 1 AND 4999 THEN num_voie::integer END AS numero,
    cp_no_voie AS repetition, concat_ws(' ', type_voie, nom_voie) AS voie, pm_ref AS pm, pm_etat,
    pm_date_mad::date AS pm_ouvert_le, date_completude::date AS completude_le,
    x::float8 AS longitude, y::float8 AS latitude
FROM brut JOIN (SELECT DISTINCT commune FROM appartenance) c ON c.commune = code_insee
WHERE code_insee ~ '^(2[AB]|[0-9]{2})[0-9]{3}$' AND imb_id <> '' AND code_l331 <> ''
  AND lower(trim(imb_etat)) IN
      ('cible', 'signe', 'en cours de deploiement', 'raccordable demande', 'deploye', 'abandonne')
  AND x::float8 BETWEEN -25 AND 10 AND y::float8 BETWEEN 41 AND 52
  AND (type_imb IS NULL OR upper(trim(type_imb)) IN ('PA', 'IM'))
ORDER BY c.commune
"""
"""What Maillage checks and keeps of a row, as PostgreSQL says it."""
FTTH = """
SELECT niveau, code, sum(CASE WHEN etat = 'deploye' THEN immeubles END) * 100.0 / sum(immeubles) AS taux
FROM rates GROUP BY 1, 2
"""


def main() -> None:
    """Run the bench, print its table and write it."""
    parser = table.parser("bench.national", __doc__)
    parser.add_argument("--scale", type=float, default=0.05, help="share of a country of 35 000 communes")
    parser.add_argument("--alone", action="store_true", help="every source only, beside the bare read of buildings")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where everything is written")
    asked = table.asked(parser)
    communes = max(400, round(COUNTRY * asked.options.scale))
    folder: Path = asked.options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _say_disk(folder, communes)
    alone: bool = asked.options.alone
    if not alone:
        postgres.install()
    sheet = Sheet(
        asked, "national", "From the files of a country to its release", MEASURES, ("DuckDB", "PostgreSQL 15")
    )
    files = _files(folder, communes)
    membership = _membership(files)
    runs, buildings = [], 0
    for number in range(asked.runs):
        print(f"Run {number + 1} of {asked.runs}.", flush=True)
        rows, buildings = (_alone if alone else _measured)(folder, files, membership)
        runs.append(rows)
    sheet.write(f"{communes:,} communes, {buildings:,} buildings.", _grid(medians(runs), buildings))


def _alone(folder: Path, files: Path, membership: Path) -> tuple[list[Row], int]:
    """The same, of every source and the bare read only."""
    home = folder / "home"
    every = _maillage(home, files, "manifest.csv")
    _seconds, levels = _rates_of_lake(home, membership)
    shutil.rmtree(home)
    read = bare.buildings([next(files.glob("carte_fibre_immeubles_*.zip"))], folder)
    return [(EVERY, every), (BARE, (read.seconds, read.memory))], max(levels)


def _measured(folder: Path, files: Path, membership: Path) -> tuple[list[Row], int]:
    """Seconds and peak memory (MB) of everything, once, and the buildings of the country."""
    zipped = next(files.glob("carte_fibre_immeubles_*.zip"))
    home = folder / "home"
    every = _maillage(home, files, "manifest.csv")
    loaded = _loaded(home, files, zipped)
    seconds, most = _maillage(home, files, _manifest(files, "buildings.csv", "contours_", BUILDINGS_SOURCE))
    rates, levels = _rates_of_lake(home, membership)
    shutil.rmtree(home)
    read = bare.buildings([zipped], folder)
    rows: list[Row] = [
        (EVERY, every),
        ("Maillage: buildings only, published, and their rates", (seconds + rates, most)),
        ("Maillage: buildings only, loaded (archived, checked, refused by line)", loaded),
        *_postgres(folder, zipped, membership, levels),
        (BARE, (read.seconds, read.memory)),
    ]
    return rows, max(levels)


def _say_disk(folder: Path, communes: int) -> None:
    needed = BUILDINGS * communes / COUNTRY * BYTES_A_BUILDING / 1e9
    free = shutil.disk_usage(folder).free / 1e9
    print(f"Disk needed in {folder}: about {needed:.1f} GB ({free:.0f} GB free).", flush=True)
    if needed > free:
        sys.exit("Not enough room: give another --folder or a smaller --scale.")


def _files(folder: Path, communes: int) -> Path:
    """The files of the country, simulated once: one region, since an observatory serves one."""
    place = folder / f"france-{communes}"
    if (place / "manifest.csv").is_file():
        print("Files simulated before, reused.", flush=True)
        return place
    # In a process of its own, so that what is measured after finds the machine as a run that reuses the files does.
    process = get_context("spawn").Process(target=_simulate, args=(place, communes))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"The simulation failed with {process.exitcode}.")
    return place


def _simulate(place: Path, communes: int) -> None:
    world = World(communes, SEED, 1)
    cog = world.cog
    single = {"regions": cog.regions[:1], "region_names": cog.region_names[:1]}
    world.__dict__["cog"] = replace(cog, region_of=[0] * len(cog.departements), **single)
    started = time.perf_counter()
    last = [started]

    def step(name: str) -> None:
        now = time.perf_counter()
        print(f"  {now - last[0]:6.1f} s, then {name}", flush=True)
        last[0] = now

    write_territory(place, world, [name for name in catalogue() if name in sources.catalogue()], progress=step)
    total = int(counts(SEED, world.people).sum())
    print(f"Simulated {total:,} buildings and the other files in {time.perf_counter() - started:.0f} s.", flush=True)


def _maillage(home: Path, files: Path, manifest: str) -> tuple[float, float]:
    """Seconds and peak memory of `maillage up` from these files, in a home of its own."""
    shutil.rmtree(home, ignore_errors=True)
    spent = maillage(home, "up", "--from", str(files), "--manifest", str(files / manifest), "--no-serve")
    return spent.seconds, spent.memory


def _loaded(home: Path, files: Path, zipped: Path) -> tuple[float, float]:
    """Seconds and peak memory of `maillage load` of the buildings, where the COG is already loaded."""
    _maillage(home, files, _manifest(files, "cog.csv"))
    with (files / "manifest.csv").open(encoding="utf-8", newline="") as file:
        period = next(row["period"] for row in csv.DictReader(file) if row["source"] == BUILDINGS_SOURCE)
    spent = maillage(home, "load", BUILDINGS_SOURCE, str(zipped), "--period", period)
    return spent.seconds, spent.memory


def _manifest(files: Path, name: str, *more: str) -> str:
    """A manifest of the COG, and of the sources whose names start as said."""
    kept = ("source,", "cog_", *more)
    lines = (files / "manifest.csv").read_text("utf-8").splitlines(keepends=True)
    (files / name).write_text("".join(line for line in lines if line.startswith(kept)), "utf-8")
    return name


def _membership(files: Path) -> Path:
    """A CSV of the territories of every commune, former ones included, from the files of the COG."""
    records = json.loads((files / "cog_communes.json").read_text("utf-8"))
    current = {one["code"]: one for one in records if one["type"] == "commune-actuelle"}
    today = {one["code"]: one["chefLieu"] for one in records if "chefLieu" in one and one["code"] not in current}
    today |= {old: code for code, one in current.items() for old in one.get("anciensCodes", []) if old not in current}
    today |= {code: code for code in current}
    listed = json.loads((files / "cog_epci.json").read_text("utf-8"))
    epci = {member["code"]: one["code"] for one in listed for member in one["membres"]}
    path = files / "membership.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("commune", "niveau", "code"))
        for published, code in sorted(today.items()):
            above = (code, epci.get(code, ""), current[code]["departement"], current[code]["region"])
            writer.writerows((published, rank, one) for rank, one in enumerate(above) if one)
    return path


def _rates_of_lake(home: Path, membership: Path) -> tuple[float, list[int]]:
    """Seconds taken by the rates at the four levels over the lake, and the buildings of each level."""
    started = time.perf_counter()
    with closing(duckdb.connect(config={"memory_limit": "700MB"})) as con:
        con.execute(f"CREATE TABLE appartenance AS FROM read_csv('{membership}', all_varchar = true)")
        (path,) = [path for path in home.glob("lake/immeubles_ftth/*/*/*.parquet") if "problems" not in path.name]
        lake = f"read_parquet('{path}', hive_partitioning = false)"
        con.execute(f"CREATE TABLE rates AS {RATES.format(buildings=lake)}")
        con.execute(f"CREATE TABLE ftth AS {FTTH}")
        seconds = time.perf_counter() - started
        totals = con.execute("SELECT sum(immeubles)::BIGINT FROM rates GROUP BY niveau ORDER BY niveau").fetchall()
    return seconds, [int(total) for (total,) in totals]


def _postgres(place: Path, buildings: Path, membership: Path, expected: list[int]) -> list[Row]:
    """Seconds and peak memory of COPY alone, then of the same load and sums in PostgreSQL, which must agree."""
    with postgres.cluster(place) as server, postgres.peak(server) as most:
        started = time.perf_counter()
        server.run(f"CREATE UNLOGGED TABLE brut ({', '.join(f'{name} text' for name in bare.columns(buildings))})")
        server.copy("brut", bare.lines(buildings))
        copied = time.perf_counter() - started, most[0]
        server.run("CREATE UNLOGGED TABLE appartenance (commune text, niveau text, code text)")
        server.copy("appartenance", iter([membership.read_bytes()]))
        server.run("ANALYZE")
        server.run(f"CREATE UNLOGGED TABLE immeubles AS {CHECKED}")
        server.run("ALTER TABLE immeubles ADD PRIMARY KEY (operateur, imb_id)")
        server.run("ANALYZE")
        rates = RATES.format(buildings="immeubles")
        server.run(f"CREATE UNLOGGED TABLE rates AS {rates}")
        server.run(f"CREATE UNLOGGED TABLE ftth AS {FTTH}")
        seconds = time.perf_counter() - started
        totals = server.run("SELECT sum(immeubles) FROM rates GROUP BY niveau ORDER BY niveau").split()
    if [int(total) for total in totals] != expected:
        sys.exit(f"PostgreSQL counts {totals}, Maillage {expected}.")
    return [
        ("PostgreSQL 15: COPY of the buildings as text, nothing else", copied),
        ("PostgreSQL 15: buildings copied, checked, typed, unique, sorted, and their rates", (seconds, most[0])),
    ]


def _grid(rows: list[Row], buildings: int) -> str:
    """The table; ratios are to the bare read, the last row."""
    least = rows[-1][1][0] or 1
    heads = ("what", "wall, s", "buildings a second", "peak memory, MB", "ratio to the bare read")
    cells = []
    for label, (seconds, most) in rows:
        rate, ratio = buildings / (seconds or 1), (seconds or 0) / least
        cells.append((label, figure(seconds, 1), figure(rate), figure(most), figure(ratio, 1)))
    return grid(heads, cells)


if __name__ == "__main__":
    main()
