"""The engine that climbs from communes to the region: completeness, ranks, flags and faults."""

import json
from dataclasses import replace

import pytest

from maillage.indicators import catalogue
from maillage.kernel.errors import DataError
from maillage.kernel.indicator import Break, Good
from tests.indicators.by_hand import bench

SHARE = replace(
    catalogue()["taux_locaux_raccordables_ftth"],
    name="essai",
    reads=(),
    breaks=(),
    sql="SELECT commune, periode, numerateur, denominateur FROM essai",
)
COUNT = replace(SHARE, factor=None, denominator="")
SPLIT = replace(COUNT, modality="Opérateur", sql="SELECT * FROM essai")


def climbed(indicator, *rows, columns="commune, periode, numerateur, denominateur"):
    with bench() as one:
        one.con.execute(
            "CREATE TABLE essai (commune VARCHAR, periode VARCHAR, modalite VARCHAR, numerateur INTEGER, "
            "denominateur INTEGER, sources VARCHAR[])"
        )
        for row in rows:
            marks = ", ".join("?" * len(row))
            one.con.execute(f"INSERT INTO essai ({columns}) VALUES ({marks})", row)
        return one.climb(indicator)


def ranks(found, level):
    return {place: figure.rank for (place, _), figure in found.items() if place.startswith(level)}


COMMUNES = ("25001", "25002", "25003", "90001", "90002")
"""Those of the region served, in the little France."""


def test_territories_with_the_same_value_share_their_rank_and_the_next_one_waits():
    rows = [("25001", "2025", 1, 2), ("25002", "2025", 50, 100), ("25003", "2025", 1, 10), ("90001", "2025", 9, 10)]
    found = climbed(SHARE, *rows)
    assert ranks(found, "commune") == {"commune:90001": 1, "commune:25001": 2, "commune:25002": 2, "commune:25003": 4}
    assert found["commune:25001", "2025"].ranked == 4


def test_those_that_share_a_rank_are_counted():
    rows = [("25001", "2025", 1, 2), ("25002", "2025", 50, 100), ("25003", "2025", 1, 10), ("90001", "2025", 9, 10)]
    found = climbed(SHARE, *rows)
    assert {place: figure.tied for (place, _), figure in found.items() if place.startswith("commune")} == {
        "commune:90001": 1,
        "commune:25001": 2,
        "commune:25002": 2,
        "commune:25003": 1,
    }


def test_nobody_has_a_rank_where_all_are_equal():
    found = climbed(SHARE, ("25001", "2025", 0, 10), ("25002", "2025", 0, 20), ("90001", "2025", 0, 5))
    assert set(ranks(found, "commune").values()) == {None}
    assert found["commune:25001", "2025"].ranked == 3


def test_the_best_is_the_lowest_where_lower_is_better():
    found = climbed(replace(SHARE, good=Good.DOWN), ("25001", "2025", 1, 10), ("25002", "2025", 9, 10))
    assert ranks(found, "commune") == {"commune:25001": 1, "commune:25002": 2}


def test_ranks_are_given_within_a_level_and_a_period():
    found = climbed(SHARE, ("25001", "2024", 1, 10), ("25001", "2025", 1, 10), ("90001", "2025", 9, 10))
    assert found["commune:25001", "2024"].rank == 1
    assert found["commune:25001", "2025"].rank == 2
    assert found["departement:25", "2025"].rank == 2
    assert found["region:27", "2025"].rank == 1


@pytest.mark.parametrize("good", list(Good))
def test_what_has_no_value_takes_no_rank_from_others(good):
    found = climbed(replace(SHARE, good=good), ("25001", "2025", 1, 10), ("90002", "2025", 0, 0))
    assert (found["commune:25001", "2025"].rank, found["commune:25001", "2025"].ranked) == (1, 1)
    assert found["commune:90002", "2025"].rank is None


def test_an_epci_across_the_border_is_flagged_and_counts_its_part_only():
    found = climbed(SHARE, ("90001", "2025", 1, 10), ("68001", "2025", 9, 10))
    assert found["epci:200000002", "2025"].parts == (10, 1, 10)
    assert found["epci:200000002", "2025"].completeness == (1, 1)
    assert found["epci:200000002", "2025"].flags == ("partie_regionale",)
    assert "partie_regionale" not in found["commune:90001", "2025"].flags
    assert ("commune:68001", "2025") not in found


