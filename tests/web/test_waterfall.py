"""The money of a plan is seen: what is planned, what each funder's word takes away, what is still to be found."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.steering.money.figures import Gathered
from maillage.steering.money.models import State
from maillage.steering.money.standing import Financing, Sum
from maillage.web.drawing import waterfall
from maillage.web.steer.money.picture import financed, rows

AMOUNTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


def plan(planned: int, **states: int) -> Financing:
    return Financing(Decimal(planned), {state.value: Decimal(states.get(state.value, 0)) for state in State})


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def bars(svg: str) -> dict[str, list[tuple[float, float]]]:
    """From where to where each bar goes, by class."""
    drawn: dict[str, list[tuple[float, float]]] = {}
    for each in ElementTree.fromstring(svg).iter("rect"):
        kind = each.get("class", "")
        if kind != "told":
            left = float(each.get("x", "0"))
            drawn.setdefault(kind, []).append((left, left + float(each.get("width", "0"))))
    return drawn


@pytest.mark.parametrize(
    ("money", "title"),
    [
        (plan(8_400_000, verse=200_000, notifie=3_000_000, demande=4_000_000), "Il manque 1,2 M€ sur 8,4 M€ prévus"),
        (plan(100_000, notifie=100_000), "Les 100 k€ prévus sont financés, si chacun donne"),
        (plan(100_000, verse=150_000), "Le financement dépasse de 50 k€ les 100 k€ prévus"),
        (plan(0, envisage=5_000), "5 000 € en vue, rien de prévu"),
    ],
)
def test_the_title_says_what_is_missing_and_of_how_much(money: Financing, title: str) -> None:
    drawn = financed(money)
    assert drawn
    assert plain(drawn.title) == title


def test_nothing_planned_and_nothing_found_draws_nothing() -> None:
    assert financed(plan(0)) is None


def test_what_is_sure_is_dark_and_what_is_left_stands_where_the_last_bar_stopped() -> None:
    drawn = financed(plan(1_000, verse=100, notifie=200, demande=300, envisage=150))
    assert drawn
    for svg in (drawn.wide, drawn.narrow):
        seen = bars(svg)
        ((left, right),) = seen["whole"]
        unit = (right - left) / 1_000
        assert [round((end - start) / unit) for start, end in seen["sure"]] == [100, 200]
        assert [round((end - start) / unit) for start, end in seen["hoped"]] == [300, 150]
        ((start, end),) = seen["missing-part"]
        assert start == left
        assert end == pytest.approx(seen["hoped"][-1][0], abs=0.3)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=4, max_size=4))
def test_whatever_the_plan_every_bar_is_inside_and_every_amount_is_told(
    planned: Decimal, amounts: list[Decimal]
) -> None:
    money = Financing(planned, dict(zip(State.values, amounts, strict=True)))
    drawn = financed(money)
    assert (drawn is None) == money.empty
    if drawn is None:
        return
    for svg, across in ((drawn.wide, waterfall.WIDE), (drawn.narrow, waterfall.NARROW)):
        for spans in bars(svg).values():
            assert all(-0.2 <= start <= end <= across + waterfall.THINNEST for start, end in spans)
        told = [each.text or "" for each in ElementTree.fromstring(svg).iter("title")]
        assert len(told) == 2 + sum(amount > 0 for amount in amounts)


def test_bars_of_sums_are_to_the_largest_and_unknown_spending_has_none() -> None:
    half = Gathered("Fibre", "", 1, Sum(Decimal(50), None, 1, 1))
    whole = Gathered("Usages", "", 1, Sum(Decimal(100), Decimal(25), 1))
    drawn = rows([("Fibre", half), ("Usages", whole)])
    assert [(row.planned, row.spent) for row in drawn] == [(50, 0), (100, 25)]
    assert rows([]) == []
    assert [row.planned for row in rows([("Rien", Gathered("Rien", "", 0, Sum()))])] == [0]
