"""An indicator: one SELECT over the tables, giving each commune a numerator and a denominator by period."""

from dataclasses import dataclass
from enum import StrEnum

from maillage.kernel.period import Period


class Good(StrEnum):
    """Which way is better."""

    UP = "plus haut vaut mieux"
    DOWN = "plus bas vaut mieux"


@dataclass(frozen=True, slots=True)
class Break:
    """A declared break of series: from `since` on, figures are not comparable with earlier ones."""

    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A list shown beside the figure but never counted in it. `sql` gives its columns, headed `headers`."""

    title: str
    headers: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Used:
    """Which rows of a table, or derived table, the figure counts: a condition on it. Without any, all of them."""

    table: str
    condition: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a strategy aims at: a value in the indicator's unit, when (« en 2025 »), and which document says so."""

    value: float
    when: str
    document: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator.

    `sql` gives the columns commune, periode, numerateur, denominateur; it may add `modalite` (a
    breakdown whose parts add up, such as operators) and `sources` (the list of source names a row
    comes from; without it, all those of the tables read). A count has a NULL denominator.
    The value is numerator / denominator × `factor`, or the numerator for a count.
    `concerns` is a condition on the table `communes`: the communes the figure makes sense for.
    `lacking` completes « habitants … » for those who go without: « sans 30 Mbit/s ». With it,
    the engine counts them: for a share, each commune's inhabitants in proportion of what is missing; for places
    per inhabitants, those of the communes that have none. Empty: nobody can be counted.
    `reads` names the tables and derived tables of the SELECT, `used` their rows that are counted; `asked_by`
    quotes seed and section.
    """

    name: str
    title: str
    unit: str
    factor: float | None
    decimals: int
    good: Good
    definition: str
    meaning: str
    limits: str
    numerator: str
    denominator: str
    asked_by: tuple[str, ...]
    theme: str
    reads: tuple[str, ...]
    sql: str
    concerns: str = "true"
    concerns_label: str = ""
    target: Target | None = None
    lacking: str = ""
    reviewed: str = ""
    breaks: tuple[Break, ...] = ()
    annexes: tuple[Annex, ...] = ()
    modality: str = ""
    used: tuple[Used, ...] = ()

    @property
    def is_count(self) -> bool:
        """Whether the value is a plain count, without denominator."""
        return self.factor is None

    @property
    def sign(self) -> str:
        """The unit when it is short enough to follow each number, « % » or « km »; empty otherwise."""
        return self.unit if self.unit in ("%", "km") else ""

    def segment(self, period: Period) -> int:
        """How many declared breaks come at or before this period: values compare within a segment only."""
        return sum(not period < Period.parse(cut.since) for cut in self.breaks)
