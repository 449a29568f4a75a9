"""Amounts are exact to the cent, in words as in sums."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from maillage.kernel.errors import UsageError
from maillage.steering.money import amounts, standing
from maillage.steering.money.models import State
from maillage.steering.money.standing import Line

AMOUNT = some.integers(0, 10**14 - 1)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("120 000", "120000.00"), ("120\u202f000,50\u00a0€", "120000.50"), ("1234.5", "1234.50"), ("0", "0.00")],
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: str) -> None:
    assert amounts.parse(typed) == Decimal(amount)


def test_nothing_typed_is_unknown_and_not_zero() -> None:
    assert amounts.parse("  ") is None
    assert amounts.euros(None) == amounts.whole_euros(None) == "inconnu"
    assert amounts.whole_euros(Decimal("120000.10")) == "120\u202f000\u00a0€"


@pytest.mark.parametrize("typed", ["-5", "12,345", "1e6", "douze", "1.234.567", "9999999999999999", "١٢"])
def test_what_is_no_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UsageError):
        amounts.parse(typed)


def test_an_amount_is_written_as_a_french_reader_reads_it() -> None:
    assert amounts.euros(Decimal("120000.5")) == "120\u202f000,50\u00a0€"
    assert amounts.euros(Decimal("120000")) == "120\u202f000\u00a0€"
    assert amounts.euros(Decimal("-0.01")) == "−0,01\u00a0€"


@given(AMOUNT)
def test_what_is_written_is_read_back_the_same(cents: int) -> None:
    amount = standing.amount(cents)
    assert amounts.parse(amounts.typed(amount)) == amounts.parse(amounts.euros(amount)) == amount
    assert standing.cents(amount) == cents


@given(some.lists(some.tuples(AMOUNT, some.none() | AMOUNT), max_size=40))
def test_sums_are_exact_and_unknown_is_not_zero(rows: list[tuple[int, int | None]]) -> None:
    lines = [Line(1, 2020 + rank, "investissement", planned, real) for rank, (planned, real) in enumerate(rows)]
    told = standing.total(lines)
    assert told.planned == sum((Decimal(one) / 100 for one, _ in rows), Decimal(0))
    known = [Decimal(one) / 100 for _, one in rows if one is not None]
    assert told.real == (sum(known, Decimal(0)) if known else None)
    assert told.unsaid == len(rows) - len(known)
    assert sum((one.both.planned for one in standing.by_year(lines)), Decimal(0)) == told.planned


@given(AMOUNT, some.lists(some.tuples(some.sampled_from(State.values), AMOUNT), max_size=12))
def test_a_plan_balances_or_says_by_how_much_not(planned: int, rows: list[tuple[str, int]]) -> None:
    plan = standing.financing(standing.amount(planned), rows)
    missing = planned - sum(told for _, told in rows)
    assert standing.cents(plan.missing) == missing
    assert plan.balanced is (missing == 0)
    assert plan.sure <= plan.funded
    if not plan.empty:
        words = amounts.euros(standing.amount(abs(missing)))
        told = "équilibré" if not missing else f"manque {words}" if missing > 0 else f"dépasse de {words}"
        assert plan.words == told


def test_a_year_over_its_budget_is_seen_even_when_the_whole_is_not() -> None:
    lines = [
        Line(1, 2024, "investissement", 100_00, 90_00),
        Line(1, 2024, "fonctionnement", 10_00, 30_00),
        Line(1, 2025, "investissement", 500_00, None),
        Line(2, 2024, "investissement", 100_00, 100_00),
        Line(3, 2024, "investissement", 0, None),
    ]
    assert standing.over_budget(lines) == {1}
    assert standing.total(lines[:3]).over == 0


@given(some.lists(some.tuples(some.integers(1, 3), some.integers(2024, 2026), AMOUNT, some.none() | AMOUNT)))
def test_who_goes_over_in_all_goes_over_in_a_year(rows: list[tuple[int, int, int, int | None]]) -> None:
    lines = [Line(action, year, "investissement", planned, real) for action, year, planned, real in rows]
    found = standing.over_budget(lines)
    for action in (1, 2, 3):
        mine = [one for one in lines if one.action == action]
        assert action in found or not standing.total(mine).over


def test_an_envelope_says_what_is_committed_asked_and_left() -> None:
    rows = [("verse", 300_00), ("notifie", 200_00), ("demande", 600_00), ("envisage", 50_00)]
    left = standing.Left(Decimal(1000), standing.financing(Decimal(1000), rows))
    assert (left.committed, left.asked, left.meant, left.left) == (500, 600, 50, 500)
    assert left.too_much_asked
