"""The memory of what serves, as requests go by: `python -m bench.memory`.

The demonstration region is served. Four clients ask for 10,000 pages drawn with a fixed seed, six in ten of them the
portrait of a territory, then for 200 files, CSV and workbooks of lists. The resident memory of each process (what it
shares with the others included) is read after each thousand pages and each fifty files.
"""

import asyncio
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from bench import table
from bench.address_page import addresses
from bench.readers import ask, portraits
from bench.serving import SEED, demonstration, resident, served
from bench.table import Row, Sheet, figure, grid, medians

MEASURES = ("maillage/config", "maillage/kernel", "maillage/observatory", "maillage/store", "maillage/web")
CLIENTS = 4
PORTRAITS = 0.6
PAGES_APART, FILES_APART = 1_000, 50
LISTS = (
    "/conventions",
    "/deploiement",
    "/engagements",
    "/indicateurs",
    "/offres",
    "/previsions",
    "/sources",
    "/territoires",
    "/zones-blanches",
)
"""Lists whose page is at this address, and whose files are at the same one with `.csv` or `.xlsx`."""
INNER_LISTS = ("/conventions/liste", "/conventions/sans", "/zones-blanches/lieux")
"""Those that have files and no page of their own."""
FORMS = ("csv", "xlsx")
MADE_BEHIND = 303
"""How a workbook too large to be made while one waits is answered: by the page of the job that makes it."""


def main() -> None:
    """Run the bench, print its table and write it."""
    parser = table.parser("bench.memory", __doc__)
    parser.add_argument("--home", type=Path, help="a home of the demonstration region")
    parser.add_argument("--requests", type=int, default=10_000, help="pages asked for")
    parser.add_argument("--exports", type=int, default=200, help="files asked for after them")
    asked = table.asked(parser)
    sheet = Sheet(asked, "memory", "The memory of what serves", MEASURES, ("DuckDB", "Django", "gunicorn"))
    with demonstration(asked.options.home) as home:
        pages, files = _pages(home, asked.options.requests), _files(home, asked.options.exports)
        runs = [list(_measured(home, pages, files)) for _ in range(asked.runs)]
    workers = len(runs[0][0][1]) - 1
    heads = ("after", *(f"worker {rank + 1}, MB" for rank in range(workers)), "jobs, MB")
    sheet.write(
        "Resident memory, what is shared with the others included. Files come after all the pages. « Jobs » is the "
        "process that makes the large workbooks.",
        grid(heads, [(label, *map(figure, figures)) for label, figures in medians(runs)]),
    )


def _pages(home: Path, count: int) -> list[str]:
    """Addresses of pages, drawn with a fixed seed."""
    chance = random.Random(SEED)
    places = portraits(home)
    kinds = (
        LISTS,
        [f"/indicateurs/{name}" for (name,) in _held(home, "indicateur")],
        [f"/adresse/{key}" for key in addresses(home)],
        [f"/recherche?q={word}" for word in ("mont", "val", "rue", "saint", "bois")],
        [f"/comparer?t={_named(left)}&t={_named(right)}" for left, right in zip(places, places[7:], strict=False)],
    )
    return [chance.choice(places if chance.random() < PORTRAITS else chance.choice(kinds)) for _ in range(count)]


def _files(home: Path, count: int) -> list[str]:
    """Addresses of files of several kinds, drawn with a fixed seed, each kind as often."""
    chance = random.Random(SEED)
    kinds = (
        [f"{path}.{{}}" for path in (*LISTS, *INNER_LISTS)],
        [f"{path}.{{}}" for path in portraits(home)],
        [f"/indicateurs/{name}.{{}}" for (name,) in _held(home, "indicateur")],
        [f"/indicateurs/{name}.{{}}?niveau={level}" for name, level in _held(home, "indicateur, niveau")],
        [f"/indicateurs/{name}/classement.{{}}?niveau={level}" for name, level in _held(home, "indicateur, niveau")],
        [f"/graphiques/{'/'.join(names)}.{{}}" for names in _held(home, "indicateur, niveau, code")],
    )
    return [chance.choice(chance.choice(kinds)).format(chance.choice(FORMS)) for _ in range(count)]


def _held(home: Path, columns: str) -> list[tuple[str, ...]]:
    """What these columns of the published values hold together."""
    values = home / "releases" / "current" / "values.parquet"
    return duckdb.sql(f"SELECT DISTINCT {columns} FROM '{values}' ORDER BY ALL").fetchall()


def _named(path: str) -> str:
    """`/territoires/epci/200069052` → `epci:200069052`."""
    return ":".join(path.split("/")[2:])


def _measured(home: Path, pages: Sequence[str], files: Sequence[str]) -> Iterator[Row]:
    """The resident memory of each worker, then of the process of jobs, as requests go by.

    Of a copy of the home: pages and files that were made are kept in it, and each run must make its own.
    """
    with TemporaryDirectory(prefix="maillage_bench_") as folder, served(_copy(home, folder)) as (port, server):
        processes = _processes(server)
        for what, paths, apart in (("pages", pages, PAGES_APART), ("files", files, FILES_APART)):
            for start in range(0, len(paths), apart):
                if what == "pages" or start:
                    yield f"{start:,} {what}", list(map(resident, processes))
                asyncio.run(_crowd(port, paths[start : start + apart]))
                if _processes(server) != processes:
                    sys.exit(f"A process of the server was replaced before {start + apart:,} {what}.")
            yield f"{len(paths):,} {what}", list(map(resident, processes))


def _copy(home: Path, folder: str) -> Path:
    return Path(shutil.copytree(home, Path(folder) / "home", symlinks=True))


def _processes(server: int) -> list[int]:
    """The workers of the server, the oldest first, then the process of jobs: the child of the first one started."""
    keeper, *workers = _children(server)
    return [*workers, *_children(keeper)]


def _children(process: int) -> list[int]:
    """In the order they started."""
    listed = map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
    return sorted(listed, key=_started)


def _started(process: int) -> int:
    """The moment a process started, in ticks since the machine did: the twentieth word after its name."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])


async def _crowd(port: int, paths: Sequence[str]) -> None:
    """All these pages or files, by a few clients who never wait between two."""
    waiting = iter(paths)

    async def client() -> None:
        for path in waiting:
            await ask(port, path, (200, MADE_BEHIND))

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


if __name__ == "__main__":
    main()
