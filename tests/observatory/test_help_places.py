"""From a point, the nearest places of help and their hours; for a territory, its homes by distance."""

import math
import shutil
from pathlib import Path

import duckdb
import pyproj
import pytest

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.observatory.distances import spreads
from maillage.observatory.door import Observatory, close, current
from maillage.observatory.help_places import nearest_help

# 12 rue de la Gare, Besançon, and the places of samples/README.md.
HERE = (6.0215, 47.2466)
LIBRARY, FACTORY, AUXONS = (6.0212, 47.2412), (6.045, 47.255), (5.95, 47.3)


@pytest.fixture
def door(release_home: Path):
    yield current(release_home)
    close()


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    project = pyproj.Transformer.from_crs(4326, 2154, always_xy=True).transform
    return math.dist(project(*a), project(*b))


def test_the_three_nearest_of_each_kind_come_with_their_distance_and_commune(door: Observatory) -> None:
    found = nearest_help(door, *HERE)
    assert [(one.name, one.commune) for one in found["mediation"]] == [
        ("Médiathèque des Exemples", "Besançon"),
        ("La Fabrique d'essai", "Besançon"),
        ("France services des Auxons", "Les Auxons"),
    ]
    expected = [metres(HERE, place) for place in (LIBRARY, FACTORY, AUXONS)]
    assert [one.distance for one in found["mediation"]] == pytest.approx(expected, abs=0.01)
    assert found["mediation"][0].distance == pytest.approx(601, rel=0.005)
    assert [len(places) for places in found.values()] == [3, 3, 3]
    assert len(nearest_help(door, *HERE, count=1)["tiers_lieu"]) == 1


def test_a_place_says_its_hours_and_address_from_whichever_list_has_them_and_the_lists_dates(door: Observatory) -> None:
    library = nearest_help(door, *HERE)["mediation"][0]
    assert library.hours == "Mo-Fr 09:00-12:00,14:00-18:00"
    assert library.address == "1 rue de l'Exemple"
    assert library.website == "https://mediatheque.example"
    assert [(one.source, one.period) for one in library.origins] == [
        ("mediation_nationale", "2026-06-01"),
        ("mednum_bfc", "2023-03-15"),
    ]
    bus = nearest_help(door, 6.77, 47.38)["france_services"][0]
    assert (bus.name, bus.itinerant, bus.hours) == ("Bus France services du Doubs", True, "")


@pytest.mark.parametrize("point", [(181, 47), (6, 91), (math.nan, 47), (6, math.inf)])
def test_a_point_that_is_not_on_earth_is_refused_in_words(door: Observatory, point: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="Coordonnées impossibles"):
        nearest_help(door, *point)


def test_a_release_made_before_hours_were_kept_still_gives_its_places(release_home: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(release_home / "releases" / "00001", tmp_path / "old")
    file = folder / "derived" / "lieux_uniques.parquet"
    kept = "categorie, periode, commune, nom, longitude, latitude, sources"
    duckdb.sql(f"COPY (SELECT {kept} FROM '{file}') TO '{tmp_path / 'less.parquet'}'")
    (tmp_path / "less.parquet").replace(file)
    (folder / "derived" / "distances_aide.parquet").unlink()
    old = Observatory(folder)
    assert (nearest_help(old, *HERE)["mediation"][0].name, nearest_help(old, *HERE)["mediation"][0].hours) == (
        "Médiathèque des Exemples",
        "",
    )
    assert spreads(old, Ref(Level.REGION, "27")) == []
    old.close()


def test_homes_of_a_territory_are_told_by_distance_with_what_is_unknown(door: Observatory) -> None:
    # 32 premises of Besançon, all within 1 km of « Médiathèque des Exemples »; Sochaux has a building without any.
    [mediation, services, _] = spreads(door, Ref(Level.COMMUNE, "25056"))
    assert (mediation.category, mediation.counted, mediation.total) == ("mediation", "locaux", 32)
    assert mediation.counts == (32, 0, 0, 0, 0, 0)
    assert services.counts == (0, 0, 0, 32, 0, 0)
    region = spreads(door, Ref(Level.REGION, "27"))[0]
    assert (region.total, sum(region.counts)) == (166, 166)
    assert (region.known, region.communes) == (7, 8)
    assert spreads(door, Ref(Level.COMMUNE, "25547")) == []


def test_the_mean_distance_published_is_that_of_the_homes_typed_in_the_sample(door: Observatory) -> None:
    # Les Auxons: one building of one premises, 540 m from France services des Auxons.
    [auxons] = door.series("distance_moyenne_mediation", Ref(Level.COMMUNE, "25035"))
    assert auxons.value == pytest.approx(metres((5.9571, 47.3005), AUXONS) / 1000, abs=0.001)
    assert auxons.value == pytest.approx(0.538, rel=0.005), "111.195 km a degree, times the cosine of 47.3°"
    # Pont-de-Roide: 1 premises near the bus, 2 in Vermondans: (1 × 758 m + 2 × 2 186 m) / 3.
    [roide] = door.series("distance_moyenne_mediation", Ref(Level.COMMUNE, "25463"))
    assert roide.value == pytest.approx((0.758 + 2 * 2.186) / 3, rel=0.005)
