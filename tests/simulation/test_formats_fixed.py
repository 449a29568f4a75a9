"""Fixed networks and the COG of the fictional region: what is written is what the sources of the real files read."""

import gzip
import json
import re
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from maillage.kernel.period import Period
from maillage.simulation import mergers
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import commune_siren, coverage_class
from maillage.simulation.formats.shapes.sheet import number
from maillage.simulation.speeds import speeds
from maillage.simulation.world.cog import LAST_NUMBER
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World
from tests.simulation.region import COMMUNES, FIXED, QUARTERS, small, write_fixed
from tests.sources.reading import REPOSITORY, Reading, read

REFERENCE = REPOSITORY / "maillage" / "territories" / "reference"


@pytest.fixture(scope="module")
def world() -> World:
    return small()


@pytest.fixture(scope="module")
def files(world, tmp_path_factory) -> list[Written]:
    return write_fixed(world, tmp_path_factory.mktemp("region"))


def of(files: list[Written], source: str, period: str = "") -> list[Path]:
    return [one.path for one in files if one.source == source and period in ("", one.period)]


def rows(files: list[Written], source: str, period: str = "") -> list[dict]:
    return read(source, of(files, source, period)).rows


@pytest.mark.parametrize("source", FIXED)
def test_every_row_is_read_by_the_source_of_the_real_file(files, source):
    found = read(source, of(files, source))
    assert found == Reading(rows=found.rows)
    assert found.rows


def test_each_delivery_says_a_period_that_is_over_before_it_is_obtained(files):
    assert len({(one.source, one.path.name) for one in files}) == len(files)
    for one in files:
        assert one.path.is_file()
        period, day = Period.parse(one.period), date.fromisoformat(one.obtained_on)
        assert period.end < day or (len(one.period) == 4 and period.start < day)


def test_the_history_has_every_quarter_once(files):
    for source in ("arcep_cartefibre_communes", "arcep_mci_debits"):
        periods = [one.period for one in files if one.source == source]
        assert len(set(periods)) == len(periods) == QUARTERS
        assert periods[-1] == "2026-T2"
    assert {row["periode"] for row in rows(files, "arcep_mci_debits", "2025-T1")} == {"2025-T1"}


def test_no_quarter_is_told_by_the_sheets_and_by_the_map(tmp_path):
    files = write_fixed(small(quarters=36), tmp_path)
    told = [one.period for one in files if one.source == "arcep_cartefibre_communes"]
    assert told[0] == "2018-T2"
    assert {row["periode"] for row in rows(files, "arcep_ftth_2018")} == {"2017-T3", "2017-T4", "2018-T1"}


