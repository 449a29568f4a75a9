"""The bench of addresses: `python -m bench.addresses --communes 2200`.

Simulates a region (2,200 communes hold about 1.3 million addresses), or reuses it; loads its addresses, builds their
index and asks it 3,000 queries of eleven kinds; then the hand-typed list, on the demonstration region. Given a Python
that has addok, addok-fr and addok-france, and redis-server, asks addok the same on the same addresses.
"""

import argparse
import csv
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np

from bench import addok
from bench.build import timed
from bench.typed import Address, Typed, by_kind, drawn, right
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory
from maillage.store.addresses.find import find
from maillage.store.addresses.index import Index

SEED, QUERIES, LIMIT = 20261122, 3_000, 5
DEMONSTRATION = (400, 2026)
"""Communes and seed of the region that `maillage up` alone writes, which the list is about."""
LIST = Path(__file__).with_name("addresses_queries.csv")
FORMATS = ("cog_communes", "cog_departements", "cog_epci", "cog_regions", "ban_adresses", "ban_lieux_dits")
BUILD = """
import sys, time
from contextlib import closing
from pathlib import Path
from maillage import tables
from maillage.store.addresses.build import build
from maillage.store.duck import connect
from maillage.store.home import Home
from maillage.store.lake import open_tables
from maillage.store.receipt import all_receipts
from maillage.territories.cog import load_cog
from maillage.territories.tiers import territories
home = Home(Path(sys.argv[1]))
with closing(connect()) as con:
    open_tables(con, home, list(tables.catalogue().values()), all_receipts(home))
    build(Path(sys.argv[2]), con, territories(load_cog(con, None)))
"""


def main() -> None:
    """Run the bench and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=int, default=2_200, help="size of the region simulated")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where everything is written")
    parser.add_argument("--addok", type=Path, help="a Python with addok, addok-fr and addok-france")
    options = parser.parse_args()
    folder: Path = options.folder.resolve()
    print(f"{date.today()} · {platform.machine()} · Python {platform.python_version()}\n")
    files = _files(folder / f"addresses-{options.communes}", options.communes, SEED)
    communes, seed = DEMONSTRATION
    shown = _files(folder / f"addresses-{communes}-demonstration", communes, seed, whole=True)
    # Before anything is held here: a process starts with the memory of the one that starts it.
    path, known = _index(folder, files), _index(folder, shown)
    queries = drawn(_addresses(files), _codes(files), QUERIES, SEED)
    _say("Maillage", queries, *_ask(path, queries))
    listed = _listed(_addresses(shown))
    _say("Maillage, hand-typed list", listed, *_ask(known, listed))
    if options.addok:
        _say("addok", queries, *addok.ask(options.addok, folder, files, [one.text for one in queries], LIMIT))


def _files(folder: Path, communes: int, seed: int, whole: bool = False) -> Path:
    """The files of a fictional territory: one region, unless `whole` leaves it as the demonstration has it."""
    if not (folder / "manifest.csv").is_file():
        world = World(communes, seed, 1)
        if not whole:
            cog = world.cog
            one = {"regions": cog.regions[:1], "region_names": cog.region_names[:1]}
            world.__dict__["cog"] = replace(cog, region_of=[0] * len(cog.departements), **one)
        write_territory(folder, world, FORMATS)
    return folder


def _addresses(files: Path) -> list[Path]:
    return sorted(files.glob("adresses-*.csv.gz"))


def _codes(files: Path) -> list[str]:
    listed = ", ".join(f"'{path}'" for path in _addresses(files))
    read = f"read_csv([{listed}], delim = ';', all_varchar = true)"
    return [code for (code,) in duckdb.sql(f"SELECT DISTINCT code_insee FROM {read} ORDER BY 1").fetchall()]


def _index(folder: Path, files: Path) -> Path:
    """Load the addresses of a region and build their index, alone in a process, to measure it."""
    home, path = folder / f"home-{files.name}", folder / f"{files.name}.sqlite"
    if not home.is_dir():
        command = [sys.executable, "-m", "maillage.cli", "up", "--from", str(files), "--no-serve"]
        loaded = timed(command, MAILLAGE_HOME=str(home))
        print(f"{files.name}: loaded and published in {loaded[0]:.1f} s, {loaded[1]:.0f} MB at most")
    path.unlink(missing_ok=True)
    seconds, most = timed([sys.executable, "-c", BUILD, str(home), str(path)])
    with closing(Index(path)) as index:
        houses = index.db.execute("SELECT sum(length(spots)) / 12 FROM house").fetchone()[0]
        print(
            f"{files.name}: {houses:,} addresses, {len(index.town_of):,} streets and hamlets, "
            f"indexed in {seconds:.1f} s, {most:.0f} MB at most, {path.stat().st_size / 1e6:.0f} MB on disk\n"
        )
    return path


def _ask(path: Path, queries: Sequence[Typed]) -> tuple[list[list[Address]], list[float]]:
    """The answers to each query, the likeliest first, and the milliseconds each took."""
    answers, times = [], []
    with closing(Index(path)) as index:
        for one in queries:
            started = time.perf_counter()
            found = find(index, one.text, LIMIT)
            times.append((time.perf_counter() - started) * 1000)
            answers.append(
                [Address(place.number or "", place.name, place.postcode, place.town, place.commune) for place in found]
            )
    return answers, times


def _listed(files: Sequence[Path]) -> list[Typed]:
    """The hand-typed list; the code of a commune is found by its name, which is unique."""
    listed = ", ".join(f"'{path}'" for path in files)
    read = f"read_csv([{listed}], delim = ';', all_varchar = true)"
    codes = dict(duckdb.sql(f"SELECT DISTINCT nom_commune, code_insee FROM {read}").fetchall())
    with LIST.open(encoding="utf-8", newline="") as file:
        return [
            Typed("à la main", row["typed"], Address(row["number"], row["street"], "", codes[row["commune"]], ""))
            for row in csv.DictReader(file, delimiter=";")
        ]


def _say(who: str, queries: Sequence[Typed], answers: Sequence[Sequence[Address]], times: Sequence[float]) -> None:
    """How often the right address came first, among five, and in how long, by kind then in all."""
    good = {
        one: [right(one.meant, found.number, found.street, found.code) for found in some[:LIMIT]]
        for one, some in zip(queries, answers, strict=True)
    }
    print(f"| {who} | queries | recall@1 | recall@{LIMIT} |\n|---|---:|---:|---:|")
    for kind, some in [*by_kind(queries), ("toutes", list(queries))]:
        if some:
            first, among = sum(good[one][:1] == [True] for one in some), sum(any(good[one]) for one in some)
            print(f"| {kind} | {len(some)} | {first / len(some):.3f} | {among / len(some):.3f} |")
    middle, late = np.percentile(times, [50, 95])
    print(f"\n{who}: p50 {middle:.1f} ms, p95 {late:.1f} ms, slowest {max(times):.0f} ms\n", flush=True)


if __name__ == "__main__":
    main()
