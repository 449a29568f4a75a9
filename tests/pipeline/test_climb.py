"""From communes to the territories above: added up, divided, flagged and ranked, to the very bound."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Break, Good, Indicator
from maillage.kernel.period import Period
from maillage.pipeline.climb import CONCERNED_COLUMNS, VALUE_COLUMNS, climb
from maillage.store.duck import create

MEMBERS = {"A": "25", "B": "25", "C": "90"}
Value = dict[str, object]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """Three communes of 100, 200 and 1 000 inhabitants in two départements; a fourth in no territory served."""
    with closing(duckdb.connect()) as connection:
        connection.execute("CREATE TABLE communes (code VARCHAR, type VARCHAR, population BIGINT)")
        for code, population in (("A", 100), ("B", 200), ("C", 1000), ("Z", 9)):
            connection.execute("INSERT INTO communes VALUES (?, 'commune-actuelle', ?)", [code, population])
        connection.execute("INSERT INTO communes VALUES ('A', 'commune-deleguee', 50)")
        connection.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        for code, above in MEMBERS.items():
            connection.executemany(
                "INSERT INTO appartenance VALUES (?, ?, ?)",
                [(code, "commune", code), (code, "departement", above), (code, "region", "27")],
            )
        connection.execute("CREATE TABLE a_cheval (niveau VARCHAR, code VARCHAR)")
        connection.execute("INSERT INTO a_cheval VALUES ('departement', '90')")
        create(connection, "valeurs", VALUE_COLUMNS)
        create(connection, "concernes", CONCERNED_COLUMNS)
        yield connection


def asked(*rows: str, columns: str = "commune, periode, numerateur, denominateur", **changes: object) -> Indicator:
    """An indicator whose SELECT gives these rows."""
    listed = ", ".join(f"({row})" for row in rows)
    facts: dict[str, object] = {"factor": 100.0, "good": Good.UP, "sql": f"FROM (VALUES {listed}) t({columns})"}
    words = dict.fromkeys(("title", "unit", "definition", "meaning", "limits", "numerator", "denominator"), "")
    return Indicator(
        **{"name": "essai", "decimals": 0, "asked_by": (), "theme": "", "reads": (), **words, **facts, **changes}  # type: ignore[arg-type]
    )


def climbed(con: duckdb.DuckDBPyConnection, indicator: Indicator) -> dict[tuple[str, str], Value]:
    """The values by code of territory and period."""
    climb(con, indicator)
    result = con.execute("FROM valeurs")
    names = [str(column[0]) for column in result.description or ()]
    values = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    return {(str(value["code"]), str(value["periode"])): value for value in values}


def column(con: duckdb.DuckDBPyConnection, indicator: Indicator, name: str) -> dict[str, object]:
    """One column of the values of the only period, by code of territory."""
    return {code: value[name] for (code, _), value in climbed(con, indicator).items()}


def test_the_same_communes_in_another_order_give_the_same_figures_and_the_same_ties(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 for a computer that adds doubles."""
    rows = ("'A', '2026', 0.1, 3", "'B', '2026', 0.2, 3", "'C', '2026', 0.3, 3")
    one_way = climbed(con, asked(*rows))[("27", "2026")]
    con.execute("DELETE FROM valeurs")
    con.execute("DELETE FROM concernes")
    other_way = climbed(con, asked(*reversed(rows)))[("27", "2026")]
    assert one_way == other_way
    assert one_way["numerateur"] == 0.6


def test_a_commune_whose_figure_was_divided_by_zero_is_unknown(con: duckdb.DuckDBPyConnection) -> None:
    shares = ("'A', '2026', 1.0 / 0, 100", "'B', '2026', 50, 100")
    assert column(con, asked(*shares), "connues") == {"B": 1, "25": 1, "27": 1}


SHARES = ("'A', '2026', 50, 100", "'B', '2026', 100, 100", "'C', '2026', 10, 200")


def test_a_share_is_divided_once_its_parts_are_added_up(con: duckdb.DuckDBPyConnection) -> None:
    assert column(con, asked(*SHARES), "valeur") == {
        "A": 50, "B": 100, "C": 5, "25": 75, "90": 5, "27": 40,
    }  # fmt: skip


