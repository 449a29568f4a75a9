"""Values pasted from a spreadsheet: each line is checked before any is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from maillage.kernel import typed
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.words import folded
from maillage.steering.targets import numbers, plausible
from maillage.steering.targets.entering import Given, check_open
from maillage.steering.targets.models import Sheet

MOST = 2000
HEADS = ("territoire", "code", "commune", "epci", "departement", "nom")
NAMED = ("territoire", "valeur", "periode", "commentaire")


@dataclass(frozen=True, slots=True)
class Line:
    """A pasted line: its number from 1, its cells, the value it gives, or what is wrong; `question` is asked of a value
    that is probably mistyped."""

    number: int
    cells: tuple[str, ...]
    given: Given | None
    wrong: str = ""
    question: str = ""

    @property
    def key(self) -> str:
        """What whoever pasted it says is right: this value, there, then."""
        given = self.given
        return f"{given.territory}|{given.period}|{numbers.typed(given.value)}" if given else ""


def _ordered(cells: Sequence[str], ranks: Sequence[int]) -> tuple[str, ...]:
    """Territory, value, period and comment, wherever the heads say they are."""
    return tuple(cells[rank] if rank < len(cells) else "" for rank in ranks)


def _is_heads(cells: Sequence[str]) -> bool:
    """Whether a line says what the others hold: « departement:25 » is a territory, not a head."""
    first = folded(cells[0]) if cells else ""
    return first.split(" ")[0] in HEADS and not any(letter.isdigit() for letter in first)


def _ranks(heads: Sequence[str]) -> list[int]:
    """Where each is, from a line of heads; those that it does not name come after, in the usual order."""
    names = [typed.head(head) for head in heads]
    if "valeur" not in names:
        return list(range(len(NAMED)))
    first = next(rank for rank, name in enumerate(names) if name.split("_")[0] in HEADS)
    after = count(len(names))
    return [first, *(names.index(name) if name in names else next(after) for name in NAMED[1:])]


def _given(cells: tuple[str, ...], period: str, known: Callable[[str], str]) -> Given:
    """The value of a line: territory, value, then perhaps period and comment. Raises UsageError."""
    if len(cells) < 2:
        raise UsageError("Il faut un territoire, puis une valeur, séparés par une tabulation, « ; » ou « , ».")
    value = numbers.parse(cells[1])
    if value is None:
        raise UsageError("La valeur manque. Ôtez la ligne si elle n’est pas connue : un vide n’est pas un zéro.")
    asked = cells[2] if len(cells) > 2 and cells[2] else period
    comment = cells[3] if len(cells) > 3 else ""
    return Given(known(typed.code(cells[0])), typed.period(asked).code, value, comment=comment[:2000])


def read(text: str, period: str, known: Callable[[str], str], sheet: Sheet) -> list[Line]:
    """Every line that is not empty, for a sheet; a first line of heads is left out. `known` gives the reference of a
    territory typed by its name, code or reference, and raises UsageError. Raises UsageError for too many lines."""
    lines = list(typed.records(text))
    if len(lines) > MOST:
        raise UsageError(f"{MOST} lignes au plus à la fois.")
    ranks: list[int] = []
    if lines and _is_heads(lines[0][1]):
        ranks = _ranks(lines[0][1])
        lines = lines[1:]
    checked_lines: list[Line] = []
    seen: dict[tuple[str, str], int] = {}
    for number, every, fault in lines:
        cells = _ordered(every, ranks) if ranks else tuple(every) or ("",)
        try:
            if fault:
                raise UsageError(f"Cette ligne ne se lit pas : {fault}.")
            given = _given(cells, period, known)
            key = (given.territory, given.period)
            if key in seen:
                raise UsageError(f"Déjà donnée à la ligne {seen[key]}.")
            check_open(sheet, Period.parse(given.period))
        except UsageError as error:
            checked_lines.append(Line(number, cells, None, str(error)))
        else:
            seen[key] = number
            checked_lines.append(Line(number, cells, given, question=plausible.doubt(sheet, given.value)))
    return checked_lines
