"""The rate of progress, the straight line, what is late: figures worked out by hand, and what holds for all."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from maillage.steering.targets import progress
from maillage.steering.targets.models import Good
from maillage.steering.targets.rollup import rolled

VALUE = some.decimals(-10_000, 10_000, places=4)


@pytest.mark.parametrize(
    ("initial", "value", "target", "rate"),
    [
        ("20", "50", "80", Fraction(1, 2)),
        ("20", "10", "80", Fraction(0)),
        ("20", "90", "80", Fraction(1)),
        # What must fall: from 12 km to 6 km, at 9 km half of the way is done.
        ("12", "9", "6", Fraction(1, 2)),
        ("12", "13", "6", Fraction(0)),
        ("12", "5", "6", Fraction(1)),
        ("0", "33.3333", "100", Fraction(333333, 1000000)),
    ],
)
def test_the_rate_is_the_part_of_the_way_that_is_done(initial: str, value: str, target: str, rate: Fraction) -> None:
    good = Good.UP if Decimal(target) > Decimal(initial) else Good.DOWN
    assert progress.rate(good, Decimal(initial), Decimal(value), Decimal(target)) == rate


def test_a_target_that_asks_to_keep_what_there_is_is_kept_or_lost() -> None:
    assert progress.rate(Good.UP, Decimal(100), Decimal(100), Decimal(100)) == 1
    assert progress.rate(Good.UP, Decimal(100), Decimal(99), Decimal(100)) == 0
    assert progress.rate(Good.DOWN, Decimal(100), Decimal(99), Decimal(100)) == 1


@given(VALUE, VALUE, VALUE, VALUE)
def test_the_rate_stays_between_0_and_1_and_rises_with_a_better_value(
    initial: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(initial != target)
    good = Good.UP if target > initial else Good.DOWN
    rates = [progress.rate(good, initial, value, target) for value in (one, other)]
    assert all(0 <= rate <= 1 for rate in rates)
    if progress.better(good, one, other):
        assert rates[0] >= rates[1]
    assert progress.rate(good, initial, target, target) == 1
    assert progress.rate(good, initial, initial, target) == 0
    mirrored = Good.DOWN if good == Good.UP else Good.UP
    assert progress.rate(mirrored, -initial, -one, -target) == rates[0]


@given(VALUE, VALUE, some.dates(date(2020, 1, 2), date(2030, 1, 1)), some.dates(date(2019, 1, 1), date(2031, 1, 1)))
def test_the_straight_line_goes_from_the_initial_value_to_the_target(
    initial: Decimal, target: Decimal, on: date, day: date
) -> None:
    start = date(2020, 1, 1)
    line = progress.expected(initial, start, target, on, day)
    assert min(initial, target) <= line <= max(initial, target)
    assert progress.expected(initial, start, target, on, on) == Fraction(target)
    assert progress.expected(initial, start, target, on, start) == Fraction(initial)


def test_a_value_behind_the_line_is_off_track_whichever_way_is_better() -> None:
    line = progress.expected(Decimal(0), date(2024, 1, 1), Decimal(100), date(2026, 1, 1), date(2025, 1, 1))
    # 366 days of 731: 2024 has a 29th of February.
    assert line == Fraction(36600, 731)
    assert progress.off_track(Good.UP, Decimal("50.06"), line)
    assert not progress.off_track(Good.UP, Decimal("50.07"), line)
    assert progress.off_track(Good.DOWN, Decimal(51), line)


@pytest.mark.parametrize(
    ("frequency", "codes"),
    [
        ("mensuelle", ["2026-09-30", "2026-10-31"]),
        ("trimestrielle", ["2026-T2", "2026-T3"]),
        ("semestrielle", ["2025-S2", "2026-S1"]),
        ("annuelle", ["2024", "2025"]),
    ],
)
def test_the_last_periods_that_ended(frequency: str, codes: list[str]) -> None:
    assert [one.code for one in progress.ended(frequency, date(2026, 11, 22), 2)] == codes


def test_a_value_has_thirty_days_to_come_before_it_is_late() -> None:
    end = date(2026, 6, 30)
    assert progress.missed("trimestrielle", end, date(2026, 10, 29)) == 0
    assert progress.missed("trimestrielle", end, date(2026, 11, 1)) == 1
    assert progress.missed("trimestrielle", end, date(2027, 2, 1)) == 2
    assert progress.missed("annuelle", None, date(2026, 11, 22)) == 2
    assert progress.missed("mensuelle", date(2026, 9, 30), date(2026, 11, 22)) == 0


def test_a_roll_up_follows_its_rule_and_says_what_it_knows() -> None:
    parts = {"a": Decimal(10), "b": Decimal(40), "c": None}
    whole = rolled("somme", parts)
    assert whole is not None
    assert (whole.value, whole.coverage) == (50, "2\u00a0territoires connus sur 3")
    mean = rolled("moyenne", parts, {"a": Decimal(3), "b": Decimal(1), "c": Decimal(9)})
    assert mean is not None
    assert mean.value == Decimal("17.5")
    only = rolled("moyenne", parts, {"a": Decimal(3)})
    assert only is not None
    assert (only.value, only.known, only.total) == (10, 1, 3)
    assert rolled("aucune", parts) is None
    assert rolled("moyenne", parts, {}) is None
    assert rolled("somme", {"a": None}) is None


@given(some.dictionaries(some.text(min_size=1), some.tuples(VALUE, some.decimals(1, 1000, places=2)), min_size=1))
def test_a_weighted_mean_stands_between_the_least_and_the_most(rows: dict[str, tuple[Decimal, Decimal]]) -> None:
    parts = {ref: value for ref, (value, _) in rows.items()}
    mean = rolled("moyenne", parts, {ref: weight for ref, (_, weight) in rows.items()})
    assert mean is not None
    assert min(parts.values()) <= mean.value <= max(parts.values())


def test_a_mean_with_weights_that_add_up_to_nothing_or_less_is_not_told() -> None:
    parts = {"a": Decimal(10), "b": Decimal(20)}
    for weights in ({"a": Decimal(0), "b": Decimal(0)}, {"a": Decimal(-1), "b": Decimal(3)}, {}):
        assert rolled("moyenne", parts, weights) is None
    assert rolled("moyenne", parts, {"a": Decimal("0.25"), "b": Decimal("0.25")}).value == 15  # type: ignore[union-attr]
    assert rolled("moyenne", parts, {"a": Decimal("0.5"), "b": Decimal("0")}).value == 10  # type: ignore[union-attr]


def test_two_values_that_did_not_come_are_two_and_no_more() -> None:
    assert progress.missed("annuelle", date(2018, 12, 31), date(2026, 6, 1)) == 2
    assert progress.missed("annuelle", date(2024, 12, 31), date(2026, 6, 1)) == 1
    assert progress.missed("annuelle", date(2025, 12, 31), date(2026, 6, 1)) == 0
    assert progress.missed("annuelle", None, date(2026, 6, 1)) == 2
