"""A table to take away, described once: its columns, its rows, the view it comes from. CSV and XLSX both write it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from maillage.kernel.value import Value


@dataclass(frozen=True, slots=True)
class Measure:
    """A number and how a spreadsheet shows it: its unit and decimals. The number itself is not rounded."""

    number: float | int | None
    unit: str = ""
    decimals: int = 0


Cell: TypeAlias = str | float | int | Decimal | date | Measure | None


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "texte"
    NUMBER = "nombre"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in a CSV, its head in a workbook, what it holds, and how wide it is (characters)."""

    name: str
    label: str
    words: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Curve:
    """A chart of the table: the column of dates, that of values, and row ranges (first and last, from 0) drawn as
    one line each, so that the curve is cut at each break of series."""

    title: str
    unit: str
    across: str
    up: str
    segments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `name` is its file's name, `view` the path of the page that shows it, `filters` what was asked there.

    `deliveries` names (source, period) of all it comes from; it is complete once `rows` are drawn.
    """

    name: str
    title: str
    view: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Cell]]
    filters: tuple[tuple[str, str], ...] = ()
    deliveries: set[tuple[str, str]] = field(default_factory=set)
    curve: Curve | None = None

    def drawn(self, value: Value) -> Value:
        """Notes where a value comes from, and gives it back."""
        self.deliveries.update((origin.source, origin.period) for origin in value.origins)
        return value


def plain(cell: Cell) -> str | float | int | Decimal | date | None:
    """The cell without the way it is shown."""
    return cell.number if isinstance(cell, Measure) else cell


Draw: TypeAlias = Callable[[Table], Iterable[Sequence[Cell]]]


def table(
    name: str,
    title: str,
    view: str,
    columns: tuple[Column, ...],
    draw: Draw,
    filters: tuple[tuple[str, str], ...] = (),
    curve: Curve | None = None,
) -> Table:
    """A table whose rows are drawn by a function of it, so that they can note where they come from."""
    deliveries: set[tuple[str, str]] = set()
    bare = Table(name, title, view, columns, (), filters, deliveries, curve)
    return Table(name, title, view, columns, draw(bare), filters, deliveries, curve)
