"""Progress at its edges: the last day of a period, the very day of a target, one value only, a month of December."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from maillage.steering.targets import progress
from maillage.steering.targets.models import Good, Sheet
from maillage.steering.targets.rollup import rolled
from maillage.steering.targets.smart import smart
from maillage.steering.targets.standing import Alert, aimed, standing
from tests.steering.targets.test_judging import REGION, TODAY, known, target, told


@pytest.mark.parametrize(
    ("frequency", "day", "code"),
    [
        ("mensuelle", date(2026, 1, 1), "2026-01-31"),
        ("mensuelle", date(2026, 2, 10), "2026-02-28"),
        ("mensuelle", date(2026, 11, 30), "2026-11-30"),
        ("mensuelle", date(2026, 12, 1), "2026-12-31"),
        ("trimestrielle", date(2026, 3, 31), "2026-T1"),
        ("trimestrielle", date(2026, 4, 1), "2026-T2"),
        ("semestrielle", date(2026, 6, 30), "2026-S1"),
        ("semestrielle", date(2026, 7, 1), "2026-S2"),
        ("annuelle", date(2026, 1, 1), "2026"),
        ("annuelle", date(2026, 12, 31), "2026"),
    ],
)
def test_a_day_is_in_the_period_it_belongs_to(frequency: str, day: date, code: str) -> None:
    assert progress.period_of(frequency, day).code == code


def test_a_period_has_ended_the_day_after_its_last_day() -> None:
    for day, code in ((date(2026, 6, 30), "2025-S2"), (date(2026, 7, 1), "2026-S1")):
        assert [period.code for period in progress.ended("semestrielle", day, 1)] == [code]
    assert progress.ended("annuelle", TODAY, 0) == []
    months = progress.ended("mensuelle", date(2026, 3, 1), 3)
    assert [month.code for month in months] == ["2025-12-31", "2026-01-31", "2026-02-28"]


def test_a_value_is_late_the_thirty_first_day_after_its_period() -> None:
    end = date(2026, 6, 30)
    assert progress.missed("trimestrielle", end, date(2026, 10, 30)) == 0
    assert progress.missed("trimestrielle", end, date(2026, 10, 31)) == 1


def test_twice_the_way_is_all_of_it_and_a_step_back_is_none() -> None:
    assert progress.rate(Good.UP, Decimal(0), Decimal(250), Decimal(100)) == 1
    assert progress.rate(Good.DOWN, Decimal(10), Decimal(30), Decimal(0)) == 0


def test_a_value_on_the_line_is_on_track_whichever_way_is_better() -> None:
    for good in (Good.UP, Good.DOWN):
        assert not progress.off_track(good, Decimal(50), Fraction(50))


def test_the_course_is_that_of_the_last_two_values_and_not_since_the_first() -> None:
    series = [known("60", "2025-T4"), known("40", "2026-T1"), known("50", "2026-T2")]
    assert told(series).trend == progress.Trend.BETTER
    assert told(series, good="baisse").trend == progress.Trend.WORSE
    assert told([*series, known("50", "2026-T3")]).trend == progress.Trend.SAME
    assert told(series[:1]).trend is None


def test_a_target_past_without_any_value_is_still_to_be_judged_the_day_after() -> None:
    for on, unjudged in ((date(2026, 11, 21), True), (TODAY, False), (None, False)):
        assert (Alert.UNJUDGED in told([], target("100", on)).alerts) is unjudged
        early = told([known("40", "2026-T2")], target("100", on))
        assert (Alert.UNJUDGED in early.alerts) is unjudged


def test_the_target_of_today_is_the_next_one() -> None:
    due, later = target("50", TODAY), target("90", date(2028, 12, 31))
    assert aimed([later, due], TODAY) is due
    assert aimed([later, target("40", date(2026, 11, 21))], TODAY) is later
    first, last = target("10", date(2019, 12, 31)), target("20", date(2020, 12, 31))
    assert aimed([last, first], TODAY) is last
    assert aimed([], TODAY) is None


def test_an_initial_value_without_its_day_starts_no_progress() -> None:
    undated = target("100", date(2026, 12, 31), initial=Decimal(10))
    both = [known("20", "2025-T4"), known("40", "2026-T2")]
    assert (told(both, undated).initial, told(both, undated).rate) == (None, None)


def test_a_value_before_the_start_that_a_target_gives_is_no_progress() -> None:
    start = target("100", date(2026, 12, 31), initial=Decimal(10), initial_on=date(2026, 6, 29))
    assert told([known("40", "2026-T2")], start).rate == Fraction(1, 3)
    assert told([known("40", "2026-T1")], start).rate is None


def test_a_series_of_which_only_the_last_values_were_read_starts_no_progress() -> None:
    series = [known("20", "2025-T4"), known("40", "2026-T2")]
    assert told(series, target("100", None), whole=False).rate is None
    assert told(series, target("100", None)).rate == Fraction(1, 4)


def test_a_target_already_hit_is_behind_no_line() -> None:
    # Less than the line on its way to 100 asks for attention; the same for what must stay under 100 does not.
    series = [known("0", "2025-T4"), known("10", "2026-T2")]
    behind = told(series, target("100", date(2026, 12, 31)))
    assert Alert.OFF_TRACK in behind.alerts
    kept = told(series, target("100", date(2026, 12, 31)), good="baisse")
    assert kept.alerts == ()


def test_the_first_alert_of_a_series_where_only_a_part_is_known_is_that_it_is_late() -> None:
    sheet = Sheet(code="essai", frequency="trimestrielle", owner_id=1)
    part = known("3", "2026-T3", partial=True)
    assert standing(sheet, REGION, [part], [], TODAY).alerts == (Alert.LATE,)
    assert standing(sheet, REGION, [], [], TODAY).alerts == (Alert.NONE_KNOWN,)


def test_two_values_missing_make_a_series_stale_and_not_late() -> None:
    sheet = Sheet(code="essai", frequency="trimestrielle", owner_id=1)
    assert standing(sheet, REGION, [known("40", "2026-T1")], [], TODAY).alerts == (Alert.STALE,)
    assert standing(sheet, REGION, [known("40", "2026-T3")], [], TODAY).alerts == ()


def test_the_last_value_is_the_newest_even_when_it_is_partial() -> None:
    part = known("53", "2026-T3", partial=True)
    both = told([known("70", "2026-T1"), part])
    assert (both.last, both.sure) == (part, both.series[0])
    assert told([]).last is None


def test_a_sum_is_of_what_is_known_and_zero_is_known() -> None:
    zero = rolled("somme", {"a": Decimal(0), "b": None})
    assert zero is not None
    assert (zero.value, zero.known, zero.total) == (0, 1, 2)
    assert zero.coverage == "1\u00a0territoire connu sur 2"
    assert rolled("somme", {}) is None
    assert rolled("moyenne", {"a": Decimal(3)}) is None


@pytest.mark.parametrize("computed", [True, False])
def test_what_the_observatory_computes_has_its_method_and_its_source(computed: bool) -> None:
    sheet = Sheet(unit="%", indicator="x" if computed else "")
    measured = smart(sheet, 0, False)[1]
    assert measured.holds is computed
    assert measured.said == ("Calculé par l’observatoire." if computed else "Il manque : la méthode, la source.")


def test_an_indicator_that_says_all_is_smart_and_one_that_lacks_a_thing_says_which() -> None:
    sheet = Sheet(
        unit="pass",
        method="Compter",
        source="Hub",
        definition="Remis",
        attainable="Au rythme de 2025",
        realistic="Un poste",
        owner_id=1,
    )
    assert [check.said for check in smart(sheet, 1, True)] == [
        "La définition dit ce qui est compté.",
        "Unité, méthode et source sont dites.",
        "Au rythme de 2025",
        "Un poste",
        "Au moins une cible a sa date.",
    ]
    sheet.unit, sheet.source = "", ""
    lacking = [check.said for check in smart(sheet, 0, False)]
    assert lacking[1] == "Il manque : l’unité, la source."
    assert lacking[3] == "Il manque : une valeur initiale."
    assert lacking[4] == "Il manque : une cible datée."


def test_a_line_is_flat_before_its_start_and_after_its_end() -> None:
    told_on = [date(2023, 1, 1), date(2024, 1, 1), date(2026, 1, 1), date(2027, 1, 1)]
    line = [progress.expected(Decimal(0), date(2024, 1, 1), Decimal(100), date(2026, 1, 1), day) for day in told_on]
    assert line == [0, 0, 100, 100]
