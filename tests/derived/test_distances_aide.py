"""The distance from homes to the nearest place of help is exact, and unknown wherever homes or places are."""

import math
from contextlib import closing

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.derived.distances_aide import DERIVED, NAMES, compute, nearest
from maillage.derived.lieux_uniques import DERIVED as PLACES
from maillage.kernel.plane import LAMBERT_93, plane_of
from maillage.store.duck import connect, create
from maillage.store.rows import append
from tests.territories.by_hand import fill, little_france

PLACE = "categorie periode commune nom longitude latitude sources"
CORNERS = {
    "27": ((-5.0, 10.0), (41.5, 51.0)),
    "01": ((-62.0, -60.8), (15.7, 18.2)),
    "03": ((-54.7, -51.5), (2.0, 6.0)),
    "04": ((55.1, 55.9), (-21.5, -20.8)),
    "06": ((44.9, 45.4), (-13.1, -12.5)),
}


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two points on a sphere: another way of measuring, right to half a percent."""
    (x, y), (u, v) = (tuple(map(math.radians, one)) for one in (a, b))
    half = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def on_the_plane(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two points in Lambert-93, as pyproj projects them."""
    project = pyproj.Transformer.from_crs(4326, 2154, always_xy=True).transform
    return math.dist(project(*a), project(*b))


def computed(places=(), **homes):
    with closing(little_france(outlines=False)) as con:
        con.execute("CREATE TABLE region_servie AS SELECT '27' AS region")
        create(con, "lieux_uniques", PLACES.columns)
        append(con, "lieux_uniques", PLACES.columns, [dict(zip(PLACE.split(), one, strict=True)) for one in places])
        for table, rows in homes.items():
            fill(con, table, *rows)
        return list(compute(lambda sql: con.execute(sql).fetchall(), lambda source, problem: None))


def home(longitude, latitude, commune="25001", period="2026-T2", **more):
    return {"commune": commune, "periode": period, "longitude": longitude, "latitude": latitude, **more}


def mediation(longitude, latitude, period="2024-08-01", sources="mednum_bfc"):
    return ("mediation", period, "25001", "Médiathèque", longitude, latitude, sources)


@pytest.mark.parametrize("region", CORNERS)
def test_the_plane_of_each_region_is_the_legal_projection_to_the_millimetre(region):
    (west, east), (south, north) = CORNERS[region]
    random = np.random.default_rng(5)
    longitude, latitude = random.uniform(west, east, 500), random.uniform(south, north, 500)
    plane = plane_of(region)
    with closing(connect()) as con:
        con.register("points", {"rang": np.arange(500), "longitude": longitude, "latitude": latitude})
        rows = con.execute(f"FROM ({plane.projected('FROM points')}) ORDER BY rang").fetchall()
    expected = pyproj.Transformer.from_crs(4326, plane.epsg, always_xy=True).transform(longitude, latitude)
    assert np.abs(np.array(rows)[:, 1:].T - expected).max() < 0.001


def test_homes_of_a_commune_are_measured_to_the_nearest_place_even_in_another_commune():
    near, far = (6.03, 47.25), (6.05, 47.02)
    first, second = (6.02, 47.24), (6.05, 47.05)
    [row] = computed(
        [mediation(*near), mediation(*far)],
        immeubles_fixe=[home(*first, imb_id="a", locaux=3), home(*second, imb_id="b", locaux=1)],
    )
    assert (row["categorie"], row["commune"], row["poids"], row["locaux"]) == ("mediation", "25001", "locaux", 4)
    for measure, off in ((on_the_plane, 0), (great_circle, 0.005)):
        expected = 3 * measure(first, near) + measure(second, far)
        assert row["distance_totale"] == pytest.approx(expected, rel=off, abs=0.6)
    assert [row[name] for name in NAMES] == [0, 3, 1, 0, 0, 0]


def test_the_classes_hold_every_home_once_and_their_upper_bound_is_within():
    project = pyproj.Transformer.from_crs(2154, 4326, always_xy=True).transform
    at = {km: project(900_000 + km * 1000, 6_700_000) for km in (0, 0.9995, 1.0005, 1.5, 4, 9, 19, 25, 60)}
    [row] = computed(
        [mediation(*at[0])], immeubles_fixe=[home(*one, imb_id=str(km), locaux=1) for km, one in at.items()]
    )
    assert [row[name] for name in NAMES] == [2, 2, 1, 1, 1, 2]


