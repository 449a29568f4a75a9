"""The file of a release about points: its tables, what they are named and the deliveries they come from."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from maillage.kernel.value import Origin
from maillage.observatory.sheets import SourceSheet
from maillage.store.nearby import NAME, TABLES

Rows = Callable[..., list[tuple[Any, ...]]]
Row = TypeVar("Row", bound=NamedTuple)


class PointFile:
    """The file of store.nearby, attached to what `rows` reads; empty when the release was made before it was kept."""

    def __init__(self, there: bool, rows: Rows, sources: Mapping[str, SourceSheet]) -> None:
        self._there, self._rows, self._sources = there, rows, sources
        self._origins: dict[str, Origin | None] = {}

    @cached_property
    def loaded(self) -> frozenset[str]:
        """The names of store.nearby.TABLES that have a row."""
        if not self._there:
            return frozenset()
        kept = {
            name
            for (name,) in self._rows(
                f"SELECT table_name FROM information_schema.tables WHERE table_catalog = '{NAME}'"
            )
        }
        if "terms" not in kept:
            # A release made before offers were kept by their terms: they are read once it is computed again.
            kept.discard("offers")
        return frozenset(
            table for table in TABLES if table in kept and self._rows(f"SELECT 1 FROM {NAME}.{table} LIMIT 1")
        )

    def select(self, columns: str, table: str, rest: str = "") -> list[tuple[Any, ...]]:
        """Rows of a table; none when nothing of it is loaded. `rest` is what stands after its name."""
        return self._rows(f"SELECT {columns} FROM {NAME}.{table} {rest}") if table in self.loaded else []

    def rows(self, kind: type[Row], table: str, rest: str = "") -> list[Row]:
        """The same, named: the fields of `kind` are columns of the table."""
        return [kind._make(row) for row in self.select(", ".join(kind._fields), table, rest)]

    @cached_property
    def _operators(self) -> dict[str, str]:
        return dict(self.select("code, nom", "operators"))

    def operator(self, code: str) -> str:
        """The name behind an operator's code; the code when the reference has none."""
        return self._operators.get(code, code)

    def origin(self, table: str) -> Origin | None:
        """The delivery the rows of a table come from."""
        if table not in self._origins:
            rows = self.select("source, periode", table, "LIMIT 1")
            self._origins[table] = self.delivery(*rows[0]) if rows else None
        return self._origins[table]

    def delivery(self, source: str | None, period: str | None) -> Origin | None:
        """The delivery of a source that describes a period."""
        sheet = self._sources.get(source or "")
        if sheet is None or period is None:
            return None
        same_period = (delivery for delivery in sheet.deliveries if delivery.period.code == period)
        delivery = next(same_period, sheet.deliveries[0])
        return Origin(sheet.name, sheet.title, sheet.publisher, period, delivery.obtained_on)


def day(text: str | None) -> date | None:
    """A day as the file writes it, ISO; a time that follows is left out."""
    return date.fromisoformat(text[:10]) if text else None
