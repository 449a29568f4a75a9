"""Where an indicator stands in a territory: its last value, its target, its rate, and what asks for attention.

A target is judged by a value of its date or after, and by nothing else. A rate of progress stands on two values of one
segment of the series, and says which. What is closed is neither asked nor judged.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from maillage.kernel.indicator import TargetState
from maillage.kernel.territory import Ref
from maillage.steering.targets import progress
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.values import Known

Segment = Callable[[date], int]


class Alert(StrEnum):
    """What asks for attention."""

    NONE_KNOWN = "aucune valeur"
    LATE = "en retard"
    STALE = "périmée"
    OFF_TRACK = "hors trajectoire"
    MISSED = "cible manquée"
    UNJUDGED = "cible échue, valeur attendue"
    OWNERLESS = "sans responsable"


class Hit(StrEnum):
    """What the last whole value says of the target."""

    REACHED = "atteinte"
    EARLY = "déjà au niveau visé"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known. `sure` is the last value whose course can be told, not a partial sum; `rate` is from 0 to 1,
    counted from `initial`, of the day `initial_on`, to `sure`; `gap` that value minus the target, `line` where the
    straight line is at its period; each None when it cannot be told. `closed`: the series is over, nothing is asked.
    """

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
    hit: Hit | None
    closed: bool
    alerts: tuple[Alert, ...]

    @property
    def last(self) -> Known | None:
        """The last value."""
        return self.series[-1] if self.series else None

    @property
    def reached(self) -> bool:
        """Whether a value of the target's date, or after, hits it."""
        return self.hit is Hit.REACHED


def aimed(targets: Iterable[Target], today: date) -> Target | None:
    """The target that counts today: the next one; else one without date; else the last one past."""
    held = [target for target in targets if target.state == TargetState.SET]
    dated = sorted((target for target in held if target.on), key=lambda target: target.on or today)
    coming = (target for target in dated if target.on and target.on >= today)
    undated = (target for target in held if target.on is None)
    return next(coming, None) or next(undated, None) or (dated[-1] if dated else None)


def _start(
    target: Target, series: Sequence[Known], whole: bool, segment: Segment
) -> tuple[Decimal | None, date | None]:
    """What progress is counted from: what the target says, or the first value of a whole series before its date.

    Neither is kept across a declared break: the first value since then is taken, where there is one besides the last.
    """
    last = series[-1]
    if target.initial is not None and target.initial_on is not None:
        if segment(target.initial_on) == last.segment:
            before = target.initial_on < last.period.end
            return (target.initial, target.initial_on) if before else (None, None)
    elif target.initial is not None:
        return None, None
    alike = [known for known in series[:-1] if known.segment == last.segment]
    first = next((known for known in alike if target.on is None or known.period.end < target.on), None)
    return (first.value, first.period.end) if whole and first else (None, None)


def _asked(sheet: Sheet, last: Known | None, partial: bool, today: date) -> list[Alert]:
    alerts = []
    count = progress.missed(sheet.frequency, last.period.end if last else None, today)
    if last is None:
        alerts.append(Alert.LATE if partial else Alert.NONE_KNOWN)
    elif count == 2:
        alerts.append(Alert.STALE)
    elif count == 1 and not sheet.computed:
        alerts.append(Alert.LATE)
    if sheet.ownerless:
        alerts.append(Alert.OWNERLESS)
    return alerts


def _judged(
    good: str, last: Known, target: Target, line: Fraction | None, today: date
) -> tuple[Hit | None, list[Alert]]:
    """What a value says of a target: only one of its date or after says that it is reached, or missed."""
    hits = progress.reached(good, last.value, target.value)
    if target.on is None:
        return (Hit.REACHED if hits else None), []
    if last.period.end >= target.on:
        return (Hit.REACHED, []) if hits else (None, [Alert.MISSED])
    alerts = [Alert.UNJUDGED] if target.on < today else []
    if not hits and line is not None and progress.off_track(good, last.value, line):
        alerts.append(Alert.OFF_TRACK)
    return (Hit.EARLY if hits else None), alerts


def _unbroken(day: date) -> int:
    return 0


def standing(
    sheet: Sheet,
    ref: Ref,
    series: Sequence[Known],
    targets: Iterable[Target],
    today: date,
    whole: bool = True,
    segment: Segment = _unbroken,
) -> Standing:
    """Where it stands. `targets` are those of the sheet in this territory; `whole` says whether the series is,
    `segment` how many declared breaks come at or before a day."""
    whole_values = [known for known in series if not known.partial]
    closed = sheet.validity.closed(today)
    target, last = None if closed else aimed(targets, today), whole_values[-1] if whole_values else None
    initial = initial_on = rate = gap = line = trend = hit = None
    alerts = [] if closed else _asked(sheet, last, bool(series), today)
    if len(whole_values) > 1 and whole_values[-2].segment == whole_values[-1].segment:
        trend = progress.trend(sheet.good, whole_values[-2].value, whole_values[-1].value)
    if last is not None and target is not None:
        gap = last.value - target.value
        initial, initial_on = _start(target, whole_values, whole, segment)
        if initial is not None and initial_on is not None:
            rate = progress.rate(sheet.good, initial, last.value, target.value)
            if target.on is not None and initial_on < target.on:
                line = progress.expected(initial, initial_on, target.value, target.on, last.period.end)
        hit, judged = _judged(sheet.good, last, target, line, today)
        alerts += judged
    if last is None and target is not None and target.on is not None and target.on < today:
        alerts.append(Alert.UNJUDGED)
    return Standing(
        sheet, ref, series, last, target, initial, initial_on, rate, gap, trend, line, hit, closed, tuple(alerts)
    )
