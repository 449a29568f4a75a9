"""A list as a table to take away: as CSV, as CSV that French Excel opens, as XLSX, as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maillage.web.exports.table import Cell, Table
from maillage.web.exports.workbook import too_long
from maillage.web.lists.described import Column
from maillage.web.lists.reading import Reading
from maillage.web.lists.rows import whole


def filed(asked: Reading) -> tuple[Column, ...]:
    """The columns of its files: those chosen, else all that files have."""
    chosen = tuple(column for column in asked.columns if column.filed)
    return chosen or tuple(column for column in asked.every if column.filed)


def cells(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[Sequence[Cell]]:
    """What these columns hold of each row."""
    for row in rows:
        yield [column.of(row) for column in columns]


def drawn(asked: Reading, most: int | None = None) -> tuple[Table, int]:
    """The list as a table to take away, and how many rows it has. What refuses it is raised here, not once the file has
    begun: more than `most` rows too."""
    columns, listing = filed(asked), asked.listing
    rows = whole(asked)
    total = rows.total
    if most is not None and total > most:
        raise too_long(most)
    bare = Table(listing.filed(asked), listing.titled(asked), asked.view, columns, (), asked.criteria())
    curve = None if asked.columns else listing.curve(asked)
    return replace(bare, rows=cells(columns, rows.every()), deliveries=asked.deliveries, curve=curve), total
