"""Distances to help: each indicator on a few rows, checked by hand at the four levels."""

import pytest

from tests.indicators.by_hand import bench

# 25001: 10 homes 3 km away on average; 25002: 30 homes, 6 km; 90001: 5 homes, 1 km.
ROWS = "commune locaux distance_totale jusqu_a_1_km de_1_a_2_km de_2_a_5_km de_5_a_10_km de_10_a_20_km plus_de_20_km"
MEASURED = (
    ("25001", 10, 30_000, 2, 1, 5, 2, 0, 0),
    ("25002", 30, 180_000, 0, 0, 10, 15, 4, 1),
    ("90001", 5, 5_000, 5, 0, 0, 0, 0, 0),
)


def climbed(name, category):
    with bench() as one:
        same = {"periode": "2026-T2", "poids": "locaux", "sources": "arcep b"}
        one.fill("distances_aide", ROWS, *MEASURED, categorie=category, **same)
        other = "tiers_lieu" if category == "mediation" else "mediation"
        one.fill("distances_aide", ROWS, ("25003", 8, 9, 8, 0, 0, 0, 0, 0), categorie=other, **same)
        found = one.climb(name)
        assert one.sources == {"2026-T2": ["arcep", "b"]}
        return found


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("distance_moyenne_mediation", "mediation"),
        ("distance_moyenne_tiers_lieu", "tiers_lieu"),
        ("distance_moyenne_france_services", "france_services"),
    ],
)
def test_the_mean_distance_of_a_territory_weighs_each_home_once(name, category):
    found = climbed(name, category)
    assert found["commune:25001", "2026-T2"].parts == (3, 30_000, 10)
    assert found["epci:200000001", "2026-T2"].parts == (pytest.approx(210 / 40), 210_000, 40)
    assert found["region:27", "2026-T2"].parts == (pytest.approx(215 / 45), 215_000, 45)
    assert ("commune:25003", "2026-T2") not in found, "no home measured there: unknown, not zero"
    assert found["region:27", "2026-T2"].completeness == (3, 5)
    assert found["commune:90001", "2026-T2"].rank == 1, "the nearest is the best"


@pytest.mark.parametrize(
    ("name", "category", "near"),
    [
        ("part_logements_mediation_5km", "mediation", (8, 10, 5)),
        ("part_logements_mediation_10km", "mediation", (10, 25, 5)),
        ("part_logements_france_services_20km", "france_services", (10, 29, 5)),
    ],
)
def test_the_share_of_homes_within_reach_counts_those_of_the_nearer_classes(name, category, near):
    found = climbed(name, category)
    assert found["commune:25001", "2026-T2"].parts == (10 * near[0], near[0], 10)
    assert found["commune:25002", "2026-T2"].parts == (pytest.approx(100 * near[1] / 30), near[1], 30)
    assert found["region:27", "2026-T2"].parts == (pytest.approx(100 * sum(near) / 45), sum(near), 45)
