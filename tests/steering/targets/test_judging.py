"""What is said of a target: judged by a value of its date or after, never by an old one, a part, or another method."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.steering.targets import progress
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.standing import Alert, Hit, Standing, aimed, standing
from maillage.steering.targets.values import Known, Origin

REGION = Ref.parse("region:27")
TODAY = date(2026, 11, 22)


def known(value: str, period: str, **more: Any) -> Known:
    return Known(Decimal(value), Period.parse(period), Origin.COMPUTED, "Arcep", None, **more)


def target(value: str, on: date | None, **more: Any) -> Target:
    return Target(territory="region:27", value=Decimal(value), on=on, **more)


def told(series: list[Known], *targets: Target, good: str = "hausse", **more: Any) -> Standing:
    sheet = Sheet(code="essai", good=good, frequency="trimestrielle", unit="%", owner_id=1, indicator="x")
    return standing(sheet, REGION, series, targets, TODAY, **more)


def test_a_target_of_2025_is_not_missed_by_a_value_of_2018() -> None:
    old = told([known("19", "2017-T1"), known("23", "2018-T1")], target("100", date(2025, 12, 31)))
    assert Alert.MISSED not in old.alerts
    assert Alert.UNJUDGED in old.alerts
    of_its_date = told([known("19", "2017-T1"), known("95", "2025-T4")], target("100", date(2025, 12, 31)))
    assert Alert.MISSED in of_its_date.alerts
    assert Alert.UNJUDGED not in of_its_date.alerts


def test_a_target_is_reached_by_a_value_of_its_date_and_only_neared_before() -> None:
    due = date(2026, 12, 31)
    early = told([known("100", "2026-T2")], target("100", due))
    assert (early.hit, early.reached) == (Hit.EARLY, False)
    there = told([known("100", "2026-T4")], target("100", due))
    assert (there.hit, there.reached) == (Hit.REACHED, True)
    assert told([known("99.96", "2026-T4")], target("100", due)).hit is None


def test_a_target_without_date_is_followed_and_never_missed() -> None:
    below = told([known("20", "2024-T4"), known("40", "2026-T2")], target("100", None))
    assert (below.hit, below.rate, below.line) == (None, Fraction(1, 4), None)
    assert not {Alert.MISSED, Alert.OFF_TRACK, Alert.UNJUDGED} & set(below.alerts)
    assert told([known("100", "2026-T2")], target("100", None)).reached


def test_progress_is_counted_since_the_declared_break_and_not_across_it() -> None:
    # From 10 to 95 for 100, 94 % of the way across the break; from 83.2 since the break, 70 %.
    series = [known("10", "2018-T1"), known("83.2", "2019-T1", segment=1), known("95", "2026-T2", segment=1)]
    since = told(series, target("100", date(2026, 12, 31)))
    assert (since.initial, since.initial_on) == (Decimal("83.2"), date(2019, 3, 31))
    assert since.rate is not None
    assert progress.percent(since.rate) == 70
    given = target("100", date(2026, 12, 31), initial=Decimal(10), initial_on=date(2018, 3, 31))
    typed = told(series, given, segment=lambda day: int(day >= date(2018, 4, 1)))
    assert typed.initial == Decimal("83.2")
    assert told([series[0], series[2]], target("100", date(2026, 12, 31))).rate is None
    assert told([series[0], series[2]]).trend is None


def test_one_measure_is_no_progress_not_even_none() -> None:
    one = told([known("40", "2026-T2")], target("100", date(2026, 12, 31)))
    assert (one.rate, one.initial) == (None, None)
    same_day = target("100", date(2026, 12, 31), initial=Decimal(40), initial_on=date(2026, 6, 30))
    assert told([known("40", "2026-T2")], same_day).rate is None


def test_a_sum_of_some_territories_is_told_and_never_called_reached() -> None:
    # 53 of 3 territories out of 4, where less is better and 60 is the target: nobody knows the fourth.
    part = known("53", "2026-T3", partial=True, coverage="3 territoires connus sur 4")
    only = told([part], target("60", None), good="baisse")
    assert (only.hit, only.sure, only.rate) == (None, None, None)
    before = told([known("70", "2026-T1"), part], target("60", None), good="baisse")
    assert before.hit is None
    assert before.sure is not None
    assert before.sure.value == 70


def test_the_rate_is_rounded_down_so_that_100_is_all_of_it() -> None:
    assert progress.percent(Fraction(999, 1000)) == 99
    assert progress.percent(Fraction(1)) == 100


def test_the_target_that_counts_is_the_next_one_and_never_one_given_up() -> None:
    past, coming = target("50", date(2020, 12, 31)), target("90", date(2028, 12, 31))
    undated, dropped = target("100", None), target("80", date(2027, 12, 31), state="abandonnee")
    assert aimed([past, coming, undated, dropped], TODAY) is coming
    assert aimed([past, undated, dropped], TODAY) is undated
    assert aimed([past, dropped], TODAY) is past
    assert aimed([dropped], TODAY) is None


def test_what_the_observatory_computes_is_late_when_two_of_its_periods_are_missing_and_not_one() -> None:
    def alerts(period: str) -> set[Alert]:
        return set(told([known("40", period)]).alerts)

    # Thirty days after the end of a quarter its value is awaited; a source publishes later than people do.
    assert alerts("2026-T3") == set()
    assert alerts("2026-T2") == set()
    assert alerts("2026-T1") == {Alert.STALE}
    assert set(told([]).alerts) == {Alert.NONE_KNOWN}


def test_what_people_type_is_late_as_soon_as_one_period_is_missing() -> None:
    sheet = Sheet(code="essai", frequency="trimestrielle", owner_id=1)
    typed = standing(sheet, REGION, [known("40", "2026-T2")], [], TODAY)
    assert typed.alerts == (Alert.LATE,)


def test_progress_is_counted_from_a_value_before_the_date_of_the_target_and_not_of_that_day() -> None:
    series = [known("40", "2026-T2"), known("60", "2026-T4")]
    assert told(series, target("100", date(2026, 6, 30))).initial is None
    assert told(series, target("100", date(2026, 7, 1))).initial == Decimal(40)
