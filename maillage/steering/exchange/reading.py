"""A workbook read as bare cells, with where each is. What is too heavy, or is no workbook, is refused in words."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from maillage.kernel.errors import UsageError
from maillage.kernel.french import number, size
from maillage.kernel.words import folded
from maillage.steering.exchange.cells import Unreadable, bare, plain
from maillage.steering.exchange.columns import ACTIONS, COLUMNS, STEP_COLUMNS, STEPS, Cell, Column, worded
from maillage.steering.exchange.unseen import Unseen, unseen

HEAVIEST = 2_000_000
# What a small file may hide once opened.
HEAVIEST_OPENED = 60_000_000
# Each row is checked against its rules and those of others: more would hold a thread for minutes.
MOST = {ACTIONS: 2_000, STEPS: 10_000}
MENTION = "mention"
REFUSED = "Ce fichier n’est pas un classeur XLSX entier. Partez de l’export, et enregistrez-le en « .xlsx »."
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    SyntaxError,
)


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
    """A row: its cells by field, for the columns the sheet has, and where each of them is.

    `hidden` says why the cells that nobody sees are not shown; `unread` what is wrong with those that say nothing sure.
    """

    sheet: str
    cells: dict[str, Cell]
    places: dict[str, str]
    hidden: dict[str, str] = field(default_factory=dict)
    unread: list[Fault] = field(default_factory=list)

    def fault(self, name: str, reason: str, advice: str) -> Fault:
        """What is wrong in a cell of this row, or in the row when the sheet has no such column."""
        place = self.places.get(name) or next(iter(self.places.values()))
        return Fault(self.sheet, place, worded(self.cells.get(name)), reason, advice)

    def unseen(self, name: str) -> Fault | None:
        """What is wrong with a change that nobody can see in the spreadsheet; None when it is shown."""
        if name not in self.hidden:
            return None
        advice = "Affichez-la et vérifiez, ou exportez de nouveau."
        return self.fault(name, f"{self.hidden[name]}, et la fiche changerait", advice)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet being read: its name, what it hides, the day from which its workbook counts."""

    name: str
    unseen: Unseen
    epoch: datetime


def _opened(content: bytes) -> Any:
    if len(content) > HEAVIEST:
        raise UsageError(f"Ce fichier est trop lourd : {size(HEAVIEST)} au plus.")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > HEAVIEST_OPENED:
            raise UsageError(f"Ce classeur est trop lourd une fois ouvert : {size(HEAVIEST_OPENED)} au plus.")
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)


def _heads(titles: Sequence[str], columns: Sequence[Column], sheet: str) -> tuple[dict[int, Column], list[Fault]]:
    known = {folded(column.head): column for column in columns}
    present_columns: dict[int, Column] = {}
    faults = []
    for rank, head in enumerate(titles):
        name = folded(head)
        place = f"{get_column_letter(rank + 1)}1"
        if name in known and known[name] not in present_columns.values():
            present_columns[rank] = known[name]
        elif name in known:
            faults.append(Fault(sheet, place, head, "cette colonne est écrite deux fois", "Ôtez-en une."))
        elif name and name != MENTION:
            heads = ", ".join(column.head for column in columns)
            advice = f"Ôtez-la, ou donnez-lui un de ces noms : {heads}."
            faults.append(Fault(sheet, place, head, "colonne inconnue", advice))
    for column in columns:
        if column.needed and column not in present_columns.values():
            advice = "Ajoutez-la : partez de l’export."
            faults.append(Fault(sheet, "1", "", f"la colonne « {column.head} » manque", advice))
    return present_columns, faults


def _cell(cell: Any, column: Column, sheet: Sheet, place: tuple[int, int]) -> Cell:
    """What a cell says under a column. Raises Unreadable."""
    merged = sheet.unseen.merged_in(*place)
    if merged:
        reason = f"cellule fusionnée avec d’autres ({merged}) : on ne sait pas ce qu’elle dit"
        raise Unreadable(reason, "Défusionnez-les, et écrivez chaque cellule.")
    if f"{get_column_letter(place[0])}{place[1]}" in sheet.unseen.formulas:
        advice = "Ouvrez le classeur dans un tableur et enregistrez-le, ou écrivez le texte à sa place."
        raise Unreadable("une formule dont le résultat n’est pas dans le fichier", advice)
    return plain(cell.value, column, sheet.epoch)


def _line(row: Sequence[Any], number: int, heads: Mapping[int, Column], sheet: Sheet) -> Line:
    """A row, with what cannot be read in it."""
    places = {column.field: f"{get_column_letter(rank + 1)}{number}" for rank, column in heads.items()}
    line = Line(sheet.name, {}, places)
    for rank, column in heads.items():
        if why := sheet.unseen.why(rank + 1, number):
            line.hidden[column.field] = why
        if rank >= len(row):
            line.cells[column.field] = None
            continue
        try:
            line.cells[column.field] = _cell(row[rank], column, sheet, (rank + 1, number))
        except Unreadable as error:
            written = str(row[rank].value or "")
            line.unread.append(Fault(sheet.name, places[column.field], written, error.reason, error.advice))
    return line


def _untitled(row: Sequence[Any], heads: Mapping[int, Column], titles: Sequence[str]) -> set[int]:
    """The columns where a row says something, and that have no head."""
    return {
        rank
        for rank, cell in enumerate(row)
        if cell.value not in (None, "") and rank not in heads and not (titles[rank : rank + 1] or [""])[0]
    }


def _sheet(book: Any, content: bytes, name: str, columns: Sequence[Column]) -> tuple[list[Line], list[Fault]]:
    read = book[name]
    hides = unseen(content, read._worksheet_path, read.sheet_state != "visible")
    sheet = Sheet(name, hides, book.epoch)
    rows = read.iter_rows()
    titles = [bare(str(cell.value or "")) for cell in next(rows, ())]
    heads, faults = _heads(titles, columns, name)
    lines: list[Line] = []
    untitled: set[int] = set()
    for rank, row in enumerate(rows, start=2):
        untitled |= _untitled(row, heads, titles)
        line = _line(row, rank, heads, sheet)
        if all(cell in (None, "") for cell in line.cells.values()) and not any(
            fault.written or fault.cell in hides.formulas for fault in line.unread
        ):
            continue
        if len(lines) == MOST[name]:
            raise UsageError(f"Feuille « {name} » : {number(MOST[name])} lignes au plus. Coupez le fichier en deux.")
        lines.append(line)
    advice = "Rendez-lui son titre, ou videz-la."
    faults += [
        Fault(name, f"{get_column_letter(rank + 1)}1", "", "cette colonne n’a pas de titre", advice)
        for rank in sorted(untitled)
    ]
    return lines, faults


def read(content: bytes) -> tuple[list[Line], list[Line], list[Fault]]:
    """The rows of actions, those of steps, and what is wrong with the sheets. Raises UsageError."""
    try:
        return _read(content)
    except BROKEN:
        raise UsageError(REFUSED) from None


def _read(content: bytes) -> tuple[list[Line], list[Line], list[Fault]]:
    book = _opened(content)
    try:
        if ACTIONS not in book.sheetnames:
            raise UsageError(f"La feuille « {ACTIONS} » manque. Partez de l’export.")
        lines, faults = _sheet(book, content, ACTIONS, COLUMNS)
        steps: list[Line] = []
        if STEPS in book.sheetnames:
            steps, more = _sheet(book, content, STEPS, STEP_COLUMNS)
            faults += more
    finally:
        book.close()
    if not lines and not steps and not faults:
        raise UsageError("Ce classeur ne contient aucune action.")
    return lines, steps, faults
