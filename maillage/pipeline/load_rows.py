"""Reading a file row by row, as its source parses it, into the table `staging`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage import sources
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Content
from maillage.pipeline.checks import check_columns, check_look_alikes
from maillage.pipeline.job import Load, Progress
from maillage.pipeline.labels import see_row
from maillage.store.lake import stored_columns
from maillage.store.rows import BATCH, append
from maillage.territories.attach import Attacher
from maillage.territories.outlines import Outlines


def read_rows(job: Load, module: sources.PythonSource, path: Path, outlines: Outlines, progress: Progress) -> None:
    """Read a file into `staging`, each row attached to its commune; what is refused or doubtful is reported."""
    content = job.source.format.read(path)
    for problem in check_look_alikes(job.source, path, content.columns):
        job.report(problem)
    for problem in check_columns(job.source, path.name, content.columns):
        job.report(problem)
    attacher = Attacher(job.cog, outlines, job.table, job.report) if job.cog else None
    batch: list[dict[str, Any]] = []

    def flush() -> None:
        kept = attacher.attach(batch) if attacher else batch
        append(job.con, "staging", stored_columns(job.table), kept)
        for row in kept:
            job.tell_doubts(row)
        job.doubts.clear()
        batch.clear()
        progress(job.source.title, job.read)

    for row in _rows(job, module, path.name, content):
        batch.append(row)
        if len(batch) >= BATCH:
            flush()
    flush()
    for note in content.notes:
        job.report(note)
    job.outside += len(attacher.outside) if attacher else 0


def _rows(job: Load, module: sources.PythonSource, file: str, content: Content) -> Iterator[dict[str, Any]]:
    """The rows a source's parser gives, with where they come from; refusals are recorded on the way."""
    needed = job.needed()
    fill_period = job.table.has("periode")
    for raw in content.rows:
        job.read += 1
        count, cells = 0, Row(raw.cells, raw.line)
        see_row(job.labels, raw.cells, file, raw.line)
        try:
            if raw.fault:
                raise Refused("", raw.fault)
            for parsed in module.parse(cells):
                count += 1
                row = dict(parsed)
                if fill_period and not row.get("periode"):
                    row["periode"] = job.period_of_rows()
                if not _corrected(job, row, file, raw.line):
                    continue
                for name in needed:
                    if row.get(name) is None:
                        raise Refused(name, "valeur obligatoire absente")
                row["source"], row["fichier"], row["ligne"] = job.source.name, file, raw.line
                if cells.doubts:
                    job.doubts[file, raw.line] = cells.doubts
                yield row
        except Refused as refusal:
            count += 1
            where = (file, raw.line, refusal.column, refusal.value)
            job.report(Problem(*where, refusal.reason, Effect.REFUSED, job.current(cells.place)))
        job.ignored += not count


def _corrected(job: Load, row: dict[str, Any], file: str, line: int) -> bool:
    """Apply the corrections to a row, and record them; whether it is kept."""
    if not job.corrections.found:
        return True
    kept, problems = job.corrections.apply(row, file, line, job.current(row.get("commune")))
    for problem in problems:
        job.report(problem)
    return kept
