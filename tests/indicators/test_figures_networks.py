"""Fixed and mobile networks: each indicator on five rows, checked by hand at the four levels."""

import json

import pytest

from tests.indicators.by_hand import bench

FTTH = "taux_locaux_raccordables_ftth"
PREMISES = "commune commune_publiee periode raccordables locaux source source_locaux"


def test_the_share_of_connectable_premises_adds_up_from_the_commune_to_the_region():
    with bench() as one:
        one.fill(
            "locaux_ftth",
            PREMISES,
            ("25001", "25001", "2018-T1", 30, 100, "f", "l"),
            ("25002", "25002", "2018-T1", 0, 50, "f", "l"),
            ("25003", "25003", "2018-T1", 80, 80, "f", "l"),
            ("90001", "90001", "2018-T1", 10, 40, "f", "l"),
            ("90002", "90002", "2018-T1", 0, 0, "f", "l"),
        )
        found = one.climb(FTTH)
    assert found["commune:25001", "2018-T1"].parts == (30, 30, 100)
    assert found["commune:25002", "2018-T1"].parts == (0, 0, 50)
    assert found["epci:200000001", "2018-T1"].parts == (pytest.approx(110 * 100 / 230), 110, 230)
    assert found["departement:90", "2018-T1"].parts == (25, 10, 40)
    assert found["region:27", "2018-T1"].parts == (pytest.approx(120 * 100 / 270), 120, 270)
    assert found["region:27", "2018-T1"].completeness == (5, 5)
    assert found["region:27", "2018-T1"].flags == ()
    assert one.sources == {"2018-T1": ["f", "l"]}


def test_a_commune_without_premises_has_nothing_to_measure_and_no_rank():
    with bench() as one:
        one.fill("locaux_ftth", PREMISES, ("90002", "90002", "2018-T1", 0, 0, "f", "l"))
        found = one.climb(FTTH)["commune:90002", "2018-T1"]
    assert found.parts == (None, 0, 0)
    assert (found.rank, found.ranked) == (None, 0)


def test_the_former_communes_of_a_merged_one_are_summed():
    with bench() as one:
        one.fill(
            "locaux_ftth",
            PREMISES,
            ("25003", "25003", "2018-T1", 30, 100, "f", "l"),
            ("25003", "25021", "2018-T1", 10, 60, "f", "l"),
        )
        found = one.climb(FTTH)["commune:25003", "2018-T1"]
    assert found.parts == (25, 40, 160)
    assert found.completeness == (1, 1)


@pytest.mark.parametrize("missing", ["numerator", "denominator"])
def test_a_merged_commune_that_lacks_a_part_is_unknown_not_half(missing):
    row = (None, 60) if missing == "numerator" else (10, None)
    with bench() as one:
        one.fill(
            "locaux_ftth",
            PREMISES,
            ("25003", "25003", "2018-T1", 30, 100, "f", "l"),
            ("25003", "25021", "2018-T1", *row, "f", "l"),
            ("25001", "25001", "2018-T1", 1, 10, "f", "l"),
        )
        found = one.climb(FTTH)
    assert ("commune:25003", "2018-T1") not in found
    assert found["epci:200000001", "2018-T1"].parts == (10, 1, 10)
    assert found["epci:200000001", "2018-T1"].completeness == (1, 3)
    assert found["epci:200000001", "2018-T1"].flags == ("incomplet",)


def test_more_connectable_premises_than_premises_is_kept_flagged_and_told_above():
    with bench() as one:
        one.fill(
            "locaux_ftth",
            PREMISES,
            ("25001", "25001", "2018-T1", 120, 100, "f", "l"),
            ("25002", "25002", "2018-T1", 0, 100, "f", "l"),
            ("25003", "25003", "2018-T1", 0, 100, "f", "l"),
        )
        found = one.climb(FTTH)
    assert found["commune:25001", "2018-T1"].parts == (120, 120, 100)
    assert found["commune:25001", "2018-T1"].flags == ("numerateur_superieur",)
    assert found["epci:200000001", "2018-T1"].flags == ("communes_signalees",)
    assert found["departement:25", "2018-T1"].value == 40
    assert found["commune:25002", "2018-T1"].flags == ()


