"""Comma-separated files: UTF-8 without mark, comma, decimal point, as RFC 4180 and the national schemas want.

A cell of text that a spreadsheet would run as a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.http import StreamingHttpResponse

from maillage.observatory.sheets import ReleaseSheet
from maillage.web.exports.table import Cell, Table, plain

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Called by the csv writer."""
        return text


def safe(cell: Cell) -> str | float | int | Decimal | None:
    """A cell that no spreadsheet will run; numbers stay numbers."""
    bare = plain(cell)
    if isinstance(bare, date):
        return bare.isoformat()
    if isinstance(bare, str) and bare.startswith(FORMULAS):
        return f"'{bare}"
    return bare


def _written(table: Table, notice: str) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow([*(column.name for column in table.columns), "mention"])
    for row in table.rows:
        yield writer.writerow([*(safe(cell) for cell in row), notice])


def file_name(table: Table, release: ReleaseSheet, extension: str) -> str:
    """The file's name, which says when the data are simulated."""
    shown = f"{table.name}-donnees-simulees" if release.simulated else table.name
    return f"{shown}.{extension}"


def csv_file(table: Table, release: ReleaseSheet) -> StreamingHttpResponse:
    """The file, sent as it is written. Its column `mention` and its name say when the data are simulated."""
    return StreamingHttpResponse(
        _written(table, release.notice),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(table, release, "csv")}"'},
    )
