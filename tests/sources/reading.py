"""Reading a delivery as the loader does, up to the rows of the table: shared by the tests of sources."""

import csv
import re
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely

from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Content, Format, RawRow
from maillage.pipeline.job import Load
from maillage.pipeline.load_sql import read_in_sql
from maillage.sources import SqlSource, catalogue, is_sql
from maillage.store.duck import connect, create
from maillage.store.home import Home, fresh_folder
from maillage.store.lake import stored_columns
from maillage.tables import catalogue as tables

REPOSITORY = Path(__file__).parents[2]
SAMPLES = REPOSITORY / "samples"


@dataclass(slots=True)
class Reading:
    """What a source gives for some files: rows, refusals and doubts (line, column, reason), notes, columns at odds."""

    rows: list[dict[str, object]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[tuple[int, str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a column is one of these, patterns included."""
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def read(name: str, paths: Iterable[Path]) -> Reading:
    """Read files of a source one after the other."""
    module, found = catalogue()[name], Reading()
    source = module.SOURCE
    known = source.required + source.optional + source.ignored
    for path in paths:
        content = source.format.read(path)
        found.missing += [want for want in source.required if not any(matches(c, [want]) for c in content.columns)]
        found.unknown += [column for column in content.columns if not matches(column, known)]
        if is_sql(module):
            _read_in_sql(module, path, found)
            continue
        for raw in content.rows:
            row = Row(raw.cells, raw.line)
            try:
                if raw.fault:
                    raise Refused("", raw.fault)
                found.rows += module.parse(row)
                found.doubts += [(raw.line, column, reason) for column, _, reason in row.doubts]
            except Refused as refusal:
                found.refused.append((raw.line, refusal.column, refusal.reason))
        found.notes += [note.reason for note in content.notes]
    return found


def _read_in_sql(module: SqlSource, path: Path, found: Reading) -> None:
    """What a source read in SQL makes of a file."""
    with TemporaryDirectory() as folder, closing(connect()) as con:
        home = Home(Path(folder))
        fresh_folder(home.aside)
        job = Load(home, module.SOURCE, tables()[module.SOURCE.table], con, None, "2026-T2", "")
        create(con, "staging", stored_columns(job.table))
        read_in_sql(job, module, [path], lambda label, rows: None)
        columns = ", ".join(column.name for column in job.table.columns if column.name != "periode")
        rows = con.execute(f"SELECT {columns} FROM staging ORDER BY ligne")
        names = [column[0] for column in rows.description]
        found.rows += [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    told = sorted((one.line, one.column, one.reason) for one in job.problems)
    found.refused += [one for one in told if one[0]]
    found.notes += [reason for line, column, reason in told if not line and not column]


def manifest() -> dict[str, list[Path]]:
    """The sample files of each source."""
    found: dict[str, list[Path]] = {}
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["source"], []).append(SAMPLES / row["path"])
    return found


def written(folder: Path, content: bytes | str, name: str = "fichier.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def drawn(form: Format, path: Path) -> tuple[Content, list[RawRow]]:
    """What a format finds in a file, and all its rows."""
    content = form.read(path)
    return content, list(content.rows)


def readable(row: Mapping[str, object]) -> dict[str, object]:
    """A row as it is written in the expected file: an outline in WKT, to five decimals."""
    return {
        name: shapely.to_wkt(shapely.from_wkb(value), rounding_precision=5) if isinstance(value, bytes) else value
        for name, value in row.items()
    }
