"""The fixed lists of values a source counts on: what a delivery holds of them, and what to say of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maillage.kernel.problem import Effect, Problem
from maillage.kernel.source import Labels, Source

MOST_UNKNOWN = 20
"""Unknown values that are told, a column: beyond, the column is of another kind."""
MOST_VALUES = 10_000
"""Values of a column that are remembered: beyond, new ones are looked at each time."""


@dataclass(slots=True)
class Unknown:
    """A value that nobody declared: where it was first read, and in how many rows."""

    file: str
    line: int
    rows: int = 0


@dataclass(slots=True)
class SeenLabels:
    """What a delivery holds of one list."""

    labels: Labels
    found: set[int] = field(default_factory=set)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    more: int = 0
    present: bool = False
    _ranks: dict[str, frozenset[int]] = field(default_factory=dict)

    def see(self, value: object, rows: int, file: str, line: int) -> None:
        """Some rows hold this value; a blank one is no value."""
        self.present = True
        text = "" if value is None else str(value).strip()
        if not text:
            return
        ranks = self._ranks.get(text)
        if ranks is None:
            ranks = frozenset(rank for rank, label in enumerate(self.labels.needed) if self._is(text, label.pattern))
            if len(self._ranks) < MOST_VALUES:
                self._ranks[text] = ranks
        self.found |= ranks
        if ranks or not self.labels.known or self._is(text, self.labels.known):
            return
        if text not in self.unknown and len(self.unknown) >= MOST_UNKNOWN:
            self.more += rows
            return
        self.unknown.setdefault(text, Unknown(file, line)).rows += rows

    def _is(self, text: str, pattern: str) -> bool:
        return bool(re.fullmatch(pattern, text, re.NOFLAG if self.labels.exact else re.IGNORECASE))

    def problems(self) -> list[Problem]:
        """The values that were counted on and are not there, then those that nobody declared."""
        if not self.present:
            return []
        column = self.labels.column
        problems: list[Problem] = []
        gone = [label for rank, label in enumerate(self.labels.needed) if rank not in self.found]
        if gone:
            listed = ", ".join(f"« {label.words} » ({written(label.pattern)})" for label in gone)
            reason = f"aucune ligne {listed} : l’éditeur a peut-être changé sa façon de l’écrire"
            problems.append(Problem("", 0, column, "", reason, Effect.FLAGGED))
        for value, unknown in self.unknown.items():
            where = "1 ligne" if unknown.rows == 1 else f"{unknown.rows} lignes, la première ici"
            reason = f"valeur inconnue, à la place de laquelle rien n’est supposé ({where})"
            problems.append(Problem(unknown.file, unknown.line, column, value[:80], reason, Effect.FLAGGED))
        if self.more:
            reason = f"encore {self.more} lignes de valeurs inconnues dans cette colonne"
            problems.append(Problem("", 0, column, "", reason, Effect.FLAGGED))
        return problems


def written(pattern: str) -> str:
    """A pattern as a reader would write it: `A101|A140` → « A101 ou A140 »."""
    return " ou ".join(re.sub(r"\\(.)", r"\1", part).replace(".*", "…") for part in pattern.split("|"))


def seen_labels(source: Source) -> list[SeenLabels]:
    """The lists of a source, nothing being read yet."""
    return [SeenLabels(labels) for labels in source.labels]


def see_row(lists: Sequence[SeenLabels], cells: Mapping[str, object], file: str, line: int) -> None:
    """A row read one by one."""
    for seen in lists:
        if seen.labels.column in cells:
            seen.see(cells[seen.labels.column], 1, file, line)
