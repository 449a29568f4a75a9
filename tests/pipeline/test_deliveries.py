"""Which deliveries a figure comes from, which communes of before are searched, which problems a release counts."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from maillage import indicators, sources
from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Annex
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect, Problem
from maillage.pipeline import compute
from maillage.pipeline.compute import deliveries_of
from maillage.pipeline.load import PROBLEM_COLUMNS
from maillage.store.duck import connect, create, write_parquet
from maillage.store.home import Home
from maillage.store.rows import append
from maillage.territories.cog import Cog, Commune, FormerCommune
from tests.pipeline.receipts import receipt

T1, T2 = receipt(period="2026-T1", row_periods=("2025-T4", "2026-T1")), receipt(row_periods=("2026-T2",))
OTHER = receipt("france_services", "2026-06-30", "lieux")


def periods(period: str, names: tuple[str, ...] = ("arcep_mci_debits",)) -> list[str]:
    return [delivery.period for delivery in deliveries_of([T1, T2, OTHER], names, Period.parse(period))]


def test_a_figure_comes_from_the_delivery_whose_rows_describe_its_period() -> None:
    assert periods("2025-T4") == ["2026-T1"]
    assert periods("2026-T2") == ["2026-T2"]


def test_failing_that_from_the_last_one_of_the_same_time_or_earlier_else_from_the_first() -> None:
    assert periods("2026-T3") == ["2026-T2"]
    assert periods("2026-05-02") == ["2026-T1"]
    assert periods("2026-06-30", ("france_services",)) == ["2026-06-30"]
    assert periods("2020") == ["2026-T1"]


def test_each_source_is_told_once_and_one_never_loaded_is_left_out() -> None:
    names = ("france_services", "arcep_mci_debits", "france_services", "mednum_bfc")
    assert periods("2026-T2", names) == ["2026-T2", "2026-06-30"]


def test_what_can_feed_a_figure_is_named_through_derived_tables_without_the_list_of_communes() -> None:
    feeds = {name: compute._feeding(indicator.reads) for name, indicator in indicators.catalogue().items()}
    assert feeds["taux_locaux_eligibles_8mbits"] == ["arcep_mci_debits"]
    assert {"france_services", "mednum_bfc"} <= set(feeds["distance_moyenne_mediation"])
    assert not any("cog_communes" in names for names in feeds.values())
    assert compute._fed(indicators.catalogue()["medecins_generalistes_pour_10000_habitants"]) == ["insee_bpe"]
    alone = [name for name, module in sources.catalogue().items() if module.SOURCE.table == "communes"]
    assert compute._feeding(("communes",)) == alone


def test_communes_of_before_are_searched_by_name_and_other_codes_by_code_in_the_region_only() -> None:
    every = {
        code: Commune(code, code, code[:2], region, 1, (), "")
        for code, region in (("25056", "27"), ("67482", "44"), ("25057", "27"))
    }
    named = {"velotte": [FormerCommune("25001", "Velotte", "commune-ancienne", "25056")]}
    former = {"25001": {"25056"}, "25002": {"25056"}, "25003": {"25056", "25057"}, "67001": {"67482"}}
    cog = Cog("27", "Bourgogne", every, former, {}, {}, {}, named, ["25"])
    searched = [(place.code, place.name, place.current) for place in compute._former(cog)]
    assert searched == [("25001", "Velotte", "25056"), ("25002", "", "25056")]


def test_problems_of_deliveries_and_of_the_computation_are_gathered_and_lines_flagged_are_counted_once(
    tmp_path: Path,
) -> None:
    home, delivery = Home(tmp_path), receipt(kept=3)
    with closing(connect()) as con:
        create(con, "listed", PROBLEM_COLUMNS)
        rows = [(2, "x", Effect.FLAGGED), (2, "y", Effect.FLAGGED), (0, "", Effect.FLAGGED), (4, "x", Effect.REFUSED)]
        columns = [
            {"file": "f.csv", "line": line, "column": column, "value": "", "reason": "r", "effect": effect.value}
            for line, column, effect in rows
        ]
        append(con, "listed", PROBLEM_COLUMNS, columns)
        write_parquet(con, "FROM listed", home.root / delivery.problems)
        later = Problem("f.csv", 1, "x", "", "loin", Effect.FLAGGED, "25056")
        compute._problems(con, home, tmp_path, [delivery], [("arcep_mci_debits", later)] * 2)
        kept = con.execute(f"SELECT period, line, \"column\" FROM '{tmp_path}/problems.parquet'").fetchall()
        [counted] = compute._flagged_too(con, [delivery])
    assert kept == [("2026-T2", line, column) for line, column in ((0, ""), (1, "x"), (2, "x"), (2, "y"), (4, "x"))]
    assert counted == replace(delivery, counts=replace(delivery.counts, flagged=2))


def test_a_delivery_without_a_flagged_line_counts_none() -> None:
    with closing(duckdb.connect()) as con:
        con.execute("CREATE TABLE problems (source VARCHAR, period VARCHAR, file VARCHAR, line INT, effect VARCHAR)")
        [counted] = compute._flagged_too(con, [replace(T1, counts=replace(T1.counts, flagged=5))])
    assert counted.counts.flagged == 0


def test_an_annex_is_told_as_text_and_one_that_fails_by_its_title_and_the_first_line_of_the_reason() -> None:
    known = next(iter(indicators.catalogue().values()))
    with closing(duckdb.connect()) as con:
        listed = replace(known, annexes=(Annex("Liste", ("a", "b"), "SELECT 1, NULL UNION ALL SELECT 2, 0"),))
        assert compute._annexes(con, listed) == [[["1", ""], ["2", "0"]]]
        failing = replace(known, annexes=(Annex("Liste", ("a",), "SELECT *\nFROM nowhere"),))
        with pytest.raises(DataError, match=r"« Liste » : Catalog Error: Table with name nowhere[^\n]*\.$"):
            compute._annexes(con, failing)


def test_a_release_keeps_the_tables_it_was_made_from_but_for_the_reserved_ones(tmp_path: Path) -> None:
    home, place = Home(tmp_path / "home"), tmp_path / "release"
    deliveries = [receipt(), receipt("ipe_immeubles", "2026-06-30", "immeubles_prevus")]
    for delivery in deliveries:
        for name in (delivery.data, delivery.problems):
            (home.root / name).parent.mkdir(parents=True, exist_ok=True)
            (home.root / name).write_bytes(b"rows")
    compute._link_tables(home, deliveries, place)
    kept = [path.relative_to(place / "tables") for path in sorted(place.rglob("*.parquet"))]
    folder = Path("debits_communes/source=arcep_mci_debits/period=2026-T2")
    assert kept == [folder / "d.parquet", folder / "d.problems.parquet"]


def test_a_computation_that_stops_on_its_way_leaves_the_one_before_and_nothing_of_itself(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.build / "tables").mkdir(parents=True)
    half = home.build.with_name("build.tmp")
    half.mkdir()
    with pytest.raises(DataError, match="Aucune commune chargée"):
        compute.compute(home, None)
    assert not half.exists()
    assert home.build.is_dir()
