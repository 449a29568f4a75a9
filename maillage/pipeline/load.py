"""Load one delivery: file → rows → checks → attached to communes → Parquet and a receipt, or nothing at all.

Who comes: an operator with an official file; leaves with what was kept, what was refused and why, or with
the one reason why the whole file was turned away, the delivery before being untouched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from maillage import sources, tables
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.table import Column, Kind
from maillage.pipeline import journal
from maillage.pipeline.archive import Incoming, describe, keep
from maillage.pipeline.checks import check_bounds, check_not_shrunk, reference_delivery
from maillage.pipeline.corrections import read_corrections
from maillage.pipeline.difference import Difference, Mark, compare, marks
from maillage.pipeline.ground import COG_TABLES, cog_of, outlines_of
from maillage.pipeline.job import Load, Progress
from maillage.pipeline.load_rows import read_rows
from maillage.pipeline.load_sql import read_in_sql
from maillage.store.duck import create, quoted, scratch, staging, write_parquet
from maillage.store.home import Home, write_whole
from maillage.store.lake import stored_columns
from maillage.store.receipt import ArchivedFile, Counts, Receipt, all_receipts, folder, save
from maillage.store.rows import append

PROBLEM_COLUMNS = (
    Column("file", Kind.TEXT, "Fichier"),
    Column("line", Kind.INTEGER, "Ligne, 0 pour tout le fichier"),
    Column("column", Kind.TEXT, "Colonne"),
    Column("value", Kind.TEXT, "Valeur lue"),
    Column("reason", Kind.TEXT, "Motif"),
    Column("effect", Kind.TEXT, "refusée, signalée ou corrigée"),
    Column("commune", Kind.TEXT, "Commune actuelle de la ligne, quand elle est connue", required=False),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The receipt of a load, its problems, and what it changed (None for a first delivery); of a trial, where."""

    receipt: Receipt
    problems: tuple[Problem, ...]
    difference: Difference | None
    marks: tuple[Mark, ...] = ()


def load(
    home: Home,
    name: str,
    files: Sequence[Incoming],
    period: str = "",
    region: str | None = None,
    day: str = "",
    dry_run: bool = False,
    accept_fewer: bool = False,
    progress: Progress = lambda label, rows: None,
) -> Outcome:
    """Load files of a source as one delivery. `period` may be empty when the rows say their own; `day` (ISO)
    stands for it when they do not either.

    Raises UsageError for an unknown source or a missing period, DataError when the file is turned away.
    """
    module = sources.catalogue().get(name)
    if module is None:
        known = ", ".join(sources.catalogue())
        raise UsageError(f"Source « {name} » inconnue. Sources connues : {known}.")
    source, table = module.SOURCE, tables.catalogue()[module.SOURCE.table]
    receipts = all_receipts(home)
    # A file too large for memory is one of those read in SQL.
    with staging(home) if sources.is_sql(module) else scratch() as con:
        cog = None if table.name in COG_TABLES else cog_of(home, receipts, region)
        job = Load(home, source, table, con, cog, period, day, read_corrections(home, name, table))
        try:
            return _deliver(job, module, files, receipts, dry_run, accept_fewer, progress)
        except DataError as error:
            error.problems = tuple(job.problems)
            raise


def _deliver(
    job: Load,
    module: sources.SourceModule,
    files: Sequence[Incoming],
    receipts: Sequence[Receipt],
    dry_run: bool,
    accept_fewer: bool,
    progress: Progress,
) -> Outcome:
    """Read the files, check what they hold and write it, unless it is a trial. Raises DataError as `load` does."""
    source, table, con = job.source, job.table, job.con
    _create_staging(job, module, files)
    described = [describe(source.name, incoming) for incoming in files]
    _read(job, module, [incoming.path for incoming in files], receipts, progress)
    _apply_rules(job)
    kept = _count(con, "staging")
    if job.cog is not None:
        for problem in check_bounds(source, job.cog, kept):
            job.report(problem)
    if not kept:
        raise DataError(_nothing_kept(job))
    final = job.period or _period_of_rows(job)
    before = reference_delivery(receipts, source.name, final)
    if not accept_fewer:
        check_not_shrunk(source, before, kept)
    comparable = before is not None and (table.lasting or before.period == final)
    difference = compare(con, job.home, table, before) if before and comparable else None
    receipt = _receipt(job, described, final, kept)
    if dry_run:
        placed = marks(con, table, compared=difference is not None) if table.has("commune") else ()
        return Outcome(receipt, tuple(job.problems), difference, placed)
    for file, incoming in zip(described, files, strict=True):
        keep(job.home, file, incoming.path)
    _write(job, receipt)
    return Outcome(receipt, tuple(job.problems), difference)


