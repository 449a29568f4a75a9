"""A load under way: the period of rows that do not say theirs, the doubts of the rows that are kept."""

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from maillage import tables
from maillage.kernel.errors import UsageError
from maillage.kernel.problem import Effect
from maillage.pipeline.job import Load
from maillage.store.home import Home
from maillage.territories.cog import Cog, Commune
from tests.pipeline import fetching

BESANCON = Commune("25056", "Besançon", "25", "27", 100, (), "")
COG = Cog("27", "Bourgogne", {"25056": BESANCON}, {"25001": {"25056"}}, {}, {}, {"25": "Doubs"}, {}, ["25"])


def job(tmp_path: Path, cog: Cog | None = COG, period: str = "", day: str = "") -> Load:
    with closing(duckdb.connect()) as con:
        table = tables.catalogue()["debits_communes"]
        return Load(Home(tmp_path), fetching.source(None), table, con, cog, period, day)


def test_rows_are_of_the_period_of_the_delivery_else_of_its_day(tmp_path: Path) -> None:
    assert job(tmp_path, period="2026-T2", day="2026-09-02").period_of_rows() == "2026-T2"
    assert job(tmp_path, day="2026-09-02").period_of_rows() == "2026-09-02"


def test_rows_whose_period_nobody_said_ask_for_it_with_an_example(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ne dit pas la période décrite : indiquez-la avec --period"):
        job(tmp_path).period_of_rows()


def test_a_code_leads_to_the_commune_of_today_or_to_none(tmp_path: Path) -> None:
    known = {code: job(tmp_path).current(code) for code in ("25056", "25001", "25999", "", None)}
    assert known == {"25056": "25056", "25001": "25056", "25999": "", "": "", None: ""}
    assert job(tmp_path, cog=None).current("25056") == ""


def test_what_no_row_may_leave_empty_is_told_without_the_period_and_what_is_optional(tmp_path: Path) -> None:
    load = job(tmp_path)
    needed = load.needed()
    assert {"commune", "locaux"} <= set(needed)
    assert "periode" not in needed
    assert "periode" in {column.name for column in load.table.columns if column.required}
    load.table = tables.catalogue()["lieux"]
    optional = {column.name for column in load.table.columns if not column.required}
    assert optional
    assert not optional & set(load.needed())


def test_doubts_are_told_of_the_row_that_is_kept_and_of_no_other(tmp_path: Path) -> None:
    load = job(tmp_path)
    load.doubts = {("f.csv", 2): [("x", "1", "douteux")], ("f.csv", 3): [("x", "2", "douteux")]}
    load.tell_doubts({"fichier": "f.csv", "ligne": 2, "commune": None})
    load.tell_doubts({"fichier": "f.csv", "ligne": 4, "commune": "25056"})
    [problem] = load.problems
    assert (problem.line, problem.value, problem.effect, problem.commune) == (2, "1", Effect.FLAGGED, "")
    load.tell_doubts({"fichier": "f.csv", "ligne": 3, "commune": "25056"})
    assert [problem.commune for problem in load.problems] == ["", "25056"]


def test_the_same_problem_is_told_once(tmp_path: Path) -> None:
    load = job(tmp_path)
    load.doubts = {("f.csv", 2): [("x", "1", "douteux")]}
    for _ in range(2):
        load.tell_doubts({"fichier": "f.csv", "ligne": 2, "commune": "25056"})
    assert len(load.problems) == 1
