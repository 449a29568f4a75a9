"""Outlines of today's territories, dissolved from those published, compared with files made another way."""

import json
from contextlib import closing

import pytest
import shapely

from maillage.derived import catalogue
from maillage.derived.contours_territoires import compute
from maillage.store.duck import connect, quoted
from tests.territories.by_hand import little_france

GROUPED = (("25001", "groupement", "PAYS"), ("90001", "groupement", "PAYS"), ("90002", "groupement", "VIDE"))

CHECKS = {
    "commune": "derive_communes-bfc_cog2026.geojson",
    "epci": "derive_epci-bfc_2026_partie-bfc.geojson",
    "departement": "derive_departements-bfc_2026.geojson",
}


def dissolved(con, members=()):
    con.execute("CREATE TABLE appartenance (commune VARCHAR, niveau VARCHAR, code VARCHAR)")
    for row in members:
        con.execute("INSERT INTO appartenance VALUES (?, ?, ?)", row)
    rows = compute(lambda sql: con.execute(sql).fetchall(), lambda source, problem: None)
    return {(row["niveau"], row["code"]): shapely.from_wkb(row["contour"]) for row in rows}


def test_territories_are_made_of_the_outlines_of_their_communes():
    with closing(little_france()) as con:
        con.execute("UPDATE contours SET commune = '25002' WHERE commune = '25003'")
        found = dissolved(con)
    assert found["commune", "25002"].equals(shapely.box(6.1, 47.0, 6.3, 47.1)), "two former communes, one outline"
    assert found["epci", "200000001"].equals(shapely.box(6.0, 47.0, 6.3, 47.1))
    assert found["epci", "200000002"].equals(found["commune", "90001"]), "the part in the region"
    assert found["region", "27"].area == pytest.approx(0.04)
    assert sorted(code for level, code in found if level == "departement") == ["25", "90"]
    assert ("commune", "90002") not in found, "a commune without outline is left out, not drawn somewhere"


def test_a_groupement_is_drawn_across_epci_and_departements_or_not_at_all():
    with closing(little_france()) as con:
        found = dissolved(con, GROUPED)
    assert found["groupement", "PAYS"].area == pytest.approx(0.02)
    assert found["groupement", "PAYS"].bounds == (6.0, 47.0, 6.9, 47.7)
    assert ("groupement", "VIDE") not in found


def test_communes_whose_outlines_overlap_are_put_together_all_the_same():
    with closing(little_france()) as con:
        con.execute("UPDATE contours SET contour = ? WHERE commune = '25002'", [shapely.box(6.05, 47.0, 6.2, 47.1).wkb])
        found = dissolved(con)
    assert found["epci", "200000001"].equals(shapely.box(6.0, 47.0, 6.3, 47.1))


def test_without_outlines_there_is_nothing_to_draw():
    with closing(little_france(outlines=False)) as con:
        assert dissolved(con) == {}


def test_every_derived_table_comes_after_those_it_reads():
    order = list(catalogue())
    for name, module in catalogue().items():
        for read in module.DERIVED.reads:
            assert read not in order or order.index(read) < order.index(name)


@pytest.fixture(scope="module")
def bfc(bfc_home):
    path = bfc_home / "releases" / "current" / "derived" / "contours_territoires.parquet"
    with closing(connect()) as con:
        rows = con.execute(f"SELECT niveau, code, contour FROM read_parquet({quoted(path)})").fetchall()
    return {(level, code): shapely.from_wkb(contour) for level, code, contour in rows}


def read_geojson(path):
    features = json.loads(path.read_text("utf-8"))["features"]
    return {one["properties"]["code"]: shapely.geometry.shape(one["geometry"]) for one in features}


@pytest.mark.parametrize("level", CHECKS)
def test_the_outlines_of_the_region_match_those_made_another_way(bfc, shared_data, level):
    expected = read_geojson(shared_data / "geo" / CHECKS[level])
    mine = {code: shape for (one, code), shape in bfc.items() if one == level}
    assert set(mine) == set(expected)
    codes = sorted(mine)
    ours, theirs = (shapely.make_valid([shapes[code] for code in codes]) for shapes in (mine, expected))
    apart = shapely.area(shapely.symmetric_difference(ours, theirs)) / shapely.area(theirs)
    worst = codes[int(apart.argmax())]
    # Both are simplified, not in the same order: small territories differ the most.
    assert apart.max() < 0.02, f"{level} {worst} differs by {apart.max():.2%}"
    assert abs(shapely.area(ours).sum() / shapely.area(theirs).sum() - 1) < 0.0005


def test_every_commune_of_the_region_is_drawn_and_the_region_is_one_piece_of_land(bfc):
    assert sum(level == "commune" for level, _ in bfc) == 3685
    region = bfc["region", "27"]
    communes = sum(shape.area for (level, _), shape in bfc.items() if level == "commune")
    assert region.area == pytest.approx(communes, rel=0.001)
    assert [code for (level, code) in bfc if level == "region"] == ["27"]
