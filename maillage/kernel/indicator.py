"""An indicator: one SELECT over the tables, giving each commune a numerator and a denominator by period."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.kernel.period import Period
from maillage.kernel.territory import Level


class Good(StrEnum):
    """Which way is better."""

    UP = "plus haut vaut mieux"
    DOWN = "plus bas vaut mieux"


@dataclass(frozen=True, slots=True)
class Break:
    """A declared break of series: from `since` on, figures are not comparable with earlier ones. `denominator` is what
    the denominator was called until then, empty when it did not change."""

    since: str
    reason: str
    denominator: str = ""

    @property
    def begins(self) -> str:
        """« du 2e trimestre 2018 », « de 2025 »: what follows « à partir »."""
        label = Period.parse(self.since).label
        return f"de {label}" if label.isdecimal() else f"du {label}"


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


class TargetState(StrEnum):
    """What became of a target."""

    SET = "fixee"
    REPLACED = "remplacee"
    DROPPED = "abandonnee"


@dataclass(frozen=True, slots=True)
class Target:
    """What an official document aims at, for the portrait and for the strategy alike: no other file says it again.

    `value` is in the indicator's unit; `when` is the document's word for its date (« en 2025 »), `on` the last day of
    it, None when the document gives none; `document` and `section` say where it stands.
    """

    value: float
    when: str
    document: str
    section: str = ""
    on: date | None = None
    state: TargetState = TargetState.SET


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
    quotes document and section. `cut_by_lists`: what is counted is what lists name, so that the engine adds a break at
    each period whose `sources` are not those of the one before.
    `weight` says how much a gap weighs when what is behind is ranked: 3 for fibre, copper that closes and mobile, 2 for
    places of help, 1 for the rest. `yes_no`: of one commune, the figure is a yes or a no.
    `headline` is said first of a place that is behind those that resemble it: « La fibre est en retard »; empty for a
    count, which depends on how large a place is and is not ranked.
    `why` is a sentence said after what the figure means, where nobody guesses why a digital strategy looks at it.
    `fed_by` names the sources that feed it, when they are not all those of the tables read.
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
    cut_by_lists: bool = False
    weight: int = 1
    yes_no: bool = False
    headline: str = ""
    why: str = ""
    fed_by: tuple[str, ...] = ()

    def answer(self, level: Level, number: float | None) -> str:
        """« oui » or « non » where the figure of a territory is one; empty elsewhere, and when it is unknown."""
        if not self.yes_no or level is not Level.COMMUNE or number is None:
            return ""
        return "oui" if number > 0 else "non"

    @property
    def is_count(self) -> bool:
        """Whether the value is a plain count, without denominator."""
        return self.factor is None

    @property
    def sign(self) -> str:
        """The unit when it is short enough to follow each number, « % » or « km »; empty otherwise."""
        return self.unit if self.unit in ("%", "km") else ""

    def denominator_at(self, period: Period) -> str:
        """What the denominator of a period is called."""
        older = (cut.denominator for cut in self.breaks if cut.denominator and period < Period.parse(cut.since))
        return next(older, self.denominator)

    def segment(self, period: Period) -> int:
        """How many declared breaks come at or before this period: values compare within a segment only."""
        return sum(not period < Period.parse(cut.since) for cut in self.breaks)
