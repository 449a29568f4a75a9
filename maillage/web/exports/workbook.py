"""The same tables as workbooks: typed cells, a frozen and filterable head, a sheet of sources, a sheet that tells
what the file is. Text is always text: no cell can run as a formula, today or after an edit.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from xlsxwriter.worksheet import Worksheet

from maillage.kernel.errors import UsageError
from maillage.kernel.french import number
from maillage.web.exports import shelf
from maillage.web.exports.about import About, source_lines
from maillage.web.exports.comma import FORMULAS, file_name
from maillage.web.exports.table import Cell, Column, Measure, Table

MOST_ROWS = 1_000_000
"""What a sheet holds. The CSV has no limit."""
LONGEST_TEXT = 32_767
MENTION = Column("mention", "Mention", "Dit quand les données sont simulées ; vide sinon", width=20)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INK, THREAD, LINE = "#16283A", "#0B6E69", "#DDD6C8"


class Exact(Worksheet):
    """A sheet whose numbers are written whole: the library keeps 16 digits, and some need 17 to be the same again."""

    def _xml_number_element(self, number: float | Decimal, attributes: Sequence[tuple[str, str]] = ()) -> None:
        marks = "".join(f' {key}="{value}"' for key, value in attributes)
        digits = str(number) if isinstance(number, Decimal) else repr(number)
        self.fh.write(f"<c{marks}><v>{digits}</v></c>")


class Book:
    """A workbook being written, with its formats made once each."""

    def __init__(self, out: IO[bytes]) -> None:
        options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}
        self.book: Any = xlsxwriter.Workbook(out, options)
        self.head = self.format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self.bold = self.format({"bold": True, "font_size": 14})
        self.label = self.format({"bold": True, "valign": "top"})
        self.wrapped = self.format({"text_wrap": True, "valign": "top"})
        self.day = self.format({"num_format": "dd/mm/yyyy", "align": "left"})
        # The quote prefix keeps « =1+1 » a text even when somebody edits the cell.
        self.quoted = self.format({"quote_prefix": True})
        self._numbers: dict[str, Any] = {}

    def format(self, properties: dict[str, Any]) -> Any:
        """A new format of cell."""
        return self.book.add_format(properties)

    def number(self, cell: float | int | Decimal, unit: str = "", decimals: int | None = None) -> Any:
        """The format of a number: « 62,4 % », « 12 394 », « 1,25 »; Excel puts the marks of its own language."""
        if decimals is None:
            decimals = 0 if isinstance(cell, int) else 2 if isinstance(cell, Decimal) else 3
        shape = "#,##0" + (f".{'0' * decimals}" if decimals else "") + ('" %"' if unit == "%" else "")
        if shape not in self._numbers:
            self._numbers[shape] = self.format({"num_format": shape})
        return self._numbers[shape]

    def write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        """One cell, in its own type; nothing is written for what is unknown."""
        if isinstance(cell, Measure):
            if cell.number is not None:
                shape = self.number(cell.number, cell.unit, cell.decimals)
                sheet.write_number(row, column, cell.number, shape)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, int | float | Decimal):
            sheet.write_number(row, column, cell, self.number(cell))
        elif cell:
            shape = self.quoted if cell.startswith(FORMULAS) else None
            sheet.write_string(row, column, cell[:LONGEST_TEXT], shape)

    def heads(self, sheet: Any, columns: Sequence[Column]) -> None:
        """The head of a sheet, which stays in view."""
        for rank, column in enumerate(columns):
            sheet.set_column(rank, rank, column.width)
            sheet.write_string(0, rank, column.label, self.head)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 0)


def too_long(most: int) -> UsageError:
    """What is said of a table that has more rows than that."""
    return UsageError(
        f"Trop de lignes pour un classeur : {number(most)} au plus. Prenez le CSV, ou demandez un seul niveau."
    )


def _data(book: Book, table: Table, about: About, most: int) -> None:
    columns = (*table.columns, MENTION)
    sheet = book.book.add_worksheet(about.sheet, worksheet_class=Exact)
    book.heads(sheet, columns)
    if table.curve is not None:
        _chart(book, sheet, table, about)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        if last > most:
            raise too_long(most)
        for rank, cell in enumerate((*row, about.notice)):
            book.write(sheet, last, rank, cell)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    _print_well(sheet, about)


def _print_well(sheet: Any, about: About) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{about.notice or about.publication}&RPage &P sur &N")


def _chart(book: Book, sheet: Any, table: Table, about: About) -> None:
    """The curve, native to the workbook: it follows the cells when they change. Below the rows."""
    curve = table.curve
    if curve is None:
        return
    names = [column.name for column in table.columns]
    across, up = names.index(curve.across), names.index(curve.up)
    # Points by their date, not by their rank: the space between two of them is the time that passed.
    chart = book.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    for rank, (first, end) in enumerate(curve.segments, start=1):
        chart.add_series(
            {
                "name": curve.title if len(curve.segments) == 1 else f"Série {rank}",
                "categories": [sheet.name, first + 1, across, end + 1, across],
                "values": [sheet.name, first + 1, up, end + 1, up],
                "line": {"color": THREAD, "width": 2.25},
                "marker": {"type": "circle", "size": 6, "fill": {"color": THREAD}, "border": {"color": THREAD}},
            }
        )
    title = f"{curve.title} ({about.notice})" if about.notice else curve.title
    chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_format": "mm/yyyy", "major_gridlines": {"visible": False}})
    chart.set_y_axis({"name": curve.unit, "min": 0, "major_gridlines": {"visible": True, "line": {"color": LINE}}})
    chart.set_size({"width": 720, "height": 320})
    sheet.insert_chart(curve.segments[-1][1] + 3, 2, chart, {"description": title})


def _sources(book: Book, table: Table, about: About) -> None:
    columns, lines = source_lines(table, about)
    sheet = book.book.add_worksheet("Sources")
    columns = (*columns, MENTION)
    book.heads(sheet, columns)
    for row, line in enumerate(lines, start=1):
        for rank, cell in enumerate((*line, about.notice)):
            book.write(sheet, row, rank, cell)
    sheet.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)
    _print_well(sheet, about)


def _about(book: Book, table: Table, about: About) -> None:
    sheet = book.book.add_worksheet("À propos")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, table.title, book.bold)
    row = 2
    for label, text in about.lines(table):
        sheet.write_string(row, 0, label, book.label)
        sheet.write_string(row, 1, text, book.wrapped)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Les colonnes", book.label)
    for column in (*table.columns, MENTION):
        row += 1
        sheet.write_string(row, 0, column.label)
        sheet.write_string(row, 1, f"{column.words} ({column.kind}, colonne « {column.name} » du CSV)", book.wrapped)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def write(table: Table, about: About, out: IO[bytes], most: int = MOST_ROWS) -> None:
    """The workbook of a table, written to `out`. Raises UsageError when it has more rows than `most`."""
    book = Book(out)
    book.book.set_properties(
        {"title": table.title, "subject": about.address, "comments": about.notice, "author": about.operator}
    )
    _data(book, table, about, most)
    _sources(book, table, about)
    _about(book, table, about)
    book.book.close()


def xlsx_file(table: Table, about: About, key: str = "") -> FileResponse:
    """The workbook as a file to take away. `key` names all it depends on, when it may be kept for the next who asks."""
    out = shelf.taken(key, lambda file: write(table, about, file))
    name = file_name(table, about.release, "xlsx")
    return FileResponse(out, content_type=XLSX, as_attachment=True, filename=name)
