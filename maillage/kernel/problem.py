"""A row, or a whole file, that something is wrong with: data of its own, published on the source's page."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What was done about it."""

    REFUSED = "refusée"
    FLAGGED = "signalée"


@dataclass(frozen=True, slots=True)
class Problem:
    """Where (file, line from 1, column), what was read (at most 80 characters), why, and what was done.

    `line` is 0 when the whole file is concerned; `column` is empty when the whole row is.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    effect: Effect
