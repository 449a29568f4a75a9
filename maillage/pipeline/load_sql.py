"""Read a very large CSV in SQL, block by block: the second way in, for the sources that hold CHECKS and SELECT.

DuckDB reads a block when each of its lines is one row of the right width in UTF-8. Any other block is first mended by
the very reader of the first way (`formats/csv.py`), which says what is wrong with which line: so both ways refuse the
same lines for the same reasons, and the cost of faults is paid by the blocks that hold some.
"""

import csv
import io
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from maillage import sources
from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Rule
from maillage.pipeline.checks import check_columns
from maillage.pipeline.job import Load
from maillage.sources.formats.csv import LONGEST, Csv, legacy_note
from maillage.sources.formats.csv_blocks import Block, blocks
from maillage.store.duck import quoted
from maillage.store.lake import stored_columns
from maillage.territories.cog import Cog

MOST_REFUSED = 1_000_000
"""Rows refused beyond which the file is turned away: each one is kept with its reason."""
BUFFER = 4 * 1024**2
MACROS = (
    "texte(cell) AS nullif(trim(cell), '')",
    "code_commune(cell) AS CASE WHEN regexp_full_match(trim(cell), '(2[ABab]|[0-9]{1,2})?[0-9]{1,3}') "
    "THEN upper(lpad(trim(cell), 5, '0')) END",
    "nombre(cell) AS try_cast(cell AS DOUBLE)",
    "jour(cell) AS try_cast(cell AS DATE)",
)
"""What a CHECK or a SELECT may call: a text without its spaces, a commune code with its leading zero, a number, a day.

Each gives NULL for what it cannot read."""
Progress = Callable[[str, int], None]
T = TypeVar("T")


def read_in_sql(job: Load, module: sources.SqlSource, path: Path, progress: Progress) -> None:
    """Add the rows of a file to `staging`; refusals, and rows of other regions, are recorded on the way."""
    attached = Attachments(job.con, job.cog) if job.cog else None
    insert = _insert(job, path.name)
    for _ in parsed(job, module, path):
        if attached:
            attached.learn()
            attached.refuse(job, path.name)
        job.con.execute(insert)
        progress(job.source.title, job.read)


def parsed(job: Load, module: sources.SqlSource, path: Path) -> Iterator[None]:
    """Read a file: at each step, the table `lu` holds what SELECT gives from the good rows of one more block."""
    form = job.source.format
    assert isinstance(form, Csv), "a source read in SQL is a CSV"
    columns = form.read(path).columns
    for problem in check_columns(job.source, path.name, columns):
        job.report(problem)
    for macro in MACROS:
        job.con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
    reader = Reader(job, form, columns, module.CHECKS, path)
    empty = " ".join(f"WHEN {name} IS NULL THEN '{name}'" for name in job.needed())
    with closing(ahead(blocks(path, form.header))) as coming:
        for block in coming:
            reader.read(block)
            job.con.execute(
                f"CREATE OR REPLACE TEMP TABLE lu AS SELECT *, CASE {empty} END AS vide FROM ({module.SELECT})"
            )
            job.ignored += _count(job.con, "brut") - _count(job.con, "lu")
            for line, column in _rows(job, "SELECT ligne, vide FROM lu WHERE vide IS NOT NULL ORDER BY 1"):
                refuse(
                    job, Problem(path.name, line, column, "", "valeur obligatoire absente", Effect.REFUSED)
                )
            yield
    if reader.legacy:
        job.report(legacy_note(path, reader.legacy))


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """The same items, each one made in a thread while the one before is used."""
    end = object()
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = worker.submit(next, items, end)
            yield item  # type: ignore[misc]


