"""The bare read of files by DuckDB: unpacked, each of their cells read in its type, nothing kept."""

import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.process import Spent, timed

TYPES = {
    "x": "double precision",
    "y": "double precision",
    "num_voie": "integer",
    "pm_date_mad": "date",
    "date_completude": "date",
}
"""Of the columns of the file of buildings that are not text."""
BUILDINGS = """
import sys, zipfile, shutil, duckdb
plain, columns, counted, *zipped = sys.argv[1:]
con = duckdb.connect(config={"memory_limit": "700MB"})
for name in zipped:
    with zipfile.ZipFile(name) as archive, archive.open(archive.namelist()[0]) as member, open(plain, "wb") as file:
        shutil.copyfileobj(member, file, 1 << 20)
    con.execute(f"SELECT {counted} FROM read_csv('{plain}', columns = {columns}, header = true)").fetchall()
"""
EVERYTHING = """
import sys, zipfile, duckdb
plain, *names = sys.argv[1:]
con = duckdb.connect(config={"memory_limit": "700MB"})
def read(path):
    if path.endswith("json"):
        con.execute(f"SELECT count(*), count(COLUMNS(*)) FROM read_json('{path}', maximum_object_size = 100000000)")
    else:
        con.execute(f"SELECT count(*), count(COLUMNS(*)) FROM read_csv('{path}')")
    con.fetchall()
for name in names:
    if not name.endswith(".zip"):
        read(name)
        continue
    with zipfile.ZipFile(name) as archive:
        for member in archive.namelist():
            if member.endswith(".csv"):
                read(archive.extract(member, plain))
"""


def lines(buildings: Path) -> Iterator[bytes]:
    """The text of a zipped file, as a stream."""
    with zipfile.ZipFile(buildings) as archive, archive.open(archive.namelist()[0]) as member:
        while part := member.read(1 << 20):
            yield part


def columns(buildings: Path) -> list[str]:
    """The columns of a zipped CSV."""
    return next(lines(buildings)).split(b"\n", 1)[0].decode().split(",")


def buildings(files: Sequence[Path], place: Path) -> Spent:
    """Read zipped files of buildings, whose columns are the same, one after the other.

    `place` is the folder each is unpacked in.
    """
    names = columns(files[0])
    typed = "{" + ", ".join(f"'{name}': '{TYPES.get(name, 'text')}'" for name in names) + "}"
    counted = "count(*), " + ", ".join(f"count({name})" for name in names)
    plain = place / "buildings.plain.csv"
    try:
        return timed([sys.executable, "-c", BUILDINGS, str(plain), typed, counted, *map(str, files)])
    finally:
        plain.unlink(missing_ok=True)


def everything(folder: Path) -> Spent:
    """Read every CSV and JSON of a folder, in the types DuckDB finds; of zips, the CSV in them only."""
    ends = (".csv", ".csv.gz", ".zip", "json")
    files = [str(path) for path in sorted(folder.iterdir()) if path.name.endswith(ends) and path.name != "manifest.csv"]
    with TemporaryDirectory(dir=folder.parent) as plain:
        return timed([sys.executable, "-c", EVERYTHING, plain, *files])
