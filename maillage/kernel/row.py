"""Reading one row of an official file, cell by cell, without ever guessing.

A cell that cannot be read raises Refused, which names the column and says why: the loader records it
and goes on with the next row.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from maillage.kernel import typed
from maillage.kernel.errors import UsageError

NOTHING = ("NULL", "Null", "null", "NA", "nan", "NaN", "NAN")
"""What programs write in the cell of a text, a number or a date that is not there."""
BLANKS = {"", *NOTHING, "N/A", "nd", "ND", "NC", "None"}
"""What stands for no number."""
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009\t€")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_COMMUNE = re.compile(r"(2[AB]|[0-9]{2})[0-9]{3}")
LARGEST = 10**15
Read = TypeVar("Read")


class Refused(Exception):
    """This row cannot be kept. `column` is where to look, `value` what was read there."""

    def __init__(self, column: str, reason: str, value: object = "") -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.value = "" if value is None else str(value)[:80]


def number(text: str) -> float | None:
    """A number as French files write it (`12 394`, `49,97028`, `21 667,00 €`), None for a blank.

    Raises ValueError for anything else: a dash, a word, two decimal marks.
    """
    bare = text
    # Digits alone, as most are, need no more care.
    if not (text.isdigit() and text.isascii()):
        bare = text.translate(_SPACES)
        if bare in BLANKS:
            return None
        bare = bare.replace(",", ".")
        if not _NUMBER.fullmatch(bare):
            raise ValueError(text)
    value = float(bare)
    if abs(value) > LARGEST:
        raise ValueError(text)
    return value


@lru_cache(maxsize=64)
def _matching(pattern: str, names: tuple[str, ...]) -> tuple[tuple[str, re.Match[str]], ...]:
    """The rows of a file have the same columns: they are matched once."""
    matches = ((name, re.fullmatch(pattern, name)) for name in names)
    return tuple((name, match) for name, match in matches if match)


class Row:
    """One row: `text`, `integer`, `decimal`, `flag`, `day` and `commune` read a cell by its column name.

    `place` is the last commune code read, so that a refusal can say where it is. `doubts` are the cells that were not
    used, or may be wrong, in a row that is kept all the same: column, value, reason.
    """

    __slots__ = ("cells", "doubts", "line", "place")

    def __init__(self, cells: Mapping[str, object], line: int) -> None:
        self.cells = cells
        self.line = line
        self.place = ""
        self.doubts: list[tuple[str, str, str]] = []

    def doubt(self, column: str, reason: str, value: object = None) -> None:
        """Tell that a cell may be wrong, or is not used, and keep the row."""
        said = self.text(column) if value is None else str(value)
        self.doubts.append((column, (said or "")[:80], reason))

    def spare(self, column: str, read: Callable[[str], Read | None]) -> Read | None:
        """What `read` gives of a cell no figure needs; where it refuses it, None, and why is told beside the row."""
        try:
            return read(column)
        except Refused as refusal:
            left = " : cellule non reprise" if refusal.value else ""
            self.doubt(column, refusal.reason + left, refusal.value)
            return None

    def matching(self, pattern: str) -> tuple[tuple[str, re.Match[str]], ...]:
        """The columns whose whole name matches, in file order, with the match."""
        return _matching(pattern, tuple(self.cells))

    def raw(self, column: str) -> object:
        """The cell as the format gave it (a list or a geometry in JSON), None when absent."""
        return self.cells.get(column)

    def text(self, column: str) -> str | None:
        """The cell trimmed, None when blank or when it says that nothing is there (`NULL`, `NA`, `nan`)."""
        value = self.cells.get(column)
        if value is None:
            return None
        bare = str(value).strip(" \u00a0\u202f\u200e\u200f\t\r\n")
        return None if not bare or bare in NOTHING else bare

    def required(self, column: str) -> str:
        """The cell trimmed; refuses a blank."""
        value = self.text(column)
        if value is None:
            raise Refused(column, "valeur obligatoire absente")
        return value

    def decimal(self, column: str, *, dash_is_zero: bool = False) -> float | None:
        """A number or None. `dash_is_zero`: the sheet writes its zero `-` (Arcep, 2018)."""
        text = self.text(column)
        if text is None:
            return None
        if dash_is_zero and text == "-":
            return 0.0
        try:
            return number(text)
        except ValueError:
            raise Refused(column, "nombre illisible", text) from None

    def integer(self, column: str, *, dash_is_zero: bool = False) -> int | None:
        """A whole number or None; `126892.000000` is whole, `1.5` is refused."""
        value = self.decimal(column, dash_is_zero=dash_is_zero)
        if value is None:
            return None
        if value != int(value):
            raise Refused(column, "nombre entier attendu", self.text(column))
        return int(value)

    def count(self, column: str, *, dash_is_zero: bool = False) -> int:
        """A whole number ≥ 0; refuses a blank, which is unknown and not zero."""
        value = self.integer(column, dash_is_zero=dash_is_zero)
        if value is None:
            raise Refused(column, "nombre absent : inconnu n’est pas zéro", self.text(column))
        if value < 0:
            raise Refused(column, "nombre négatif", self.text(column))
        return value

    def flag(self, column: str) -> bool | None:
        """`1`/`0`, `true`/`false`, `oui`/`non`; None when blank."""
        text = self.text(column)
        if text is None:
            return None
        try:
            return {"1": True, "0": False, "true": True, "false": False, "oui": True, "non": False}[text.lower()]
        except KeyError:
            raise Refused(column, "oui ou non (1 ou 0) attendu", text) from None

    def day(self, column: str, layout: str = "%Y-%m-%d") -> date | None:
        """A day in the given layout, or None."""
        text = self.text(column)
        if text is None:
            return None
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            raise Refused(column, "date illisible", text) from None

    def typed_day(self, column: str) -> date | None:
        """A day typed by hand, day first (`kernel/typed.py`), or None."""
        text = self.text(column)
        if text is None:
            return None
        try:
            return typed.day(text)
        except UsageError as error:
            raise Refused(column, str(error), text) from None

    def commune(self, column: str) -> str | None:
        """A commune code of five characters; a lost leading zero is put back, anything else refused."""
        text = self.text(column)
        if text is None:
            return None
        code = text.upper().zfill(5)
        if not _COMMUNE.fullmatch(code):
            raise Refused(column, "ce n’est pas un code de commune (5 caractères, ex. 25056)", text)
        self.place = code
        return code
