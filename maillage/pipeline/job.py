"""A load under way: what both ways of reading a file (rows in Python, columns in SQL) fill in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from maillage.kernel.errors import UsageError
from maillage.kernel.problem import Effect, Problem
from maillage.kernel.source import Source
from maillage.kernel.table import Table
from maillage.pipeline.corrections import Corrections
from maillage.pipeline.labels import SeenLabels, seen_labels
from maillage.store.home import Home
from maillage.territories.cog import Cog

Progress = Callable[[str, int], None]
"""Told the title of a source and how many of its rows are read."""


@dataclass(slots=True)
class Load:
    """A delivery being loaded: its source, table, the COG it is attached to, and what is found on the way."""

    home: Home
    source: Source
    table: Table
    con: duckdb.DuckDBPyConnection
    cog: Cog | None
    period: str
    day: str
    corrections: Corrections = field(default_factory=Corrections)
    problems: dict[Problem, None] = field(default_factory=dict)
    read: int = 0
    ignored: int = 0
    outside: int = 0
    doubts: dict[tuple[str, int], list[tuple[str, str, str]]] = field(default_factory=dict)
    """Cells in doubt of the rows under way, by file and line: told when the row is kept."""
    labels: list[SeenLabels] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = seen_labels(self.source)

    def tell_doubts(self, row: Mapping[str, Any]) -> None:
        """Report what is doubtful in a row that is kept."""
        for doubt in self.doubts.get((row["fichier"], row["ligne"]), ()):
            self.report(Problem(row["fichier"], row["ligne"], *doubt, Effect.FLAGGED, row.get("commune") or ""))

    def report(self, problem: Problem) -> None:
        """Record a problem once."""
        self.problems[problem] = None

    def period_of_rows(self) -> str:
        """The period of the rows that do not say theirs. Raises UsageError when nobody said it."""
        if self.period or self.day:
            return self.period or self.day
        raise UsageError(
            f"« {self.source.title} » ne dit pas la période décrite : indiquez-la avec --period "
            "(ex. 2018-T1, 2025-03-31)."
        )

    def current(self, published: object) -> str:
        """The current commune a published code leads to, empty when it leads to none."""
        return (self.cog.carry(str(published))[0] or "") if published and self.cog else ""

    def needed(self) -> list[str]:
        """The columns of the table that no row may leave empty."""
        return [c.name for c in self.table.columns if c.required and c.name != "periode"]