def test_the_same_seed_gives_the_same_bytes(files, tmp_path):
    again = write_fixed(small(), tmp_path)
    assert [one.path.name for one in again] == [one.path.name for one in files]
    for one, other in zip(files, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes(), one.path.name


def test_another_seed_gives_other_bytes(files, tmp_path):
    other = write_fixed(World(COMMUNES, 12, QUARTERS), tmp_path)
    assert of(other, "arcep_ftth_2018")[0].read_bytes() != of(files, "arcep_ftth_2018")[0].read_bytes()


@pytest.fixture(scope="module")
def real() -> set[str]:
    """Every code a real commune bears or bore."""
    records = json.loads(gzip.decompress((REFERENCE / "communes.json.gz").read_bytes()))
    return {record["code"] for record in records} | {
        old for record in records for old in record.get("anciensCodes", ())
    }


def test_no_code_is_that_of_a_real_commune(files, real):
    written = set()
    for source, name in (
        ("cog_communes", "code"),
        ("contours_communes", "commune"),
        ("arcep_logements_2018", "commune"),
        ("arcep_cartefibre_communes", "commune"),
        ("arcep_mci_debits", "commune"),
    ):
        written |= {row[name] for row in rows(files, source)}
    assert len(written) == COMMUNES
    assert not written & real


@pytest.mark.more
def test_numbers_given_in_a_real_departement_are_beyond_its_last(real):
    for departement, last in LAST_NUMBER.items():
        given = [int(code[2:]) for code in real if code[:2] == departement]
        assert max(given, default=0) <= last, departement


def test_sirens_are_true_to_luhn_and_belong_to_nobody(files):
    records = json.loads(gzip.decompress((REFERENCE / "communes.json.gz").read_bytes()))
    epci = json.loads(gzip.decompress((REFERENCE / "epci.json.gz").read_bytes()))
    known = {record.get("siren") for record in records} | {record["code"] for record in epci}
    sirens = {row["siren"] for row in rows(files, "cog_communes") if row["siren"]}
    sirens |= {row["code"] for row in rows(files, "cog_epci")}
    for siren in sirens:
        digits = [int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(siren)]
        assert len(siren) == 9
        assert sum(sum(divmod(digit, 10)) for digit in digits) % 10 == 0
    assert not sirens & known
    every = {commune_siren(f"{name}{rank:03d}") for name, last in LAST_NUMBER.items() for rank in range(last + 1, 1000)}
    assert not every & known


def test_the_cog_leads_every_merged_code_to_the_commune_it_is_part_of(world, files):
    records = json.loads(of(files, "cog_communes")[0].read_text("utf-8"))
    today = {one["code"]: one for one in records if one["type"] == "commune-actuelle"}
    merged = mergers.merged(world).tolist()
    assert merged
    assert len(today) == COMMUNES - len(merged)
    for commune in merged:
        code, seat = world.cog.codes[commune], world.cog.codes[world.cog.current[commune]]
        ways = [seat] * (code in today[seat].get("anciensCodes", ()))
        ways += [one["chefLieu"] for one in records if one["code"] == code and one["type"] == "commune-deleguee"]
        assert ways
        assert set(ways) == {seat}
    assert sum(one["population"] for one in today.values()) == int(world.people.population.sum())


def test_a_merger_is_remembered_in_each_of_three_ways():
    world = World(2_000, 3, 1)
    ways = mergers.remembered(world)[mergers.merged(world)]
    assert set(ways.tolist()) == {mergers.DELEGUEE_AND_LISTED, mergers.LISTED_ONLY, mergers.DELEGUEE_ONLY}


def test_epci_hold_every_commune_of_today_once(files):
    members = [row["membre"] for row in rows(files, "cog_epci")]
    today = [row["code"] for row in rows(files, "cog_communes") if row["type"] == "commune-actuelle"]
    assert sorted(members) == sorted(today)


def outlines(paths: list[Path]) -> list[shapely.Geometry]:
    return [
        shapely.from_wkb(bytes(row["contour"]))
        for row in read("contours_communes", paths).rows
        if isinstance(row["contour"], bytes)
    ]


def is_whole(shapes: list[shapely.Geometry]) -> bool:
    """Whether outlines are a valid coverage, of one piece, without a hole."""
    land = shapely.coverage_union_all(shapes)
    return bool(
        shapely.is_valid(np.array(shapes)).all()
        and shapely.coverage_is_valid(shapes)
        and land.geom_type == "Polygon"
        and not land.interiors
    )


@pytest.mark.parametrize(("communes", "seed"), [(20, 1), (COMMUNES, 11), pytest.param(400, 2, marks=pytest.mark.more)])
def test_outlines_leave_no_hole_and_never_overlap(communes, seed, tmp_path):
    write_fixed(World(communes, seed, 1), tmp_path)
    shapes = outlines(sorted(tmp_path.glob("contours_communes.*")))
    assert len(shapes) == communes
    assert is_whole(shapes)


def test_a_border_moved_by_a_hair_and_a_commune_left_out_are_seen(files):
    shapes = outlines(of(files, "contours_communes"))
    coast = shapely.coverage_union_all(shapes).exterior
    inland = next(rank for rank, shape in enumerate(shapes) if not shape.intersects(coast))
    points = shapely.get_coordinates(shapes[inland])
    points[[0, -1]] += 0.00001
    others = shapes[:inland] + shapes[inland + 1 :]
    assert is_whole(shapes)
    assert not is_whole([shapely.polygons(points), *others])
    assert not is_whole(others)


def test_outlines_are_those_of_the_communes_before_every_merger(world, files):
    assert {row["commune"] for row in rows(files, "contours_communes")} == set(world.cog.codes)
    text = of(files, "contours_communes")[0].read_text("utf-8")
    assert not re.search(r"\d\.\d{6}", text)


def test_a_quarter_knows_the_communes_of_its_time(world, files):
    since = mergers.merged_since(world)
    history = world.history()
    for commune in mergers.merged(world).tolist():
        assert history[0] < since[commune] <= history[-1]
        before, after = quarter_code(int(since[commune]) - 1), quarter_code(int(since[commune]))
        assert after.endswith("T1")
        for source in ("arcep_cartefibre_communes", "arcep_mci_debits"):
            code, seat = world.cog.codes[commune], world.cog.codes[world.cog.current[commune]]
            both = {row["commune"]: row["locaux"] for row in rows(files, source, before)}
            one = {row["commune"]: row["locaux"] for row in rows(files, source, after)}
            assert code not in one
            assert both[code] + both[seat] == one[seat]


def test_the_map_is_a_shapefile_with_the_quirks_of_the_real_one(world, files):
    (path,) = of(files, "arcep_cartefibre_communes", "2026-T2")
    with zipfile.ZipFile(path) as archive:
        content = {name.rsplit(".")[-1]: archive.read(name) for name in archive.namelist()}
    assert list(content) == ["shp", "shx", "dbf", "prj", "cpg"]
    assert content["cpg"] == b"UTF-8"
    assert b"ZMD_priv\xe9" in content["dbf"]
    assert b"Plaine-d?Isaure" in content["dbf"] or "’" not in "".join(world.cog.departement_names)
    assert re.search(rb" \d{3,}\.0{15}", content["dbf"])
    count = int.from_bytes(content["dbf"][4:8], "little")
    assert len(content["shx"]) == 100 + 8 * count
    for ending in ("shp", "shx"):
        assert 2 * int.from_bytes(content[ending][24:28], "big") == len(content[ending])


def test_the_map_says_exactly_what_the_buildings_hold(world, files):
    total, connectable = world.premises
    shown = mergers.published_as(world, world.last)
    expected = {
        world.cog.codes[commune]: (
            int(connectable[world.last][shown == commune].sum()),
            int(total[shown == commune].sum()),
        )
        for commune in np.unique(shown)
    }
    found = rows(files, "arcep_cartefibre_communes", "2026-T2")
    assert {row["commune"]: (row["raccordables"], row["locaux"]) for row in found} == expected


def test_operators_come_with_fibre(files):
    for row in rows(files, "arcep_cartefibre_communes"):
        assert (row["operateurs"] is None) == (row["raccordables"] == 0)
        assert row["engagement_l33_13"] in (None, "Orange", "SFR")
        assert row["engagement_l33_13"] is None or row["zone"] == "zipri"


def test_sheets_of_2018_are_written_as_arcep_wrote_them(files):
    assert [number(0), number(1), number(12218)] == [" -    ", " 1    ", " 12\u00a0218    "]
    for source in ("arcep_logements_2018", "arcep_ftth_2018"):
        lines = of(files, source)[0].read_text("utf-8").split("\n")
        assert lines[0].startswith("Réseaux en fibre optique jusqu'à  l'abonné (FttH),,,")
        assert not lines[2].strip(",")
        assert not lines[3].strip(",")
        assert lines[4].startswith("Code commune,")
    text = of(files, "arcep_logements_2018")[0].read_text("utf-8")
    assert re.search(r", \d+\u00a0\d{3}    ,", text)
    assert ", -    ," in text
    fields = [line.split(",")[1] for line in of(files, "arcep_ftth_2018")[0].read_text("utf-8").splitlines()[5:]]
    assert fields == ["Locaux Raccordables", "Catégorie"] * COMMUNES


def test_classes_of_coverage_are_lower_bounds():
    done = np.array([0, 1, 99, 100, 250, 499, 800, 1200])
    classes = coverage_class(done, np.full(8, 1000), (5, 10, 25, 50, 80))
    assert classes.tolist() == [0, 5, 5, 10, 25, 25, 80, 80]


def test_classes_of_speed_are_cumulative_and_never_fall_but_for_the_break(world):
    found = [speeds(world, quarter) for quarter in world.history()]
    for one in found:
        assert (one.eligible >= 0).all()
        assert (np.diff(one.eligible, axis=0) <= 0).all()
        assert (one.eligible[0] <= one.premises).all()
    for before, after in pairwise(found[:-1]):
        assert (after.eligible >= before.eligible).all()


def test_premises_of_one_publisher_are_not_those_of_the_other(files):
    here = {row["commune"]: row["locaux"] for row in rows(files, "arcep_cartefibre_communes", "2026-T2")}
    there = {row["commune"]: row["locaux"] for row in rows(files, "arcep_mci_debits", "2026-T2")}
    assert here.keys() == there.keys()
    assert sum(here[code] != there[code] for code in here) > len(here) / 2
    assert all(abs(here[code] - there[code]) <= 1 + 0.04 * here[code] for code in here)


def test_speeds_are_read_from_the_rows_of_whole_communes(files):
    text = of(files, "arcep_mci_debits", "2026-T2")[0].read_text("utf-8")
    kinds = [line.split(";")[5] for line in text.splitlines()[1:]]
    assert set(kinds) == {"all", "residentiel"}
    assert kinds.count("all") == len(rows(files, "arcep_mci_debits", "2026-T2"))
    codes = [line.split(";")[0] for line in text.splitlines()[1:]]
    assert codes != sorted(codes)
