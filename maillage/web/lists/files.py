"""The files of a list: CSV, CSV as French Excel opens it, XLSX, JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase

from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Table
from maillage.web.exports.workbook import MOST_ROWS, too_long
from maillage.web.lists.described import Column, Listing
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


def drawn(asked: Reading, most: int | None = None) -> Table:
    """The list as a table to take away. What refuses it is raised here, not once the file has begun: more than `most`
    rows too."""
    columns, listing = filed(asked), asked.listing
    rows = whole(asked)
    if most is not None and rows.total > most:
        raise too_long(most)
    bare = Table(listing.filed(asked), listing.titled(asked), asked.view, columns, (), asked.criteria())
    curve = None if asked.columns else listing.curve(asked)
    return replace(bare, rows=cells(columns, rows.every()), deliveries=asked.deliveries, curve=curve)


def file(request: HttpRequest, listing: Listing, form: str, place: dict[str, str]) -> HttpResponseBase:
    """The file of what is asked."""
    return answer(request, drawn(Reading(request, listing, place), MOST_ROWS if form == "xlsx" else None), form)
