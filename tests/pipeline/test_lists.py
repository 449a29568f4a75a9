"""A figure that counts what lists name is cut at each period that counts other lists, and there only."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import duckdb
import pytest

from maillage import indicators
from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Break, Indicator
from maillage.pipeline import lists
from tests.cli.terminal import plain

DECLARED = Break("2020", "déclarée")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        yield connection


def counting(*rows: str) -> Indicator:
    """An indicator cut by lists, whose rows each give a period and the sources it counts."""
    known = next(indicator for indicator in indicators.catalogue().values() if indicator.cut_by_lists)
    listed = ", ".join(f"({row})" for row in rows)
    return replace(known, breaks=(DECLARED,), sql=f"FROM (VALUES {listed}) t(periode, sources)")


def cuts(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, indicator: Indicator
) -> list[tuple[str, str]]:
    """The breaks of an indicator once dated, but for the one that is declared."""
    monkeypatch.setattr(indicators, "catalogue", lambda: {"essai": indicator})
    declared, *breaks = lists.dated(con)["essai"].breaks
    assert declared == DECLARED
    return [(cut.since, plain(cut.reason)) for cut in breaks]


def test_a_list_that_appears_and_one_that_goes_cut_the_series_where_they_do(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ("'2026', ['b']", "'2024', ['a']", "'2025-T4', ['a', 'b']", "'2025-T1', ['a']", "'2024', ['a']")
    assert cuts(con, monkeypatch, counting(*rows)) == [
        ("2025-T4", "Les listes de lieux comptées changent : désormais avec « b »."),
        ("2026", "Les listes de lieux comptées changent : désormais sans « a »."),
    ]


def test_a_list_replaced_by_another_is_told_with_both_titles(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ("'2024', ['france_services', 'z']", "'2025', ['autre', 'y']")
    [(since, reason)] = cuts(con, monkeypatch, counting(*rows))
    assert since == "2025"
    assert reason.endswith("avec « autre », « y », sans « Liste des espaces France Services », « z ».")


def test_the_same_lists_at_each_period_cut_nothing(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cuts(con, monkeypatch, counting("'2024', ['a', 'b']", "'2025', ['b', 'a']")) == []


def test_an_indicator_that_counts_no_list_keeps_the_breaks_it_declares(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    plainly = replace(counting("'2024', ['a']", "'2025', ['b']"), cut_by_lists=False)
    assert cuts(con, monkeypatch, plainly) == []


def test_a_select_that_fails_names_its_indicator_and_the_first_line_of_the_reason(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = replace(counting("1, 2"), sql="SELECT *\nFROM nowhere")
    with pytest.raises(DataError) as caught:
        cuts(con, monkeypatch, broken)
    message = str(caught.value)
    assert message.startswith(f"Indicateur {broken.name} : sa requête échoue (Catalog Error: Table with name nowhere")
    assert "\n" not in message
