"""Areas and rural communes: measured at the commune, added up, unknown when a part is."""

from contextlib import closing
from math import atanh, radians, sin, sqrt

import pytest

from maillage.derived.contours_territoires import DERIVED, compute
from maillage.kernel.territory import Level, Ref, Territory
from maillage.store.duck import create
from maillage.store.rows import append
from maillage.territories.measures import measured
from maillage.territories.tiers import membership, territories
from tests.territories.by_hand import fill, little_cog, little_france

PREMISES = {"periode": "2018-T1", "etablissements": 0}


def measures(*rural, outlines=True, grid=()):
    with closing(little_france(outlines)) as con:
        cog = little_cog(con)
        con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
        con.executemany("INSERT INTO appartenance VALUES (?, ?, ?)", membership(cog))
        create(con, DERIVED.name, DERIVED.columns)
        rows = compute(lambda sql: con.execute(sql).fetchall(), lambda source, problem: None)
        append(con, DERIVED.name, DERIVED.columns, rows)
        fill(con, "logements_etablissements", *({**PREMISES, **one} for one in rural))
        fill(con, "densites", *(density(*row) for row in grid))
        return {str(one.ref): one for one in measured(con, territories(cog))}


def rural(commune, yes, dwellings=100, published=None):
    return {"commune": commune, "rurale": yes, "logements": dwellings, "commune_publiee": published or commune}


def density(commune, label, published=None, period="2025"):
    return {"periode": period, "commune": commune, "classe": label, "commune_publiee": published or commune}


def on_the_ellipsoid(south, north, degrees):
    """Area (km²) between two parallels over some degrees of longitude, on GRS 80: the textbook formula."""
    a, f = 6378.137, 1 / 298.257222101
    e = sqrt(f * (2 - f))

    def q(latitude):
        s = sin(radians(latitude))
        return (1 - e * e) * (s / (1 - e * e * s * s) + atanh(e * s) / e) / 2

    return a * a * (q(north) - q(south)) * radians(degrees)


def test_the_formula_gives_the_earth_its_area():
    assert on_the_ellipsoid(-90, 90, 360) == pytest.approx(510_065_621.7, rel=1e-6)


def test_an_area_is_that_of_the_outline_on_the_ground():
    found = measures()
    square = on_the_ellipsoid(47.0, 47.1, 0.1)
    assert square == pytest.approx(84.5, abs=0.1)
    assert found["commune:25001"].area_km2 == pytest.approx(square, rel=1e-6)
    assert found["commune:25001"].density == pytest.approx(4000 / square)
    assert found["epci:200000001"].area_km2 == pytest.approx(3 * square, rel=1e-6)


def test_an_area_is_unknown_as_long_as_one_commune_is_not_outlined():
    found = measures()
    assert found["commune:90002"].area_km2 is None
    assert found["departement:90"].area_km2 is None
    assert found["departement:90"].density is None
    assert all(one.area_km2 is None for one in measures(outlines=False).values())


def test_a_commune_is_rural_or_not_and_a_territory_has_a_share_of_rural_communes():
    found = measures(rural("25001", False), rural("25002", True), rural("25003", True))
    assert (found["commune:25001"].rural, found["commune:25002"].rural) == (0.0, 1.0)
    assert found["epci:200000001"].rural == pytest.approx(2 / 3)
    assert found["commune:90001"].rural is None
    assert found["departement:90"].rural is None
    assert found["region:27"].rural == pytest.approx(2 / 3), "most communes are known: 3 out of 5"


def test_a_commune_born_of_several_is_what_the_largest_was():
    parts = (rural("25002", False, 90, "25012"), rural("25002", True, 100, "25013"))
    assert measures(*parts)["commune:25002"].rural == 1.0
    assert measures(*parts[:1], rural("25002", True, 10, "25013"))["commune:25002"].rural == 0.0
    unknown = rural("25002", None, 900, "25030")
    assert measures(*parts, unknown)["commune:25002"].rural == 1.0, "unknown does not win"


def test_a_density_needs_both_inhabitants_and_an_area():
    ref = Ref(Level.COMMUNE, "1")
    assert Territory(ref, "", "", None, (), 1, 1, (), area_km2=2.0).density is None
    assert Territory(ref, "", "", 10, (), 1, 1, (), area_km2=0.0).density is None
    assert Territory(ref, "", "", 10, (), 1, 1, (), area_km2=4.0).density == 2.5


def test_the_density_grid_says_the_class_of_a_commune_and_who_is_rural_in_place_of_arcep():
    grid = (
        ("25001", "Centres urbains intermédiaires"),
        ("25002", "Bourgs ruraux"),
        ("25003", "Rural à habitat très dispersé"),
    )
    found = measures(rural("25001", True), rural("90001", True), grid=grid)
    assert found["commune:25002"].density_class == "Bourgs ruraux"
    assert [found[f"commune:{code}"].rural for code in ("25001", "25002", "25003", "90001")] == [0.0, 1.0, 1.0, None]
    assert found["epci:200000001"].rural == pytest.approx(2 / 3)
    assert found["epci:200000001"].density_class == "", "a class is that of a commune"
    assert found["commune:90001"].density_class == ""


def test_a_commune_born_of_several_is_of_the_densest_class_of_the_last_grid():
    grid = (
        ("25002", "Rural à habitat dispersé", "25012"),
        ("25002", "Petites villes", "25013"),
        ("25002", "Grands centres urbains", "25012", "2020"),
    )
    assert measures(grid=grid)["commune:25002"].density_class == "Petites villes"
