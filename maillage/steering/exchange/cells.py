"""A cell as it was meant: what a spreadsheet added to it is taken off, what it may have changed is refused in words."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import from_excel

from maillage.steering.exchange.columns import FREE, Cell, Column

# What a spreadsheet writes where a formula failed, in English and in French.
ERRORS = re.compile(
    r"#(NULL|NUL|DIV/0|VALUE|VALEUR|REF|NAME|NOM|NUM|NOMBRE|SPILL|PROPAGATION|CALC)!|#(NAME|NOM)\?|#(N/A|N/D)"
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
# Days as spreadsheets number them: from 1990 to 2099. « 2026 » is a year typed alone, not the 18th of July 1905.
FIRST_DAY, LAST_DAY = 32874, 73050
FIRST_YEAR = 1910
SHAPES = ("%d/%m/%Y", "%Y-%m-%d")


class Unreadable(Exception):
    """A cell that does not say for sure what was meant: why, and what to do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice


def bare(text: str) -> str:
    """A name or a code without what cannot be seen: hard spaces, invisible signs, the apostrophe that says « text »."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip().removeprefix("'").strip()


def alike(text: str, other: str) -> bool:
    """Whether two texts differ by nothing that can be seen."""
    return _seen(text) == _seen(other)


def _seen(text: str) -> list[str]:
    return [bare(line) for line in text.strip().split("\n")]


def _sign(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def _written(text: str) -> str:
    """A text without the signs that files of spreadsheets write in code: « _x000D_ » is the end of a line."""
    decoded = ESCAPED.sub(_sign, text)
    return INVISIBLE.sub("", decoded).replace("\r\n", "\n").replace("\r", "\n").strip()


def day(cell: Cell, epoch: datetime | None = None) -> date | None:
    """A date: typed, written « 12/03/2026 » or « 2026-03-12 », or the number of a day. Raises ValueError."""
    if isinstance(cell, date):
        return cell
    text = bare(str(cell)) if cell is not None else ""
    if not text:
        return None
    if text.isascii() and text.isdecimal():
        return _numbered(int(text), epoch)
    for shape in SHAPES:
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    raise ValueError(cell)


def _numbered(number: int, epoch: datetime | None) -> date:
    if not FIRST_DAY <= number <= LAST_DAY:
        raise ValueError(number)
    made: Any = from_excel(number, epoch) if epoch else from_excel(number)
    return made.date()  # type: ignore[no-any-return]


def plain(value: Any, column: Column, epoch: datetime) -> Cell:
    """What a cell says under a column. Raises Unreadable."""
    if isinstance(value, str):
        return _text(value, column)
    if isinstance(value, bool):
        if column.field == "milestone":
            return "oui" if value else "non"
        raise _retyped("VRAI" if value else "FAUX")
    if isinstance(value, time | timedelta):
        raise _retyped(f"une durée ou une heure ({value})")
    if isinstance(value, date):
        moment = value.date() if isinstance(value, datetime) else value
        if column.day and moment.year >= FIRST_YEAR:
            return moment
        raise _retyped(f"une date ({moment:%d/%m/%Y})")
    if isinstance(value, int | float):
        return _number(value, column, epoch)
    return None


def _retyped(what: str) -> Unreadable:
    advice = "Mettez la cellule au format « Texte », puis écrivez-la de nouveau."
    return Unreadable(f"le tableur en a fait {what}", advice)


def _text(value: str, column: Column) -> Cell:
    text = _written(value)
    if ERRORS.fullmatch(text):
        advice = "Corrigez la formule dans le tableur, ou écrivez la valeur."
        raise Unreadable(f"c’est une erreur du tableur ({text})", advice)
    return text if column.field in FREE else "\n".join(map(bare, text.split("\n"))).strip()


def _number(value: float, column: Column, epoch: datetime) -> Cell:
    if column.day:
        try:
            return day(str(int(value)), epoch)
        except ValueError:
            raise Unreadable("ce n’est pas une date", "Écrivez-la 12/03/2026.") from None
    if isinstance(value, int) or value.is_integer():
        return int(value)
    return f"{value:.15g}".replace(".", ",")