def test_without_premises_addresses_are_counted_and_without_those_buildings():
    places = [mediation(6.03, 47.25)]
    address = [home(6.02, 47.24, cle=str(n), voie_cle="v", numero=n, voie="Rue") for n in (1, 2)]
    building = [home(6.02, 47.24, operateur="X", imb_id="a", etat="deploye")]
    [row] = computed(places, adresses=address, immeubles_ftth=building)
    assert (row["poids"], row["locaux"]) == ("adresses", 2)
    [row] = computed(places, immeubles_ftth=building)
    assert (row["poids"], row["locaux"]) == ("immeubles", 1)


def test_only_the_last_period_of_homes_and_of_each_category_is_measured():
    [row] = computed(
        [mediation(6.03, 47.25, "2023-01-01"), mediation(6.5, 47.25, "2026-08-01", "b a")],
        immeubles_fixe=[
            home(6.02, 47.24, imb_id="a", locaux=9, period="2025-T4", source="arcep"),
            home(6.50, 47.25, imb_id="b", locaux=2, period="2026-T2", source="arcep"),
        ],
    )
    assert (row["locaux"], row["periode"], row["sources"]) == (2, "2026-08-01", "a arcep b")
    assert row["distance_totale"] == 0


def test_what_is_not_known_gives_no_row_rather_than_a_zero():
    place, one = mediation(6.03, 47.25), home(6.02, 47.24, imb_id="a", locaux=1)
    assert computed([place]) == []
    assert computed([], immeubles_fixe=[one]) == []
    lost = ("mediation", "2024-08-01", "25001", "Sans point", None, None, "a")
    assert computed([lost], immeubles_fixe=[one]) == []
    empty = home(6.02, 47.24, imb_id="b", locaux=0, commune="25002")
    assert [row["commune"] for row in computed([place], immeubles_fixe=[one, empty])] == ["25001"]


def test_each_row_fills_every_column():
    [row] = computed([mediation(6.03, 47.25)], immeubles_fixe=[home(6.02, 47.24, imb_id="a", locaux=1)])
    assert set(row) == {column.name for column in DERIVED.columns}


# From one square of 500 metres to the whole country, so that every level of squares is crossed.
SPANS = st.sampled_from([300.0, 5_000.0, 60_000.0, 900_000.0])
SPOTS = st.lists(st.tuples(st.floats(0, 1, allow_nan=False), st.floats(0, 1, allow_nan=False)), min_size=1, max_size=40)


@pytest.mark.more
@given(SPANS, SPOTS, SPOTS)
def test_the_nearest_is_the_one_found_by_measuring_them_all(span, homes, places):
    corner = np.array([400_000.0, 6_300_000.0])
    project = pyproj.Transformer.from_crs(2154, 4326, always_xy=True).transform
    here, there = (corner + span * np.array(spots) for spots in (homes, places))
    expected = np.linalg.norm(here[:, None, :] - there[None, :, :], axis=2).min(axis=1)
    with closing(connect()) as con:
        for name, points in (("habitations", here), ("aide", there)):
            longitude, latitude = project(points[:, 0], points[:, 1])
            con.register(name, {"rang": np.arange(len(points)), "longitude": longitude, "latitude": latitude})
        select = nearest(
            "SELECT rang AS commune, 1 AS poids, longitude, latitude FROM habitations",
            "SELECT 'mediation' AS categorie, longitude, latitude FROM aide",
            LAMBERT_93,
        )
        rows = con.execute(f"SELECT commune, metres FROM ({select}) ORDER BY commune").fetchall()
    assert [rank for rank, _ in rows] == list(range(len(here)))
    assert np.abs(np.array([metres for _, metres in rows]) - expected).max() < 0.01


def test_a_distance_is_dated_from_the_list_of_places_whatever_the_quarter_of_the_homes():
    [row] = computed(
        [mediation(6.03, 47.25, "2025-03-01")],
        immeubles_fixe=[home(6.02, 47.24, imb_id="a", locaux=2, period="2026-T2", source="arcep")],
    )
    assert row["periode"] == "2025-03-01"
