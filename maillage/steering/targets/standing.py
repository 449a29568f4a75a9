"""Where an indicator stands in a territory: its last value, its target, its rate, and what asks for attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from maillage.kernel.territory import Ref
from maillage.steering.targets import progress
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.values import Known


class Alert(StrEnum):
    """What asks for attention."""

    NONE_KNOWN = "aucune valeur"
    LATE = "en retard"
    STALE = "périmée"
    OFF_TRACK = "hors trajectoire"
    MISSED = "cible manquée"
    OWNERLESS = "sans responsable"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known. `sure` is the last value whose course can be told, not a partial sum; `rate` is from 0 to 1, `gap`
    that value minus the target, `line` where the straight line is at its period; each None when it cannot be told."""

    sheet: Sheet
    ref: Ref
    series: Sequence[Known]
    sure: Known | None
    target: Target | None
    initial: Decimal | None
    initial_on: date | None
    rate: Fraction | None
    gap: Decimal | None
    trend: progress.Trend | None
    line: Fraction | None
    alerts: tuple[Alert, ...]

    @property
    def last(self) -> Known | None:
        """The last value."""
        return self.series[-1] if self.series else None

    @property
    def reached(self) -> bool:
        """Whether the target is hit."""
        return bool(
            self.sure
            and self.target
            and progress.reached(self.sheet.good, self.sure.value, self.target.value)
        )


def aimed(targets: Iterable[Target], today: date) -> Target | None:
    """The target that counts today: the next one, or the last when all are past."""
    told = sorted(targets, key=lambda one: one.on)
    return next((one for one in told if one.on >= today), told[-1] if told else None)


def _start(target: Target | None, series: Sequence[Known], whole: bool) -> tuple[Decimal | None, date | None]:
    """What progress is counted from: what the target says, or the first value of a whole series before its date."""
    if target is None or (target.initial is None and not whole):
        return None, None
    if target.initial is not None:
        return target.initial, target.initial_on
    first = next((one for one in series if one.period.end < target.on), None)
    return (first.value, first.period.end) if first else (None, None)


def _alerts(sheet: Sheet, last: Known | None, partial: bool, today: date) -> list[Alert]:
    found = []
    count = progress.missed(sheet.frequency, last.period.end if last else None, today)
    if last is None:
        found.append(Alert.LATE if partial else Alert.NONE_KNOWN)
    elif count == 2:
        found.append(Alert.STALE)
    elif count == 1 and not sheet.computed:
        found.append(Alert.LATE)
    if sheet.ownerless:
        found.append(Alert.OWNERLESS)
    return found


def standing(
    sheet: Sheet,
    ref: Ref,
    series: Sequence[Known],
    targets: Iterable[Target],
    today: date,
    whole: bool = True,
) -> Standing:
    """Where it stands. `targets` are those of the sheet in this territory; `whole` says whether the series is."""
    told = [one for one in series if not one.partial]
    target, last = aimed(targets, today), told[-1] if told else None
    initial, initial_on = _start(target, told, whole)
    rate = gap = line = trend = None
    alerts = _alerts(sheet, last, bool(series), today)
    if len(told) > 1:
        trend = progress.trend(sheet.good, told[-2].value, told[-1].value)
    if last is not None and target is not None:
        gap = last.value - target.value
        hit = progress.reached(sheet.good, last.value, target.value)
        if initial is not None and initial_on is not None:
            rate = progress.rate(sheet.good, initial, last.value, target.value)
            line = progress.expected(initial, initial_on, target.value, target.on, last.period.end)
        if not hit and target.on < today:
            alerts.append(Alert.MISSED)
        elif not hit and line is not None and progress.off_track(sheet.good, last.value, line):
            alerts.append(Alert.OFF_TRACK)
    return Standing(
        sheet, ref, series, last, target, initial, initial_on, rate, gap, trend, line, tuple(alerts)
    )