class Reader:
    """Makes of each block of a file the view `brut`, and records the rows it leaves out."""

    def __init__(
        self, job: Load, form: Csv, columns: tuple[str, ...], checks: tuple[Rule, ...], path: Path
    ) -> None:
        self.job, self.form, self.columns, self.path = job, form, columns, path
        self.checks = checks
        self.legacy = 0
        self.aside = job.home.aside / "block.csv"
        broken = " ".join(
            f"WHEN NOT coalesce({one.condition}, true) THEN {i}" for i, one in enumerate(checks)
        )
        values = " ".join(f'WHEN {i} THEN left("{one.column}", 80)' for i, one in enumerate(checks))
        self.judge = (
            f"CREATE OR REPLACE TEMP TABLE refuses AS SELECT ligne, refus, CASE refus {values} END AS valeur "
            f"FROM (SELECT *, CASE {broken} END AS refus FROM bloc) WHERE refus IS NOT NULL"
        )

    def read(self, block: Block) -> None:
        """Let `brut` be the good rows of a block."""
        if not self._whole(block):
            self._draw(self._mended(block), ("ligne", *self.columns), ",", "*")
        self.job.con.execute(self.judge)
        self.job.con.execute(
            "CREATE OR REPLACE TEMP VIEW brut AS FROM bloc WHERE ligne NOT IN (SELECT ligne FROM refuses)"
        )
        self.job.read += _count(self.job.con, "bloc")
        for line, rank, value in _rows(self.job, "FROM refuses ORDER BY ligne"):
            check = self.checks[rank]
            refuse(
                self.job,
                Problem(self.path.name, line, check.column, value or "", check.reason, Effect.REFUSED),
            )

    def _whole(self, block: Block) -> bool:
        """Read a block as it is; whether each of its lines was one row."""
        if b"\0" in block.text:
            return False
        first_line = block.head.decode("utf-8", "replace")
        separator = max(self.form.separator, key=first_line.count)
        try:
            self._draw(
                block.text, self.columns, separator, f"row_number() OVER () + {block.first - 1} AS ligne, *"
            )
        except duckdb.InvalidInputException:
            return False
        lines = block.text.count(b"\n") + (not block.text.endswith(b"\n"))
        return _count(self.job.con, "bloc") == lines

    def _draw(self, text: bytes, columns: tuple[str, ...], separator: str, drawn: str) -> None:
        """Make the table `bloc` of some lines."""
        self.aside.write_bytes(text)
        kinds = ", ".join(
            f"{quoted(name)}: '{'BIGINT' if name == 'ligne' else 'VARCHAR'}'" for name in columns
        )
        self.job.con.execute(
            f"CREATE OR REPLACE TEMP TABLE bloc AS SELECT {drawn} FROM read_csv({quoted(self.aside)}, "
            f"columns = {{{kinds}}}, auto_detect = false, header = false, delim = {quoted(separator)}, quote = '\"', "
            f"escape = '\"', nullstr = '', strict_mode = true, max_line_size = {LONGEST + 2}, buffer_size = {BUFFER})"
        )

    def _mended(self, block: Block) -> bytes:
        """The rows of a block that can be read, in plain UTF-8, each with its line; the others are refused."""
        found = io.StringIO(newline="")
        writer = csv.writer(found, lineterminator="\n", quoting=csv.QUOTE_ALL)
        records = self.form.records(io.BytesIO(block.head + block.text), self.path)
        try:
            while True:
                raw = next(records)
                line = raw.line - self.form.header + block.first - 1
                if raw.fault:
                    self.job.read += 1
                    refuse(self.job, Problem(self.path.name, line, "", "", raw.fault, Effect.REFUSED))
                else:
                    writer.writerow([line, *raw.cells.values()])
        except StopIteration as end:
            self.legacy += end.value
        return found.getvalue().encode()


class Attachments:
    """Where each published commune code leads, asked to the COG once and kept in the table `rattachement`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, cog: Cog) -> None:
        self.con, self.cog = con, cog
        con.execute(
            "CREATE OR REPLACE TEMP TABLE rattachement "
            "(publiee VARCHAR, actuelle VARCHAR, ailleurs BOOLEAN, motif VARCHAR)"
        )

    def learn(self) -> None:
        """Settle the codes of `lu` that were never met."""
        new = self.con.execute(
            "SELECT DISTINCT commune FROM lu WHERE commune IS NOT NULL AND commune NOT IN (SELECT publiee FROM rattachement)"
        ).fetchall()
        if new:
            self.con.executemany(
                "INSERT INTO rattachement VALUES (?, ?, ?, ?)", [self._settled(code) for (code,) in new]
            )

    def _settled(self, published: str) -> tuple[str, str | None, bool, str | None]:
        code, reason = self.cog.carry(published)
        if code is None and not self.cog.lies_elsewhere(published):
            return published, None, False, reason
        return published, code, code is None or not self.cog.served(code), None

    def refuse(self, job: Load, file: str) -> None:
        """Record the rows whose code leads nowhere, and count those of other regions."""
        unknown = "FROM lu JOIN rattachement ON publiee = commune WHERE motif IS NOT NULL AND vide IS NULL"
        for line, code, reason in _rows(job, f"SELECT ligne, commune, motif {unknown} ORDER BY 1"):
            refuse(job, Problem(file, line, "commune", code, reason, Effect.REFUSED))
        if not job.table.whole_france:
            job.outside += _count(
                self.con, "lu JOIN rattachement ON publiee = commune WHERE ailleurs AND vide IS NULL"
            )


def _insert(job: Load, file: str) -> str:
    """The statement that adds to `staging` the rows of `lu` that are kept."""
    given = {
        "commune": "actuelle" if job.cog else "lu.commune",
        "commune_publiee": "lu.commune",
        "source": quoted(job.source.name),
        "fichier": quoted(file),
        "ligne": "ligne",
    }
    if job.table.has("periode"):
        given["periode"] = quoted(job.period_of_rows())
    listed = ", ".join(f"{given.get(c.name, f'lu.{c.name}')} AS {c.name}" for c in stored_columns(job.table))
    kept = "motif IS NULL" + ("" if job.table.whole_france else " AND NOT ailleurs")
    attached = (
        f"JOIN rattachement ON publiee = lu.commune AND {kept}"
        if job.cog and job.table.has("commune")
        else ""
    )
    return f"INSERT INTO staging BY NAME SELECT {listed} FROM lu {attached} WHERE vide IS NULL"


def refuse(job: Load, problem: Problem) -> None:
    """Record a refused row. Raises DataError when there are too many to be listed."""
    job.report(problem)
    if len(job.problems) > MOST_REFUSED:
        raise DataError(
            f"{problem.file} : plus d’un million de lignes refusées. Dernier motif : ligne {problem.line}, "
            f"{problem.reason}. Le format a sans doute changé : rien n’a été chargé, les données d’avant restent."
        )


def _rows(job: Load, select: str) -> list[tuple[Any, ...]]:
    return job.con.execute(select).fetchall()


def _count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {source}").fetchone()
    return int(row[0]) if row else 0