def _create_staging(job: Load, module: sources.SourceModule, files: Sequence[Incoming]) -> None:
    """The table where rows wait. The names that each row repeats take a byte, in the order of the alphabet."""
    create(job.con, "staging", stored_columns(job.table))
    repeated = {"source": [job.source.name], "fichier": sorted({incoming.path.name for incoming in files})}
    if sources.is_sql(module) and job.table.has("periode"):
        repeated["periode"] = [job.period_of_rows()]
    for column, values in repeated.items():
        job.con.execute(f"ALTER TABLE staging ALTER {column} TYPE ENUM ({', '.join(map(quoted, values))})")


def _read(
    job: Load, module: sources.SourceModule, paths: Sequence[Path], receipts: Sequence[Receipt], progress: Progress
) -> None:
    """Add the rows of the files to `staging`. Raises DataError as `load` does."""
    if sources.is_sql(module):
        if job.corrections.found:
            raise DataError(
                f"{job.corrections.file} : les corrections ne s’appliquent pas à « {job.source.title} », dont les "
                "fichiers très volumineux sont lus par blocs. Retirez-les ou passez-les au statut « proposée ». "
                "Rien n’a été chargé, les données d’avant restent."
            )
        read_in_sql(job, module, paths, progress)
    elif sources.is_python(module):
        outlines = outlines_of(job.home, receipts)
        for path in paths:
            read_rows(job, module, path, outlines, progress)


def _apply_rules(job: Load) -> None:
    """Tell the labels that are new or gone and the corrections that met no row; refuse or flag the rows that break a
    rule of the table, then the later of two rows with the same key."""
    for problem in (*(problem for seen in job.labels for problem in seen.problems()), *job.corrections.idle()):
        job.report(problem)
    for rule in job.table.rules:
        broken = f"NOT coalesce({rule.condition}, true)"
        effect = Effect.REFUSED if rule.refuses else Effect.FLAGGED
        for file, line, commune in job.con.execute(
            f"SELECT DISTINCT fichier, ligne, {_place(job)} FROM staging WHERE {broken} ORDER BY ALL"
        ).fetchall():
            job.report(Problem(file, line, rule.column, "", rule.reason, effect, commune))
        if rule.refuses:
            job.con.execute(f"DELETE FROM staging WHERE {broken}")
    key = ", ".join(job.table.key)
    # Hashes only leave out the rows that have no double, to save memory: two different keys may share one, so it is
    # PARTITION BY the key itself that says which rows are the same.
    job.con.execute(
        f"CREATE OR REPLACE TEMP TABLE doubles AS SELECT rowid AS id, fichier, ligne, concat_ws(' · ', {key}) AS cle, "
        f"{_place(job)} AS lieu, "
        "first_value(fichier) OVER same AS ailleurs, first_value(ligne) OVER same AS premiere, "
        f"row_number() OVER same AS rang FROM staging WHERE hash({key}) IN "
        f"(SELECT hash({key}) FROM staging GROUP BY 1 HAVING count(*) > 1) "
        f"WINDOW same AS (PARTITION BY {key} ORDER BY fichier, ligne) QUALIFY rang > 1"
    )
    doubles = job.con.execute("SELECT fichier, ligne, cle, ailleurs, premiere, lieu FROM doubles ORDER BY ALL")
    for file, line, value, other, first, place in doubles.fetchall():
        where = f"la ligne {first}" + (f" de {other}" if other != file else "")
        reason = f"doublon de {where} (même {', '.join(job.table.key)})"
        job.report(Problem(file, line, job.table.key[0], str(value)[:80], reason, Effect.REFUSED, place))
    job.con.execute("DELETE FROM staging WHERE rowid IN (SELECT id FROM doubles)")


