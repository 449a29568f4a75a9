"""Periods, as people write them and as pages show them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period, french_date

YEARS = st.integers(1900, 2200).map(str)
CODES = st.one_of(
    YEARS,
    st.builds("{}-T{}".format, YEARS, st.integers(1, 4)),
    st.builds("{}-S{}".format, YEARS, st.integers(1, 2)),
    st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(date.isoformat),
)


@pytest.mark.parametrize(
    ("code", "label", "start", "end"),
    [
        ("2025", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2018-T1", "1er trimestre 2018", date(2018, 1, 1), date(2018, 3, 31)),
        ("2017-T4", "4e trimestre 2017", date(2017, 10, 1), date(2017, 12, 31)),
        ("2024-S1", "1er semestre 2024", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-S2", "2e semestre 2024", date(2024, 7, 1), date(2024, 12, 31)),
        ("2025-03-31", "31 mars 2025", date(2025, 3, 31), date(2025, 3, 31)),
        ("2024-08-01", "1er août 2024", date(2024, 8, 1), date(2024, 8, 1)),
        (" 2024-02-29 ", "29 février 2024", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_period_reads_in_french_and_knows_its_first_and_last_day(code, label, start, end):
    period = Period.parse(code)
    assert (period.code, period.label, period.start, period.end) == (code.strip(), label, start, end)


def test_periods_of_different_lengths_sort_by_their_last_day_then_the_longest_first():
    codes = ["2018-T1", "2018", "2017-T4", "2018-12-31", "2018-S2", "2018-T4", "2018-S1", "2018-T2"]
    found = [period.code for period in sorted(map(Period.parse, codes))]
    assert found == ["2017-T4", "2018-T1", "2018-S1", "2018-T2", "2018", "2018-S2", "2018-T4", "2018-12-31"]
    assert max(map(Period.parse, codes)).code == "2018-12-31"


@pytest.mark.parametrize(
    "text",
    ["", "18", "2018-T5", "2018-T0", "2018-S3", "2018-t1", "2018T1", "T1 2018", "2018-1-1", "٢٠١٨", "2018-T1-T2"],
)
def test_a_period_that_is_not_one_says_how_to_write_it(text):
    with pytest.raises(UsageError, match=r"illisible. Écrivez une année \(2025\)") as caught:
        Period.parse(text)
    assert f"« {text} »" in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["2025-02-29", "2025-13-01", "2025-04-31", "0000"])
def test_a_day_that_no_calendar_holds_is_told_so(text):
    with pytest.raises(UsageError, match="cette date n’existe pas"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("day", "code"), [("2026-06-30", "2026-T2"), ("2026-07-01", "2026-T3"), ("2026-01-01", "2026-T1")]
)
def test_a_day_falls_in_its_quarter(day, code):
    assert Period.quarter_of(date.fromisoformat(day)).code == code


def test_the_first_of_a_month_is_written_1er():
    assert french_date(date(2026, 12, 1)) == "1er décembre 2026"
    assert french_date(date(2026, 12, 11)) == "11 décembre 2026"


@given(CODES)
def test_any_period_comes_back_from_its_code(code):
    period = Period.parse(code)
    assert Period.parse(period.code) == period
    assert period.start <= period.end
    assert period.label


@given(CODES, CODES)
def test_of_two_periods_one_comes_first_unless_they_cover_the_same_days(one, other):
    a, b = Period.parse(one), Period.parse(other)
    assert (a < b) + (b < a) == ((a.start, a.end) != (b.start, b.end))


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_period_or_a_usage_error(text):
    with suppress(UsageError):
        assert Period.parse(text).code == text.strip()
