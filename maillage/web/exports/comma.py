"""Comma-separated files: UTF-8 without mark, comma, decimal point, as RFC 4180 and the national schemas want.

The other form is what the French Excel opens by itself: a mark, semicolons, decimal commas, days as it writes them. A
cell of text that a spreadsheet would run as a formula gets an apostrophe before it.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

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


MARK = "\ufeff"
_TAKEN_FOR_A_NUMBER = re.compile(r"0[0-9]+|[0-9]{12,}|[0-9]+[eE][0-9]+|[0-9]{1,4}[-/][0-9]{1,4}([-/][0-9]{1,4})?")


def for_excel(cell: Cell) -> str | int | None:
    """The same as the French Excel reads it: « 62,4 », « 31/12/2026 », and « 01004 » that stays a text."""
    bare = plain(cell)
    if isinstance(bare, date):
        return f"{bare:%d/%m/%Y}"
    if isinstance(bare, float | Decimal):
        return str(bare).replace(".", ",")
    if isinstance(bare, str):
        return f'="{bare}"' if _TAKEN_FOR_A_NUMBER.fullmatch(bare) else str(safe(bare))
    return bare


def _written(table: Table, notice: str, cell_text: Callable[[Cell], object], separator: str) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=separator)
    yield writer.writerow([*(column.name for column in table.columns), "mention"])
    for row in table.rows:
        yield writer.writerow([*(cell_text(cell) for cell in row), notice])


def file_name(table: Table, release: ReleaseSheet, extension: str) -> str:
    """The file's name, which says when the data are simulated."""
    shown = f"{table.name}-donnees-simulees" if release.simulated else table.name
    return f"{shown}.{extension}"


def csv_file(table: Table, release: ReleaseSheet) -> StreamingHttpResponse:
    """The file, sent as it is written. Its column `mention` and its name say when the data are simulated."""
    return _sent(_written(table, release.notice, safe, ","), file_name(table, release, "csv"))


def excel_csv_file(table: Table, release: ReleaseSheet) -> StreamingHttpResponse:
    """The file as the French Excel opens it."""
    named = replace(table, name=f"{table.name}-excel")
    return _sent(chain([MARK], _written(table, release.notice, for_excel, ";")), file_name(named, release, "csv"))


def _sent(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