def _place(job: Load) -> str:
    """The commune of a row of `staging`, as SQL: an empty text where there is none."""
    return "coalesce(commune, '')" if job.table.has("commune") else "''"


def _period_of_rows(job: Load) -> str:
    """The last period the rows describe, as the delivery's own."""
    if not job.table.has("periode"):
        return job.period_of_rows()
    periods = job.con.execute("SELECT DISTINCT periode FROM staging").fetchall()
    return max(Period.parse(code) for (code,) in periods).code


def _nothing_kept(job: Load) -> str:
    first = next((problem for problem in job.problems if problem.loses_row), None)
    example = f" Premier motif : ligne {first.line}, {first.reason}." if first else ""
    return (
        f"« {job.source.title} » : aucune ligne gardée sur {job.read} lues ({job.outside} hors de la région)."
        f"{example} Rien n’a été chargé, les données d’avant restent."
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _receipt(job: Load, files: list[ArchivedFile], period: str, kept: int) -> Receipt:
    place = folder(job.home, job.table.name, job.source.name, period).relative_to(job.home.root)
    # A new name each time: the delivery before is read until the receipt says otherwise.
    stem = uuid4().hex[:12]
    refused = {(p.file, p.line) for p in job.problems if p.effect is Effect.REFUSED}
    flagged = {(p.file, p.line) for p in job.problems if p.effect is Effect.FLAGGED and p.line}
    corrected = {(p.file, p.line) for p in job.problems if p.effect is Effect.CORRECTED}
    counts = Counts(job.read, kept, len(refused), len(flagged), job.outside, job.ignored, len(corrected))
    periods: list[str] = []
    if job.table.has("periode"):
        periods = [code for (code,) in job.con.execute("SELECT DISTINCT periode FROM staging ORDER BY 1").fetchall()]
    return Receipt(
        source=job.source.name,
        table=job.table.name,
        period=period,
        files=tuple(files),
        counts=counts,
        data=str(place / f"{stem}.parquet"),
        problems=str(place / f"{stem}.problems.parquet"),
        row_periods=tuple(periods),
        corrections=job.corrections.digest,
    )


def _keep_corrections(job: Load) -> None:
    """Keep the file of corrections as it was, under its checksum, beside the files it corrects."""
    if job.corrections.digest:
        name = f"{job.corrections.digest[:16]}-corrections.csv"
        write_whole(job.home.archive / job.source.name / name, job.corrections.content)


def _write(job: Load, receipt: Receipt) -> None:
    _keep_corrections(job)
    as_read = ("commune", "fichier", "ligne") if job.table.has("commune") else ("fichier", "ligne")
    order = ", ".join(job.table.order or as_read)
    write_parquet(job.con, f"SELECT * FROM staging ORDER BY {order}", job.home.root / receipt.data)
    create(job.con, "problems", PROBLEM_COLUMNS)
    rows = (
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "value": p.value,
            "reason": p.reason,
            "effect": p.effect.value,
            "commune": p.commune,
        }
        for p in job.problems
    )
    append(job.con, "problems", PROBLEM_COLUMNS, rows)
    if job.table.has("commune"):
        # Rows placed by their coordinates or address: their commune was not known yet when they were reported.
        job.con.execute(
            "UPDATE problems SET commune = s.commune FROM staging s "
            "WHERE problems.commune = '' AND s.fichier = file AND s.ligne = line"
        )
    write_parquet(job.con, "SELECT * FROM problems ORDER BY file, line", job.home.root / receipt.problems)
    save(job.home, receipt)
    journal.note(
        job.home,
        "load",
        source=receipt.source,
        period=receipt.period,
        kept=receipt.counts.kept,
        refused=receipt.counts.refused,
    )
