"""The bench of addresses: `python -m bench.addresses --communes 2200`.

Simulates a region (2,200 communes hold about 1.3 million addresses), or reuses it; loads its addresses, builds their
index and asks it 3,000 queries of eleven kinds; then the hand-typed list, on the demonstration region. Given a Python
that has addok, addok-fr and addok-france, and redis-server, asks addok the same on the same addresses.
"""

import csv
import gzip
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np

from bench import addok, table
from bench.addok import Answers
from bench.process import maillage, timed
from bench.table import Row, Sheet, figure, grid, medians
from bench.typed import Address, Typed, by_kind, drawn, right
from maillage import territories
from maillage.simulation.world.model import World
from maillage.simulation.write import write_territory
from maillage.store.addresses.find import find
from maillage.store.addresses.index import Index
from maillage.store.duck import connect
from maillage.store.home import fresh_folder

MEASURES = ("maillage/store/addresses",)
SEED, QUERIES, LIMIT = 20261122, 3_000, 5
DEMONSTRATION = (400, 2026)
"""Communes and seed of the region that `maillage up` alone writes, which the list is about."""
COMMUNES = Path(territories.__file__).with_name("reference") / "communes.json.gz"
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
    """Run the bench, print its tables and write them."""
    parser = table.parser("bench.addresses", __doc__)
    parser.add_argument("--communes", type=int, default=2_200, help="size of the region simulated")
    parser.add_argument("--varied", action="store_true", help="streets named after every commune of France")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where everything is written")
    parser.add_argument("--addok", type=Path, help="a Python with addok, addok-fr and addok-france")
    asked = table.asked(parser)
    folder: Path = asked.options.folder.resolve()
    sheet = Sheet(asked, "addresses", "Finding an address by what one types", MEASURES)
    files = _files(folder / f"addresses-{asked.options.communes}", asked.options.communes, SEED)
    files = _varied(files) if asked.options.varied else files
    communes, seed = DEMONSTRATION
    shown = _files(folder / f"addresses-{communes}-demonstration", communes, seed, whole=True)
    queries, listed = drawn(_addresses(files), _codes(files), QUERIES, SEED), _listed(_addresses(shown))
    runs, kinds, size = [], {}, ""
    for _ in range(asked.runs):
        ours, size = _ours(folder, files, queries)
        typed, _words = _ours(folder, shown, listed)
        answered = {"Maillage": (queries, ours), "Maillage, hand-typed list": (listed, typed)}
        if asked.options.addok:
            texts = [query.text for query in queries]
            answered["addok"] = queries, addok.ask(asked.options.addok, folder, files, texts, LIMIT)
        runs.append([_row(who, *pair) for who, pair in answered.items()])
        kinds = {who: _kinds(*pair) for who, pair in answered.items() if pair[0] is queries}
    heads = ("", "index, s", "size, MB", "p50, ms", "p95, ms", "recall@1", f"recall@{LIMIT}")
    shapes = (1, 0, 1, 1, 3, 3)
    rows = [(who, *map(figure, figures, shapes)) for who, figures in medians(runs)]
    sheet.write(
        f"{size}; {QUERIES:,} queries. The size of Maillage is on disk, that of addok in Redis.",
        grid(heads, rows),
        *(f"{who}, by kind of query:\n\n{told}" for who, told in kinds.items()),
    )


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


def _varied(files: Path) -> Path:
    """The same with six streets in ten named after a commune of France, drawn by the street: 33,000 names in place of
    40, which is a vocabulary as wide as that of the real base."""
    folder = files.with_name(f"{files.name}-varied")
    if (folder / "manifest.csv").is_file():
        return folder
    fresh_folder(folder)
    with gzip.open(COMMUNES, "rt", encoding="utf-8") as file:
        names = sorted({row["nom"] for row in json.load(file)})
    for path in files.iterdir():
        if path.suffix != ".gz":
            (folder / path.name).hardlink_to(path)
    with closing(connect()) as con:
        for path in _addresses(files):
            read = f"read_csv('{path}', delim = ';', all_varchar = true)"
            drawn_by = "hash(split_part(id, '_', 1) || split_part(id, '_', 2))"
            named = f"split_part(nom_voie, ' ', 1) || ' ' || $names[({drawn_by} % {len(names)})::INTEGER + 1]"
            con.execute(
                f"COPY (SELECT * REPLACE (CASE WHEN {drawn_by} % 10 < 6 THEN {named} ELSE nom_voie END AS nom_voie) "
                f"FROM {read}) TO '{folder / path.name}' (FORMAT csv, DELIMITER ';', COMPRESSION gzip)",
                {"names": names},
            )
    return folder


def _addresses(files: Path) -> list[Path]:
    return sorted(files.glob("adresses-*.csv.gz"))


def _codes(files: Path) -> list[str]:
    listed = ", ".join(f"'{path}'" for path in _addresses(files))
    read = f"read_csv([{listed}], delim = ';', all_varchar = true)"
    return [code for (code,) in duckdb.sql(f"SELECT DISTINCT code_insee FROM {read} ORDER BY 1").fetchall()]


def _ours(folder: Path, files: Path, queries: Sequence[Typed]) -> tuple[Answers, str]:
    """The index of a region, built alone in a process, its answers, and how much it holds in words."""
    home, path = folder / f"home-{files.name}", folder / f"{files.name}.sqlite"
    if not home.is_dir():
        loaded = maillage(home, "up", "--from", str(files), "--no-serve")
        print(f"{files.name}: loaded and published in {loaded.seconds:.1f} s", flush=True)
    path.unlink(missing_ok=True)
    spent = timed([sys.executable, "-c", BUILD, str(home), str(path)])
    with closing(Index(path)) as index:
        houses = index.db.execute("SELECT sum(length(spots)) / 12 FROM house").fetchone()[0]
        words = f"{houses:,} addresses, {len(index.town_of):,} streets and hamlets, indexed in {spent.memory:.0f} MB"
    return Answers(spent.seconds, path.stat().st_size / 1e6, *_ask(path, queries)), words


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


def _right(queries: Sequence[Typed], answers: Answers) -> list[list[bool]]:
    """Whether each answer to each query is the address meant."""
    return [
        [right(query.meant, found.number, found.street, found.code) for found in some[:LIMIT]]
        for query, some in zip(queries, answers.answers, strict=True)
    ]


def _recall(good: Sequence[Sequence[bool]]) -> tuple[float, float]:
    """The share of queries whose first answer is right, then one among the first ones."""
    return sum(some[:1] == [True] for some in good) / len(good), sum(map(any, good)) / len(good)


def _row(who: str, queries: Sequence[Typed], answers: Answers) -> Row:
    middle, late = np.percentile(answers.times, [50, 95])
    return who, (answers.index, answers.size, middle, late, *_recall(_right(queries, answers)))


def _kinds(queries: Sequence[Typed], answers: Answers) -> str:
    """The table of how often the right address came first, then among the first ones, by kind of query."""
    good = dict(zip(queries, _right(queries, answers), strict=True))
    rows = []
    for kind, some in by_kind(queries):
        if some:
            rows.append(
                (kind, str(len(some)), *(figure(share, 3) for share in _recall([good[query] for query in some])))
            )
    return grid(("kind", "queries", "recall@1", f"recall@{LIMIT}"), rows)


if __name__ == "__main__":
    main()
