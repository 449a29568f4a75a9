"""Read a very large CSV in SQL, block by block: the second way in, for the sources that hold CHECKS and SELECT.

DuckDB reads a block when each of its lines is one row of the right width in UTF-8. Any other block is first mended by
the very reader of the first way (`formats/csv.py`), which says what is wrong with which line: so both ways refuse the
same lines for the same reasons, and the cost of faults is paid by the blocks that hold some.
"""

import csv
import io
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import duckdb

from maillage import sources
from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.row import NOTHING
from maillage.pipeline.checks import check_columns, check_look_alikes
from maillage.pipeline.job import Load, Progress
from maillage.sources.formats.csv import LONGEST, Csv, legacy_note
from maillage.sources.formats.csv_blocks import Block, blocks
from maillage.store.duck import quoted
from maillage.store.lake import stored_columns

WORKERS = 2
"""Blocks read at the same time."""
MOST_REFUSED = 1_000_000
"""Rows refused beyond which the file is turned away: each one is kept with its reason."""
ABSENT = "valeur obligatoire absente"
# DuckDB's own `trim` looks at each letter of each cell: it is called where there may be something to take off.
MACROS = (
    "trim(cell) AS CASE WHEN cell < '!' OR ends_with(cell, ' ') OR strlen(cell) <> length(cell) "
    "THEN system.main.trim(cell) ELSE cell END",
    "texte(cell) AS nullif(trim(cell), '')",
    "code_commune(cell) AS CASE WHEN regexp_full_match(trim(cell), '(2[ABab]|[0-9]{1,2})?[0-9]{1,3}') "
    "THEN upper(lpad(trim(cell), 5, '0')) END",
    "nombre(cell) AS try_cast(cell AS DOUBLE)",
    "jour(cell) AS try_cast(cell AS DATE)",
)
"""What a CHECK or a SELECT may call: a text without its spaces, a commune code with its leading zero, a number, a day.

Each gives NULL for what it cannot read."""
EMPTY = str(["", *NOTHING])
"""The cells that are NULL, as a list of DuckDB."""


@dataclass(slots=True)
class Tally:
    """What a block held, beside the rows kept."""

    read: int = 0
    ignored: int = 0
    outside: int = 0
    legacy: int = 0
    problems: list[Problem] = field(default_factory=list)
    values: list[tuple[int, str, int, int]] = field(default_factory=list)
    """Of the lists of labels: the rank of the list, a value, how many rows hold it, the first line that does."""


def read_in_sql(job: Load, module: sources.SqlSource, paths: Sequence[Path], progress: Progress) -> None:
    """Add the rows of files to `staging`; refusals, and rows of other regions, are recorded on the way."""
    pending: deque[tuple[Path, Future[Tally]]] = deque()
    legacy: Counter[Path] = Counter()

    def gather() -> None:
        path, tally = pending.popleft()
        legacy[path] += _gather(job, path.name, tally.result(), progress)

    # Each worker computes in its own thread: those of DuckDB would only contend with them.
    job.con.execute("SET threads = 1")
    with ThreadPoolExecutor(WORKERS) as pool:
        # The first blocks of a file are read while the last ones of the file before are.
        for rank, path in enumerate(paths):
            for take in _takers(job, module, path, rank):
                pending.append((path, pool.submit(take)))
                if len(pending) > WORKERS:
                    gather()
        while pending:
            gather()
    job.con.execute("RESET threads")
    for path in paths:
        _refuse_empty(job, path.name)
        if legacy[path]:
            job.report(legacy_note(path, legacy[path]))


def _takers(job: Load, module: sources.SqlSource, path: Path, rank: int) -> Iterator[Callable[[], Tally]]:
    """What reads each block of a file, in its order."""
    form = job.source.format
    assert isinstance(form, Csv), "a source read in SQL is a CSV"
    columns = form.read(path).columns
    for problem in check_look_alikes(job.source, path, columns):
        job.report(problem)
    for problem in check_columns(job.source, path.name, columns):
        job.report(problem)
    free: SimpleQueue[Worker] = SimpleQueue()
    for number, block in enumerate(blocks(path, form.header)):
        # A small file is one block, for which one worker gets ready.
        if number < WORKERS:
            free.put(Worker(job, module, form, columns, path, f"{rank}-{number}"))
        yield partial(_take, free, block)


def _refuse_empty(job: Load, file: str) -> None:
    """Refuse the rows of a file without a column that the table requires."""
    for name in job.needed():
        empty = f"{name} IS NULL AND fichier = {quoted(file)}"
        for (line,) in job.con.execute(f"SELECT ligne FROM staging WHERE {empty} ORDER BY 1").fetchall():
            job.report(Problem(file, line, name, "", ABSENT, Effect.REFUSED))
        job.con.execute(f"DELETE FROM staging WHERE {empty}")


def _take(free: "SimpleQueue[Worker]", block: Block) -> Tally:
    worker = free.get()
    try:
        return worker.take(block)
    finally:
        free.put(worker)