def test_a_denominator_of_zero_gives_no_value_and_no_rank(con: duckdb.DuckDBPyConnection) -> None:
    values = climbed(con, asked("'A', '2026', 0, 0", "'B', '2026', 1, 2", "'C', '2026', 1, 4"))
    assert (values["A", "2026"]["valeur"], values["A", "2026"]["rang"]) == (None, None)
    assert (values["25", "2026"]["valeur"], values["B", "2026"]["classes"]) == (50, 2)


def test_a_count_is_added_up_and_has_no_denominator(con: duckdb.DuckDBPyConnection) -> None:
    values = climbed(con, asked("'A', '2026', 2, NULL", "'B', '2026', 3, NULL", factor=None))
    assert (values["25", "2026"]["valeur"], values["25", "2026"]["denominateur"]) == (5, None)
    assert values["25", "2026"]["signalements"] == ""


def test_a_commune_whose_denominator_is_unknown_is_not_counted_and_the_total_says_it_is_missing(
    con: duckdb.DuckDBPyConnection,
) -> None:
    values = climbed(con, asked("'A', '2026', 50, NULL", "'B', '2026', 100, 100", "'C', '2026', NULL, 9"))
    assert set(values) == {("B", "2026"), ("25", "2026"), ("27", "2026")}
    assert (values["25", "2026"]["connues"], values["25", "2026"]["total"]) == (1, 2)
    assert values["25", "2026"]["signalements"] == "incomplet"
    assert values["B", "2026"]["signalements"] == ""


@pytest.mark.parametrize(("numerator", "flagged"), [(99, False), (100, False), (101, True)])
def test_a_share_above_100_is_flagged_there_and_in_what_holds_it_and_100_is_not(
    con: duckdb.DuckDBPyConnection, numerator: int, flagged: bool
) -> None:
    rows = (f"'A', '2026', {numerator}, 100", "'B', '2026', 50, 100", "'C', '2026', 1, 100")
    flags = column(con, asked(*rows), "signalements")
    assert [flags["A"], flags["25"]] == (["numerateur_superieur", "communes_signalees"] if flagged else ["", ""])