def test_the_first_quarter_after_a_break_of_series_is_flagged_and_starts_a_segment():
    with bench() as one:
        quarters = ("2017-T4", "2018-T1", "2026-T1", "2026-T2")
        one.fill("locaux_ftth", PREMISES, *(("25001", "25001", q, 10, 100, "f", "l") for q in quarters))
        found = one.climb(FTTH)
    assert [found["commune:25001", q].segment for q in quarters] == [0, 0, 1, 1]
    assert ["rupture_serie" in found["region:27", q].flags for q in quarters] == [False, False, True, False]


def test_the_first_period_ever_is_no_break_even_after_a_declared_one():
    with bench() as one:
        one.fill("locaux_ftth", PREMISES, ("25001", "25001", "2026-T2", 10, 100, "f", "l"))
        found = one.climb(FTTH)["commune:25001", "2026-T2"]
    assert found.segment == 1
    assert "rupture_serie" not in found.flags


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("taux_locaux_eligibles_8mbits", 90),
        ("taux_locaux_eligibles_30mbits", 70),
        ("taux_locaux_eligibles_100mbits", 50),
        ("taux_locaux_eligibles_1gbits", 30),
    ],
)
def test_each_class_of_speed_is_measured_against_all_premises(name, served):
    columns = "commune periode locaux eligibles_8 eligibles_30 eligibles_100 eligibles_1000 source"
    with bench() as one:
        one.fill(
            "debits_communes",
            columns,
            ("25001", "2026-T1", 100, 80, 60, 40, 20, "mci"),
            ("25001", "2026-T2", 100, 90, 70, 50, 30, "mci"),
            ("90001", "2026-T2", 100, 0, 0, 0, 0, "mci"),
        )
        found = one.climb(name)
    assert found["commune:25001", "2026-T2"].parts == (served, served, 100)
    assert found["commune:90001", "2026-T2"].parts == (0, 0, 100)
    assert found["region:27", "2026-T2"].parts == (served / 2, served, 200)
    assert found["region:27", "2026-T2"].completeness == (2, 5)
    assert found["region:27", "2026-T2"].flags == ("incomplet", "rupture_serie")
    assert found["region:27", "2026-T1"].completeness == (1, 5)
    assert one.sources == {"2026-T1": ["mci"], "2026-T2": ["mci"]}


def test_4g_sites_are_counted_by_operator_and_a_site_without_4g_is_not():
    columns = "commune operateur g4"
    same = {"periode": "2018-T1", "longitude": 6.0, "latitude": 47.0, "g2": True, "g3": True, "source": "sites"}
    with bench() as one:
        one.fill(
            "sites_mobiles",
            columns,
            ("25001", "Orange", True),
            ("25001", "Orange", True),
            ("25001", "SFR", True),
            ("25001", "Free Mobile", False),
            ("90001", "SFR", True),
            **same,
        )
        found = one.climb("sites_4g_par_operateur")
    assert found["commune:25001", "2018-T1"].parts == (3, 3, None)
    assert json.loads(found["commune:25001", "2018-T1"].detail) == {"Free Mobile": 0, "Orange": 2, "SFR": 1}
    assert found["commune:25002", "2018-T1"].parts == (0, 0, None), "the whole of France was listed: none is zero"
    assert found["region:27", "2018-T1"].parts == (4, 4, None)
    assert json.loads(found["region:27", "2018-T1"].detail) == {"Free Mobile": 0, "Orange": 2, "SFR": 2}
    assert found["region:27", "2018-T1"].completeness == (5, 5)
    assert one.sources == {"2018-T1": ["sites"]}


def test_premises_whose_best_speed_without_satellite_is_below_8_are_left_out():
    with bench() as one:
        one.fill(
            "debits_terrestres",
            "commune periode classe locaux immeubles dont_satellite",
            ("25001", "2026-T2", "INEL", 3, 3, 3),
            ("25001", "2026-T2", "HD3", 2, 2, 0),
            ("25001", "2026-T2", "BHD8", 5, 4, 0),
            ("25001", "2026-T2", "THD1G", 10, 1, 10),
            ("90001", "2026-T2", "HD05", 4, 4, 4),
        )
        found = one.climb("taux_locaux_terrestre_8mbits")
    assert found["commune:25001", "2026-T2"].parts == (75, 15, 20)
    assert found["commune:90001", "2026-T2"].parts == (0, 0, 4)
    assert found["region:27", "2026-T2"].parts == (62.5, 15, 24)