def _gather(job: Load, file: str, tally: Tally, progress: Progress) -> int:
    """Add up what a block held; how many of its lines were not in UTF-8. Raises DataError after too many refusals."""
    job.read += tally.read
    job.ignored += tally.ignored
    job.outside += tally.outside
    for rank, value, rows, line in tally.values:
        job.labels[rank].see(value, rows, file, line)
    for problem in sorted(tally.problems, key=lambda problem: problem.line):
        job.report(problem)
        if len(job.problems) > MOST_REFUSED:
            raise DataError(
                f"{problem.file} : plus de lignes refusées qu’il n’est possible d’en lister. Dernier motif : ligne "
                f"{problem.line}, {problem.reason}. Le format a sans doute changé : rien n’a été chargé, les données "
                "d’avant restent."
            )
    progress(job.source.title, job.read)
    return tally.legacy


class Worker:
    """Takes blocks of one file, one at a time, in a connection of its own.

    The lines of a block are the table `lignes`, each with the rank of the first check it breaks (`refus`), and with
    their numbers the view `bloc`; those that break none are the view `brut`, and what SELECT gives from these the view
    `lu`. `rattachement` tells where each published code leads, asked to the COG once.
    """

    def __init__(
        self, job: Load, module: sources.SqlSource, form: Csv, columns: tuple[str, ...], path: Path, name: str
    ) -> None:
        self.job, self.form, self.columns, self.path = job, form, columns, path
        self.checks = module.CHECKS
        self.con = job.con.cursor()
        self.aside = job.home.aside / f"block-{name}.csv"
        self.tally = Tally()
        self.attached = job.cog is not None and job.table.has("commune")
        self.settled: dict[str, tuple[bool, str | None]] = {}
        """Of each published code met: whether it lies elsewhere, why it leads nowhere."""
        for macro in MACROS:
            self.con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
        # A column that the source can do without is there, and empty.
        absent = [name for name in job.source.optional if name.isidentifier() and name not in columns]
        self.absent = "".join(f', NULL::VARCHAR AS "{name}"' for name in absent)
        unused = ", ".join(f'"{name}"' for name in columns if name in job.source.ignored)
        self.read = f"* EXCLUDE ({unused})" if unused else "*"
        kinds = ", ".join(f"{quoted(name)}: ''::VARCHAR" for name in columns if name not in job.source.ignored)
        self.con.execute(
            "CREATE OR REPLACE TEMP VIEW bloc AS "
            f"SELECT 0::BIGINT AS ligne, unnest({{{kinds}}}){self.absent}, 0 AS refus"
        )
        self.con.execute("CREATE OR REPLACE TEMP VIEW brut AS SELECT * EXCLUDE refus FROM bloc WHERE refus IS NULL")
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW lu AS {module.SELECT}")
        self.con.execute(
            "CREATE OR REPLACE TEMP TABLE rattachement "
            "(publiee VARCHAR, actuelle VARCHAR, ailleurs BOOLEAN, motif VARCHAR)"
        )
        self.judged, self.insert = self._judged(), self._insert()

    def take(self, block: Block) -> Tally:
        """Add the good rows of a block to `staging`, and say what became of the others."""
        self.tally = Tally()
        if not self._whole(block):
            self._draw(self._mended(block), ("ligne", *self.columns), ",", "*")
        self.tally.read += self._count("bloc")
        for rank, seen in enumerate(self.job.labels):
            self._see(rank, seen.labels.column)
        self._refuse_broken()
        self.tally.ignored += self._count("brut") - self._count("lu")
        if self.attached:
            self._attach()
        self.con.execute(self.insert)
        return self.tally

    def _see(self, rank: int, column: str) -> None:
        """Note the values of a fixed list, each with its rows and the first line that holds it."""
        if column in self.columns:
            # Grouped as written, then once trimmed: few values, many rows.
            written = f'SELECT "{column}" AS cell, count(*) AS times, min(ligne) AS line FROM bloc GROUP BY 1'
            values = f"SELECT trim(cell), sum(times)::BIGINT, min(line) FROM ({written}) GROUP BY 1 ORDER BY 3"
            self.tally.values += [(rank, *row) for row in self._rows(values)]

    def _judged(self) -> str:
        """The rank of the first check that a row breaks, NULL for none."""
        broken = " ".join(f"WHEN NOT coalesce({check.condition}, true) THEN {i}" for i, check in enumerate(self.checks))
        return f"CASE WHEN false THEN -1 {broken} END"

    def _refuse_broken(self) -> None:
        """Refuse each row that breaks a check, with what was read there."""
        values = " ".join(f'WHEN {i} THEN left("{check.column}", 80)' for i, check in enumerate(self.checks))
        read = f"CASE refus WHEN -1 THEN NULL {values} END"
        for line, rank, value in self._rows(
            f"SELECT ligne, refus, {read} FROM bloc WHERE refus IS NOT NULL ORDER BY 1"
        ):
            self._refuse(line, self.checks[rank].column, value or "", self.checks[rank].reason)

    def _insert(self) -> str:
        """The statement that adds to `staging` the rows of `lu` that are kept."""
        given = {
            "commune": "actuelle" if self.attached else "lu.commune",
            "commune_publiee": "lu.commune",
            "source": quoted(self.job.source.name),
            "fichier": quoted(self.path.name),
            "ligne": "lu.ligne",
        }
        if self.job.table.has("periode"):
            given["periode"] = quoted(self.job.period_of_rows())
        stored = stored_columns(self.job.table)
        listed = ", ".join(f"{given.get(column.name, f'lu.{column.name}')} AS {column.name}" for column in stored)
        kept = "motif IS NULL" + ("" if self.job.table.whole_france else " AND NOT ailleurs")
        join = f"JOIN rattachement ON publiee = lu.commune AND {kept}" if self.attached else ""
        return f"INSERT INTO staging BY NAME SELECT {listed} FROM lu {join}"

    def _whole(self, block: Block) -> bool:
        """Read a block as it is; whether each of its lines was one row."""
        if b"\0" in block.text:
            return False
        separator = max(self.form.separator, key=block.head.decode("utf-8", "replace").count)
        try:
            # In the order of the file: each line is one row, so a row's rank, from 0, is its line.
            self._draw(block.text, self.columns, separator, f"rowid + {block.first} AS ligne, *")
        except duckdb.InvalidInputException:
            return False
        lines = block.text.count(b"\n") + (not block.text.endswith(b"\n"))
        return self._count("bloc") == lines

    def _draw(self, text: bytes, columns: tuple[str, ...], separator: str, drawn: str) -> None:
        """Make `bloc` of some lines."""
        self.aside.write_bytes(text)
        kinds = ", ".join(f"{quoted(name)}: '{'BIGINT' if name == 'ligne' else 'VARCHAR'}'" for name in columns)
        try:
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE lignes AS SELECT *, {self.judged} AS refus "
                f"FROM (SELECT {self.read}{self.absent} FROM read_csv({quoted(self.aside)}, columns = {{{kinds}}}, "
                f"auto_detect = false, header = false, delim = {quoted(separator)}, quote = '\"', escape = '\"', "
                f"nullstr = {EMPTY}, strict_mode = true, max_line_size = {LONGEST + 2}))"
            )
        finally:
            self.aside.unlink()
        self.con.execute(f"CREATE OR REPLACE TEMP VIEW bloc AS SELECT {drawn} FROM lignes")

    def _mended(self, block: Block) -> bytes:
        """The rows of a block that can be read, in plain UTF-8, each with its line; the others are refused."""
        rows = io.StringIO(newline="")
        writer = csv.writer(rows, lineterminator="\n", quoting=csv.QUOTE_ALL)
        records = self.form.records(io.BytesIO(block.head + block.text), self.path)
        try:
            while True:
                raw = next(records)
                line = raw.line - self.form.header + block.first - 1
                if raw.fault:
                    self.tally.read += 1
                    self._refuse(line, "", "", raw.fault)
                else:
                    writer.writerow([line, *raw.cells.values()])
        except StopIteration as end:
            self.tally.legacy += end.value
        return rows.getvalue().encode()

    def _attach(self) -> None:
        """Settle the commune codes never met; refuse those that lead nowhere, count the rows of other regions."""
        # Each column of `lu` is worked out again at each question: one is asked, the others when a code calls for it.
        codes = [code for (code,) in self._rows("SELECT DISTINCT commune FROM lu")]
        if None in codes:
            for (line,) in self._rows("SELECT ligne FROM lu WHERE commune IS NULL"):
                self._refuse(line, "commune", "", ABSENT)
        settled = [self._settled(code) for code in codes if code is not None and code not in self.settled]
        if settled:
            columns = [list(column) for column in zip(*settled, strict=True)]
            self.con.execute("INSERT INTO rattachement SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)
            self.settled |= {code: (elsewhere, reason) for code, _, elsewhere, reason in settled}
        led = "lu JOIN rattachement ON publiee = commune"
        if any(self.settled[code][1] for code in codes if code is not None):
            for line, code, reason in self._rows(f"SELECT ligne, commune, motif FROM {led} WHERE motif IS NOT NULL"):
                self._refuse(line, "commune", code, reason)
        if not self.job.table.whole_france and any(self.settled[code][0] for code in codes if code is not None):
            self.tally.outside += self._count(f"{led} WHERE ailleurs")

    def _settled(self, published: str) -> tuple[str, str | None, bool, str | None]:
        assert self.job.cog is not None
        code, reason = self.job.cog.carry(published)
        if code is None and not self.job.cog.lies_elsewhere(published):
            return published, None, False, reason
        return published, code, code is None or not self.job.cog.served(code), None

    def _refuse(self, line: int, column: str, value: str, reason: str) -> None:
        self.tally.problems.append(Problem(self.path.name, line, column, value, reason, Effect.REFUSED))

    def _rows(self, select: str) -> list[tuple[Any, ...]]:
        return self.con.execute(select).fetchall()

    def _count(self, source: str) -> int:
        return int(self._rows(f"SELECT count(*) FROM {source}")[0][0])
