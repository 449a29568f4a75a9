"""A workbook read as bare cells, with where each is. What is too heavy, or is no workbook, is refused in words."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from maillage.kernel.errors import UsageError
from maillage.kernel.french import size
from maillage.kernel.words import folded
from maillage.steering.actions.exchange.columns import ACTIONS, COLUMNS, STEP_COLUMNS, STEPS, Cell, Column

HEAVIEST = 2_000_000
# What a small file may hide once opened.
HEAVIEST_OPENED = 60_000_000
MOST_ROWS = 30_000
MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell, and what to do."""

    sheet: str
    cell: str
    written: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells by field, for the columns the sheet has, and where each of them is."""

    sheet: str
    cells: dict[str, Cell]
    places: dict[str, str]

    def fault(self, field: str, reason: str, advice: str) -> Fault:
        """What is wrong in a cell of this row, or in the row when the sheet has no such column."""
        place = self.places.get(field) or next(iter(self.places.values()))
        return Fault(self.sheet, place, str(self.cells.get(field) or ""), reason, advice)


def _opened(content: bytes) -> Any:
    if len(content) > HEAVIEST:
        raise UsageError(f"Ce fichier est trop lourd : {size(HEAVIEST)} au plus.")
    refused = "Ce fichier n’est pas un classeur XLSX. Partez de l’export, et enregistrez-le en « .xlsx »."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(one.file_size for one in parts.infolist()) > HEAVIEST_OPENED:
                raise UsageError(
                    f"Ce classeur est trop lourd une fois ouvert : {size(HEAVIEST_OPENED)} au plus."
                )
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError):
        raise UsageError(refused) from None


def _plain(value: Any) -> Cell:
    """A cell without what a spreadsheet added to it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    if isinstance(value, int | date) or value is None:
        return value
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def day(cell: Cell) -> date | None:
    """A date, typed or written « 12/03/2026 » or « 2026-03-12 ». Raises ValueError."""
    if isinstance(cell, date):
        return cell
    if cell in (None, ""):
        return None
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(cell), shape).date()
        except ValueError:
            continue
    raise ValueError(cell)


def _heads(
    row: Sequence[Any], columns: Sequence[Column], sheet: str
) -> tuple[dict[int, Column], list[Fault]]:
    known = {folded(column.head): column for column in columns}
    found: dict[int, Column] = {}
    faults = []
    for rank, head in enumerate(row):
        name = folded(str(head or ""))
        place = f"{get_column_letter(rank + 1)}1"
        if name in known and known[name] not in found.values():
            found[rank] = known[name]
        elif name in known:
            faults.append(
                Fault(sheet, place, str(head), "cette colonne est écrite deux fois", "Ôtez-en une.")
            )
        elif name and name != MENTION:
            heads = ", ".join(column.head for column in columns)
            advice = f"Ôtez-la, ou donnez-lui un de ces noms : {heads}."
            faults.append(Fault(sheet, place, str(head), "colonne inconnue", advice))
    for column in columns:
        if column.needed and column not in found.values():
            advice = "Ajoutez-la : partez de l’export."
            faults.append(Fault(sheet, "1", "", f"la colonne « {column.head} » manque", advice))
    return found, faults


def _sheet(book: Any, name: str, columns: Sequence[Column]) -> tuple[list[Line], list[Fault]]:
    rows = book[name].iter_rows(values_only=True)
    heads, faults = _heads(next(rows, ()), columns, name)
    lines: list[Line] = []
    for number, row in enumerate(rows, start=2):
        cells = {column.field: _plain(row[rank]) for rank, column in heads.items() if rank < len(row)}
        if all(cell in (None, "") for cell in cells.values()):
            continue
        if len(lines) == MOST_ROWS:
            raise UsageError(f"Feuille « {name} » : {MOST_ROWS} lignes au plus. Coupez le fichier en deux.")
        places = {column.field: f"{get_column_letter(rank + 1)}{number}" for rank, column in heads.items()}
        lines.append(Line(name, cells, places))
    return lines, faults


def read(content: bytes) -> tuple[list[Line], list[Line], list[Fault]]:
    """The rows of actions, those of steps, and what is wrong with the sheets. Raises UsageError."""
    book = _opened(content)
    try:
        if ACTIONS not in book.sheetnames:
            raise UsageError(f"La feuille « {ACTIONS} » manque. Partez de l’export.")
        lines, faults = _sheet(book, ACTIONS, COLUMNS)
        steps: list[Line] = []
        if STEPS in book.sheetnames:
            steps, more = _sheet(book, STEPS, STEP_COLUMNS)
            faults += more
    finally:
        book.close()
    if not lines and not steps and not faults:
        raise UsageError("Ce classeur ne contient aucune action.")
    return lines, steps, faults
