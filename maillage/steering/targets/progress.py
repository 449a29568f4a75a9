"""How far a target is: pure arithmetic, exact, the same for what must rise and for what must fall.

Rate of progress: (VA − VI) / (VC − VI), where VI is the initial value, VC the target and VA the value known last;
below 0 it is 0, above 100 % it is 100 %. A target that the initial value hits already is kept, or lost. It takes two
measures, made the same way: a declared break of the series is never crossed.
"""

import math
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from maillage.kernel.period import Period
from maillage.steering.targets.models import Frequency, Good

RULE = (
    "Taux d’avancement : (valeur actuelle − valeur initiale) ÷ (cible − valeur initiale). "
    "Un recul compte pour 0 %, un dépassement pour 100 %. Une cible atteinte dès le départ est tenue, 100 %, "
    "ou perdue, 0 %. Il faut deux mesures, faites de la même façon ; le pourcentage est arrondi en dessous."
)
GRACE_DAYS = 30
"""After the end of a period, the days its value may take to come before it is late."""


class Trend(StrEnum):
    """Which way the last value went."""

    BETTER = "progresse"
    WORSE = "recule"
    SAME = "stable"


def better(good: str, value: Decimal, other: Decimal) -> bool:
    """Whether a value is strictly better than another."""
    return value > other if good == Good.UP else value < other


def reached(good: str, value: Decimal, target: Decimal) -> bool:
    """Whether the target is hit."""
    return value == target or better(good, value, target)


def rate(good: str, initial: Decimal, value: Decimal, target: Decimal) -> Fraction:
    """From 0 to 1. A target hit from the start is kept (1) or lost (0)."""
    if reached(good, initial, target):
        return Fraction(int(reached(good, value, target)))
    share = Fraction(value - initial) / Fraction(target - initial)
    return min(max(share, Fraction(0)), Fraction(1))


def percent(share: Fraction) -> int:
    """A rate in whole percents, always rounded down: 100 % is said of what is all done, and of nothing else."""
    return math.floor(share * 100)


def expected(initial: Decimal, initial_on: date, target: Decimal, on: date, day: date) -> Fraction:
    """The value on the straight line from the initial value to the target; flat before and after."""
    share = Fraction((min(max(day, initial_on), on) - initial_on).days, (on - initial_on).days)
    return Fraction(initial) + Fraction(target - initial) * share


def off_track(good: str, value: Decimal, line: Fraction) -> bool:
    """Whether a value is behind the straight line."""
    fraction = Fraction(value)
    return fraction < line if good == Good.UP else fraction > line


def trend(good: str, before: Decimal, value: Decimal) -> Trend:
    """Which way a value went since the one before."""
    if value == before:
        return Trend.SAME
    return Trend.BETTER if better(good, value, before) else Trend.WORSE


def period_of(frequency: str, day: date) -> Period:
    """The period of this frequency that a day is in; a month is written as its last day."""
    if frequency == Frequency.MONTH:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return Period.parse((after - timedelta(days=1)).isoformat())
    if frequency == Frequency.QUARTER:
        return Period.quarter_of(day)
    if frequency == Frequency.HALF:
        return Period.parse(f"{day.year}-S{1 if day.month <= 6 else 2}")
    return Period.parse(str(day.year))


def _first_day(frequency: str, period: Period) -> date:
    return period.end.replace(day=1) if frequency == Frequency.MONTH else period.start


def ended(frequency: str, today: date, count: int, grace: int = 0) -> list[Period]:
    """The last periods that ended before a day, `grace` days before at least; oldest first."""
    day = today - timedelta(days=grace)
    periods: list[Period] = []
    current = period_of(frequency, day)
    while len(periods) < count:
        current = period_of(frequency, _first_day(frequency, current) - timedelta(days=1))
        periods.append(current)
    return periods[::-1]


def missed(frequency: str, last_end: date | None, today: date) -> int:
    """How many values should have come since the last one, 0 to 2 (2: two or more, or never any)."""
    if last_end is None:
        return 2
    return sum(last_end < period.end for period in ended(frequency, today, 2, GRACE_DAYS))