def test_completeness_is_counted_at_each_period_over_all_the_communes_concerned():
    found = climbed(
        SHARE, ("25001", "2024", 1, 10), ("25002", "2024", None, 10), ("25001", "2025", 1, 10), ("25002", "2025", 0, 10)
    )
    assert found["departement:25", "2024"].completeness == (1, 3)
    assert found["departement:25", "2025"].completeness == (2, 3)
    assert ("commune:25002", "2024") not in found
    assert found["commune:25002", "2025"].parts == (0, 0, 10)
    assert ("departement:90", "2025") not in found, "nothing known there: no figure, and no zero"


@pytest.mark.parametrize("missing", ["25001", "25002", "25003", "90001", "90002"])
def test_a_single_commune_missing_is_enough_for_each_territory_that_holds_it_to_be_incomplete(missing):
    whole = climbed(SHARE, *((code, "2025", 1, 10) for code in COMMUNES))
    assert not [place for (place, _), one in whole.items() if "incomplet" in one.flags]
    assert whole["region:27", "2025"].completeness == (len(COMMUNES), len(COMMUNES))
    found = climbed(SHARE, *((code, "2025", 1, 10) for code in COMMUNES if code != missing))
    holding = {
        place
        for (place, _), one in whole.items()
        if (place, "2025") not in found or found[place, "2025"].known < one.known
    }
    flagged = {place for (place, _), one in found.items() if "incomplet" in one.flags}
    assert flagged == {place for place in holding if (place, "2025") in found}
    assert {"region:27", f"departement:{missing[:2]}"} <= flagged
    assert found["region:27", "2025"].completeness == (len(COMMUNES) - 1, len(COMMUNES))


def test_a_count_needs_no_denominator_and_a_share_does():
    assert climbed(COUNT, ("25001", "2025", 3, None))["commune:25001", "2025"].parts == (3, 3, None)
    assert climbed(SHARE, ("25001", "2025", 3, None)) == {}


def test_a_period_where_nothing_is_known_is_not_a_period():
    with bench() as one:
        one.con.execute(
            "CREATE TABLE essai AS "
            "SELECT '25001' AS commune, '2024' AS periode, 1 AS numerateur, NULL::INT AS denominateur"
        )
        assert one.climb(SHARE) == {}
        assert one.sources == {}


def test_the_parts_of_a_count_add_up_and_one_unknown_part_makes_the_commune_unknown():
    rows = [
        ("25001", "2025", "A", 1),
        ("25001", "2025", "B", 2),
        ("25002", "2025", "A", 5),
        ("25002", "2025", "B", None),
    ]
    found = climbed(SPLIT, *rows, columns="commune, periode, modalite, numerateur")
    assert found["commune:25001", "2025"].parts == (3, 3, None)
    assert ("commune:25002", "2025") not in found
    assert found["departement:25", "2025"].parts == (3, 3, None)
    assert json.loads(found["departement:25", "2025"].detail) == {"A": 1, "B": 2}
    assert found["departement:25", "2025"].completeness == (1, 3)


def test_a_figure_names_the_sources_of_the_rows_it_comes_from():
    rows = (
        "('25001', '2024', 1, 2, ['a', NULL]), ('25002', '2024', 1, 2, ['b']), "
        "('25001', '2025', 1, 2, ['c']), ('25002', '2025', NULL, 2, ['d'])"
    )
    with bench() as one:
        one.con.execute(
            f"CREATE TABLE essai AS FROM (VALUES {rows}) t(commune, periode, numerateur, denominateur, sources)"
        )
        one.climb(replace(SHARE, sql="FROM essai"))
        assert one.sources == {"2024": ["a", "b"], "2025": ["c"]}


def test_a_break_between_two_periods_is_found_whatever_the_order_of_rows():
    cut = replace(SHARE, breaks=(Break("2025", "Méthode."),))
    found = climbed(cut, ("25001", "2026", 1, 10), ("25001", "2024", 1, 10), ("25001", "2025", 1, 10))
    assert [found["commune:25001", year].segment for year in ("2024", "2025", "2026")] == [0, 1, 1]
    assert [found["commune:25001", year].flags for year in ("2024", "2025", "2026")] == [(), ("rupture_serie",), ()]


def test_two_rows_for_a_commune_and_a_period_are_a_fault_that_says_what_to_do():
    with pytest.raises(DataError, match=r"plusieurs lignes pour la commune 25001 et la période 2025.*GROUP BY"):
        climbed(SHARE, ("25001", "2025", 1, 10), ("25001", "2025", 2, 10))


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT oubli FROM essai", "Indicateur essai : sa requête échoue"),
        ("SELECT commune, periode FROM essai", "Indicateur essai : sa requête ne donne pas denominateur, numerateur"),
    ],
)
def test_a_query_that_fails_names_its_indicator(sql, message):
    with pytest.raises(DataError, match=message):
        climbed(replace(SHARE, sql=sql), ("25001", "2025", 1, 10))
