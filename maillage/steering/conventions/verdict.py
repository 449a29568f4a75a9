"""Whether a commitment is kept: read in what is measured at the quarters around its day, never typed.

Kept when the last quarter that ends by the day already reaches what was promised; missed when the first one that ends
on the day or after does not. Between the two nobody can tell the day it was reached, and we say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import Counted
from maillage.observatory.tables import table
from maillage.steering.conventions.published import Commitment, Convention, every

PREMISES = "taux_locaux_raccordables_ftth"
NO_BUILDING = "Aucun immeuble de ces opérateurs n’est connu dans ces territoires."
NO_PREMISES = "Les locaux raccordables ne sont pas connus dans toutes ces communes."
AT_LEAST = (
    "Le nombre exact de locaux par immeuble n’est pas publié : le minimum connu n’atteint pas l’engagement, et le "
    "total de la commune compte tous les opérateurs."
)


class Verdict(StrEnum):
    """What is said of a commitment."""

    KEPT = "tenu"
    GOING = "en cours"
    MISSED = "manqué"
    UNKNOWN = "non mesurable"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is measured at a quarter: a count or a percentage, whether it reaches the target (None: cannot be told),
    and why when it cannot."""

    period: Period
    value: float | None
    reached: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A commitment, its verdict, the reading that decides or the last one there is, and why when it has no verdict.

    `late_months` is how long after the day it was seen reached; None when it was not, or not missed.
    """

    commitment: Commitment
    verdict: Verdict
    reading: Reading | None
    why: str = ""
    late_months: int | None = None


def communes(source: Observatory, territories: Sequence[Ref]) -> frozenset[str]:
    """The codes of the communes of these territories, those that a release no longer knows left out."""
    wanted = set(territories)
    return frozenset(
        commune.ref.code
        for commune in source.territories(Level.COMMUNE)
        if wanted & {commune.ref, *commune.parents, *commune.groupings}
    )


def months(since: date, until: date) -> int:
    """Whole months between two days, as everywhere on the site."""
    return round((until - since).days / 30.44)


def judge(source: Observatory, convention: Convention, commitment: Commitment, today: date) -> Judged:
    """What became of a commitment, as the release read says."""
    read = _reader(source, convention, commitment)
    before = [period for period in read.periods if period.end <= commitment.due_on][-1:]
    after = [period for period in read.periods if period.end >= commitment.due_on]
    last, first = [read.at(period) for period in before], [read.at(period) for period in after[:1]]
    if last and last[0].reached:
        return Judged(commitment, Verdict.KEPT, last[0])
    if first and first[0].reached is False:
        seen = next((period.end for period in after[1:] if read.at(period).reached), None)
        late = None if seen is None else months(commitment.due_on, seen)
        return Judged(commitment, Verdict.MISSED, first[0], late_months=late)
    if not after and commitment.due_on >= today:
        return Judged(commitment, Verdict.GOING, last[0] if last else None)
    reading = next(iter(first + last), None)
    return Judged(commitment, Verdict.UNKNOWN, reading, _why(last, first))


def _why(before: list[Reading], after: list[Reading]) -> str:
    """Why no verdict can be given, from the last reading before the day and the first one after."""
    if not before and not after:
        return "Aucun trimestre n’est chargé."
    reading = (after or before)[0]
    if reading.reached is None:
        return reading.why
    if not after:
        return f"Aucun trimestre n’est publié depuis l’échéance : le dernier est le {reading.period.label}."
    if not before:
        return f"Aucun trimestre n’est chargé avant l’échéance : atteint au {reading.period.label}, ou avant."
    return (
        f"Atteint entre la fin du {before[0].period.label} et celle du {reading.period.label} : l’échéance tombe entre "
        "les deux."
    )


class _Reader(Protocol):
    """What is measured of a commitment: at which quarters, oldest first, and at one of them."""

    @property
    def periods(self) -> list[Period]: ...

    def at(self, period: Period) -> Reading: ...


def _reader(source: Observatory, convention: Convention, commitment: Commitment) -> _Reader:
    where = communes(source, commitment.territories or convention.territories)
    kind = _Premises if commitment.subject == "locaux" else _Buildings
    return kind(source, convention, commitment, where)


class _Buildings:
    """Buildings of the operators committed, quarter by quarter."""

    def __init__(
        self, source: Observatory, convention: Convention, commitment: Commitment, where: frozenset[str]
    ) -> None:
        self.source, self.convention, self.commitment, self.where = source, convention, commitment, where

    @property
    def periods(self) -> list[Period]:
        return self.source.rollout.periods()

    def at(self, period: Period) -> Reading:
        counts = _counted(self.source, self.convention, self.where, period)
        done: float = counts.buildings.get("deploye", 0)
        done += counts.buildings.get("raccordable demande", 0) if self.commitment.on_demand else 0
        if not counts.total:
            return Reading(period, None, None, NO_BUILDING)
        value = 100 * done / counts.total if self.commitment.measure == "part" else done
        return Reading(period, value, value >= self.commitment.target)


class _Premises:
    """Premises are published by commune for all operators together; by operator, only a minimum is known."""

    def __init__(
        self, source: Observatory, convention: Convention, commitment: Commitment, where: frozenset[str]
    ) -> None:
        self.source, self.convention, self.commitment, self.where = source, convention, commitment, where
        refs = [Ref(Level.COMMUNE, code) for code in sorted(where)]
        self.known: dict[Period, list[tuple[float, float]]] = {}
        for lines in table(source, refs, [PREMISES]).values() if refs else ():
            for value in lines[0].values:
                if value.numerator is not None and value.denominator is not None:
                    self.known.setdefault(value.period, []).append((value.numerator, value.denominator))

    @property
    def periods(self) -> list[Period]:
        return sorted(self.known)

    def at(self, period: Period) -> Reading:
        done, total = (sum(column) for column in zip(*self.known[period], strict=True))
        target, share = self.commitment.target, self.commitment.measure == "part"
        if len(self.known[period]) < len(self.where) or not total:
            return Reading(period, None, None, NO_PREMISES)
        if share:
            return Reading(period, 100 * done / total, 100 * done >= target * total)
        # All operators together do not reach it, or all are meant: the count decides.
        if done < target or not self.convention.operators:
            return Reading(period, done, done >= target)
        least = _counted(self.source, self.convention, self.where, period).connectable
        return Reading(period, least, True) if least >= target else Reading(period, least, None, AT_LEAST)


def _counted(source: Observatory, convention: Convention, where: frozenset[str], period: Period) -> Counted:
    own = set(convention.operators)
    counts = source.rollout.counted(
        lambda commune, operator, zone: "own" if not own or operator in own else "other", where, period
    )
    return counts.get("own", Counted())


@lru_cache(maxsize=2)
def all_judged(source: Observatory, stamp: str, today: date) -> dict[int, list[Judged]]:
    """Every commitment of every public convention, by the number of the convention. Kept as long as neither the
    release, the conventions (`stamp`) nor the day change."""
    return {
        convention.number: [judge(source, convention, commitment, today) for commitment in convention.commitments]
        for convention in every()
    }