def test_a_density_above_1_is_no_fault(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("'A', '2026', 9, 3", "'B', '2026', 9, 3", "'C', '2026', 6, 3")
    values = climbed(con, asked(*rows, factor=10.0))
    assert (values["A", "2026"]["valeur"], values["A", "2026"]["signalements"]) == (30, "")
    assert values["25", "2026"]["signalements"] == ""


def test_a_territory_that_straddles_the_border_says_it_is_the_part_of_the_region(
    con: duckdb.DuckDBPyConnection,
) -> None:
    flags = column(con, asked(*SHARES), "signalements")
    assert flags == {"A": "", "B": "", "C": "", "25": "", "90": "partie_regionale", "27": ""}


def test_ranks_follow_the_way_that_is_better_and_equals_share_theirs(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("'A', '2026', 9, 10", "'B', '2026', 9, 10", "'C', '2026', 1, 10")
    assert {code: rank for code, rank in column(con, asked(*rows), "rang").items() if code in MEMBERS} == {
        "A": 1, "B": 1, "C": 3,
    }  # fmt: skip
    con.execute("DELETE FROM valeurs; DELETE FROM concernes")
    values = climbed(con, asked(*rows, good=Good.DOWN))
    assert [values[code, "2026"]["rang"] for code in MEMBERS] == [2, 2, 1]
    assert [values[code, "2026"]["ex_aequo"] for code in MEMBERS] == [2, 2, 1]


def test_where_all_are_equal_nobody_is_before_anybody_and_one_alone_is_first(con: duckdb.DuckDBPyConnection) -> None:
    ranks = column(con, asked("'A', '2026', 1, 2", "'B', '2026', 1, 2", "'C', '2026', 1, 2"), "rang")
    assert ranks == {"A": None, "B": None, "C": None, "25": None, "90": None, "27": 1}


def test_periods_are_ranked_in_time_and_a_break_is_flagged_where_it_begins_only(con: duckdb.DuckDBPyConnection) -> None:
    rows = [f"'A', '{period}', 1, 2" for period in ("2026", "2024", "2025-T2", "2025-T1")]
    values = climbed(con, asked(*rows, breaks=(Break("2025-T2", "nouvelle règle"), Break("2020", "ancienne"))))
    series = {
        period: (value["rang_periode"], value["segment"]) for (code, period), value in values.items() if code == "A"
    }
    assert series == {"2024": (0, 1), "2025-T1": (1, 1), "2025-T2": (2, 2), "2026": (3, 2)}
    flagged = {period for (code, period), value in values.items() if "rupture" in str(value["signalements"])}
    assert flagged == {"2025-T2"}


def test_those_who_go_without_are_counted_in_proportion_of_what_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("'A', '2026', 1, 4", "'B', '2026', 5, 4", "'C', '2026', 0, 0")
    assert column(con, asked(*rows, lacking="sans fibre"), "manquants") == {
        "A": 75, "B": 0, "C": 0, "25": 75, "90": 0, "27": 75,
    }  # fmt: skip


def test_for_places_those_of_the_communes_that_have_none_go_without(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("'A', '2026', 0, 100", "'B', '2026', 1, 200", "'C', '2026', 0, 1000")
    values = column(con, asked(*rows, factor=10_000.0, lacking="sans lieu"), "manquants")
    assert values == {"A": 100, "B": 0, "C": 1000, "25": 100, "90": 1000, "27": 1100}


def test_nobody_is_counted_as_going_without_a_count_nor_where_a_population_is_unknown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("UPDATE communes SET population = NULL WHERE code = 'B'")
    values = column(con, asked(*SHARES, lacking="sans fibre"), "manquants")
    assert (values["A"], values["B"], values["25"], values["90"]) == (50, None, None, 950)
    con.execute("DELETE FROM valeurs; DELETE FROM concernes")
    count = asked("'A', '2026', 2, NULL", factor=None, lacking="sans fibre")
    assert set(column(con, count, "manquants").values()) == {None}
    con.execute("DELETE FROM valeurs; DELETE FROM concernes")
    assert set(column(con, asked(*SHARES), "manquants").values()) == {None}


def test_modalities_are_added_up_and_told_in_detail(con: duckdb.DuckDBPyConnection) -> None:
    rows = ("'A', '2026', 1, 9, 'x'", "'A', '2026', 2, 9, 'y'", "'B', '2026', 3, 9, 'x'")
    columns = "commune, periode, numerateur, denominateur, modalite"
    values = climbed(con, asked(*rows, columns=columns))["25", "2026"]
    assert (values["numerateur"], values["denominateur"]) == (6, 18)
    assert values["detail"] == '{"x":4.0,"y":2.0}'


def test_each_period_names_the_sources_of_its_rows_once_and_none_when_they_do_not_say(
    con: duckdb.DuckDBPyConnection,
) -> None:
    columns = "commune, periode, numerateur, denominateur, sources"
    rows = ("'A', '2026', 1, 2, ['s', NULL]", "'B', '2026', 1, 2, ['s', 'r']", "'A', '2025', 1, 2, []")
    origins = climb(con, asked(*rows, columns=columns))
    assert origins == {Period.parse("2026"): ["r", "s"], Period.parse("2025"): []}
    con.execute("DELETE FROM valeurs; DELETE FROM concernes")
    assert climb(con, asked(*SHARES)) == {Period.parse("2026"): []}


def test_communes_that_the_figure_does_not_concern_are_neither_counted_nor_expected(
    con: duckdb.DuckDBPyConnection,
) -> None:
    values = climbed(con, asked(*SHARES, "'Z', '2026', 1, 1", concerns="population >= 200"))
    assert set(values) == {(code, "2026") for code in ("B", "C", "25", "90", "27")}
    assert (values["25", "2026"]["connues"], values["25", "2026"]["total"]) == (1, 1)
    concerned = con.execute("SELECT code, communes FROM concernes ORDER BY code").fetchall()
    assert concerned == [("25", 1), ("27", 2), ("90", 1), ("B", 1), ("C", 1)]


def test_two_rows_of_one_commune_and_period_stop_with_their_names(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(DataError, match="plusieurs lignes pour la commune A et la période 2026"):
        climb(con, asked(*SHARES, "'A', '2026', 50, 100"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sql": "SELECT * FROM nowhere"}, r"sa requête échoue \(.*nowhere.*\)\.$"),
        ({"sql": "SELECT 'A' AS commune, 1 AS numerateur"}, "sa requête ne donne pas denominateur, periode"),
    ],
)
def test_a_select_that_fails_or_lacks_columns_is_told(
    con: duckdb.DuckDBPyConnection, changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(DataError, match=reason):
        climb(con, asked(*SHARES, **changes))
