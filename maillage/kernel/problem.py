"""A row, or a whole file, that something is wrong with: data of its own, published on the source's page."""

from dataclasses import dataclass, field
from enum import StrEnum


class Effect(StrEnum):
    """What was done about it."""

    REFUSED = "refusée"
    FLAGGED = "signalée"
    CORRECTED = "corrigée"
    IDLE = "correction sans effet"


@dataclass(frozen=True, slots=True)
class Problem:
    """Where (file, line from 1, column), what was read (at most 80 characters), why, and what was done.

    `line` is 0 when the whole file is concerned; `column` is empty when the whole row is; `commune` is the current
    commune of the row when it is known, and does not tell two problems apart.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    effect: Effect
    commune: str = field(default="", compare=False)

    @property
    def loses_row(self) -> bool:
        """Whether a row of the file is not kept: it was refused, or a correction takes it away."""
        return self.effect is Effect.REFUSED or (self.effect is Effect.CORRECTED and not self.column)
