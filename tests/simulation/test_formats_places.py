"""Sites, places and open data of the fictional region: what is written is what the sources of the real files read."""

import csv
import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely

from maillage.derived.lieux_uniques import EMPTY_WORDS
from maillage.kernel.period import Period
from maillage.kernel.words import words
from maillage.simulation.formats import Written, catalogue
from maillage.simulation.mergers import published_as
from maillage.simulation.world.fibre import quarter_index
from maillage.simulation.world.mobile import FREE, JANUARY_2018, Mobile
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import LISTS, REGIONAL, dates
from maillage.simulation.world.place_signs import as_written, name
from maillage.simulation.world.place_types import SERVICE
from maillage.sources import catalogue as sources
from tests.simulation.region import QUARTERS, small
from tests.sources.reading import SAMPLES, Reading, read

MINE = (
    "arcep_sites_2018",
    "arcep_sites_mobiles",
    "fabriques_territoire",
    "france_services",
    "mediation_nationale",
    "mednum_bfc",
    "odf_observatoire",
)
FICTION = re.compile(r"(?:\+33|0)(?:19900|26191|35301|46571|53649)\d{4}")


def write(world: World, folder: Path) -> list[Written]:
    folder.mkdir(exist_ok=True)
    return [one for source in MINE for one in catalogue()[source].write(world, folder)]


@pytest.fixture(scope="module")
def world() -> World:
    return small()


@pytest.fixture(scope="module")
def files(world, tmp_path_factory) -> list[Written]:
    return write(world, tmp_path_factory.mktemp("region"))


def of(files: list[Written], source: str) -> list[Path]:
    return [one.path for one in files if one.source == source]


def cells(path: Path, separator: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=separator))


def read_all(files: list[Written]) -> str:
    return "\n".join(one.path.read_text("utf-8") for one in files)


@pytest.mark.parametrize("source", MINE)
def test_every_row_is_read_by_the_source_of_the_real_file(files, source):
    for path in of(files, source):
        found = read(source, [path])
        assert found == Reading(rows=found.rows)
        assert found.rows


@pytest.mark.parametrize("source", [source for source in MINE if source != "fabriques_territoire"])
def test_columns_are_those_of_the_official_file(files, source):
    official = next(SAMPLES.glob(f"{source}.csv")).read_bytes().split(b"\n")[0]
    for path in of(files, source):
        mine = path.read_bytes().split(b"\n")[0]
        same = (mine.lower(), official.lower()) if source == "arcep_sites_mobiles" else (mine, official)
        assert same[0] == same[1]


def test_files_are_the_same_byte_for_byte(files, tmp_path):
    again = write(small(), tmp_path / "again")
    assert [(one.source, one.period, one.obtained_on) for one in again] == [
        (one.source, one.period, one.obtained_on) for one in files
    ]
    for one, other in zip(files, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()
    assert write(World(60, 12, 1), tmp_path / "other seed")[0].path.read_bytes() != files[0].path.read_bytes()


def test_each_delivery_says_a_period_that_is_over_before_it_is_obtained(files):
    assert len({one.path.name for one in files}) == len(files)
    for one in files:
        assert Period.parse(one.period).end < date.fromisoformat(one.obtained_on)
    assert len(of(files, "arcep_sites_mobiles")) == QUARTERS


def test_the_current_form_of_sites_never_describes_the_quarter_of_2018(tmp_path):
    found = [one.period for one in write(World(20, 3, 36), tmp_path)]
    assert found.count("2018-T1") == 1
    assert found.count("2018-T2") == 1


@pytest.mark.more
@pytest.mark.parametrize(("communes", "quarters"), [(20, 1), (20, 36), (60, 12), (400, 12), (2_000, 36)])
def test_every_delivery_has_a_plausible_number_of_rows_that_never_falls(communes, quarters, tmp_path):
    world = World(communes, 5, quarters)
    tens = world.people.population.sum() / 10_000
    rows = Counter({(o.source, o.period): len(read(o.source, [o.path]).rows) for o in write(world, tmp_path)})
    for (source, period), found in rows.items():
        bounds = sources()[source].SOURCE.bounds
        assert bounds is None or bounds.low * tens <= found <= bounds.high * tens, (source, period, found)
    for source in MINE:
        mine = sorted((period, found) for (name, period), found in rows.items() if name == source)
        assert all(after >= 0.9 * before for (_, before), (_, after) in pairwise(mine)), source


def test_sites_grow_and_change_generation(world):
    sites = world.mobile
    old, now = sites.open_at(JANUARY_2018), sites.open_at(world.last)
    assert 1.4 < len(now) / len(old) < 2
    assert (sites.g4[old] <= JANUARY_2018).mean() == pytest.approx(0.54, abs=0.02)
    assert (sites.g4[now] <= world.last).all()
    shares = [(sites.g5[now] <= quarter).mean() for quarter in range(world.last + 1)]
    assert shares[12] == 0 < shares[20] < shares[28] < shares[35] < 0.75
    assert not sites.g2[sites.operator == FREE].any()
    assert (sites.g4 >= sites.opened).all()
    assert (sites.g5 >= sites.opened).all()


def test_operators_share_masts_and_each_has_its_site(world):
    sites: Mobile = world.mobile
    masts = Counter(sites.mast.tolist())
    assert 1.7 < len(sites.mast) / len(masts) < 2.8
    assert len(set(zip(sites.operator.tolist(), sites.x.tolist(), sites.y.tolist(), strict=True))) == len(sites.mast)
    for programme in (sites.zone_blanche, sites.targeted):
        assert programme.any()
        assert all(masts[mast] == 4 for mast in set(sites.mast[programme].tolist()))
    assert not (sites.zone_blanche & sites.targeted).any()


def test_everything_stands_in_its_commune_wherever_lists_put_it(world):
    outlines = world.ground.outlines(np.arange(world.communes))
    sites, places = world.mobile, world.places
    assert shapely.contains_xy(outlines[sites.commune], sites.x, sites.y).all()
    for which in range(len(LISTS)):
        there = places.listed[which]
        inside = shapely.contains_xy(outlines[places.commune[there]], places.x[which, there], places.y[which, there])
        assert inside.all()


def test_the_file_of_sites_bears_the_quirks_of_the_real_one(world, files):
    heads = [path.read_text("utf-8").split("\n")[0] for path in of(files, "arcep_sites_mobiles")]
    assert any("site_ZB;site_DCC" in head for head in heads)
    assert any("site_zb;site_dcc" in head for head in heads)
    for row in cells(of(files, "arcep_sites_mobiles")[-1], ";"):
        assert re.fullmatch(r"0\d{9}", row["id_station_anfr"])
        assert re.fullmatch(r"-?\d+,\d{5}", row["longitude"])
        assert re.fullmatch(r"-?\d+", row["x"])
        assert row["site_5g"] == str(int(row["date_ouverturecommerciale_5g"] != ""))


def test_sites_are_published_under_the_communes_of_their_quarter(tmp_path):
    world, carried = World(400, 1, 12), 0
    for one in catalogue()["arcep_sites_mobiles"].write(world, tmp_path):
        quarter = quarter_index(one.period)
        there, published = world.mobile.open_at(quarter), published_as(world, quarter)
        mine = world.mobile.commune[there]
        carried += int((published[mine] != mine).sum())
        known = [(world.cog.codes[rank], world.names[rank]) for rank in published[mine].tolist()]
        assert [(row["insee_com"], row["nom_com"]) for row in cells(one.path, ";")] == known
    assert carried


@pytest.mark.parametrize("which", range(len(LISTS)), ids=LISTS)
def test_a_list_names_the_places_open_on_its_day(world, files, which):
    mine = [one for one in files if one.source == LISTS[which]]
    days = dates(which, world.history())
    assert [one.period for one in mine] == [day.isoformat() for day in days]
    for one, day in zip(mine, days, strict=True):
        known = [int(re.sub(r"\D", "", str(row["identifiant"]))) for row in read(one.source, [one.path]).rows]
        assert sorted(known) == (world.places.on(which, day) + 1).tolist()


def test_one_place_has_one_name_however_lists_write_it(world):
    places, changed = world.places, 0
    for place in range(len(places.kind)):
        town = world.names[places.commune[place]]
        own = set(words(name(places, place, town))) - EMPTY_WORDS
        for which in np.flatnonzero(places.listed[:, place]).tolist():
            written = as_written(places, place, which, town)
            changed += written != name(places, place, town)
            assert set(words(written)) - EMPTY_WORDS == own
    assert changed > len(places.kind) / 8


@pytest.mark.parametrize("communes", [60, 2_000])
def test_two_places_of_the_same_name_stand_far_apart_and_some_do(communes):
    world = World(communes, 7, 12)
    places, found = world.places, dict[tuple[int, frozenset[str]], list[int]]()
    for place in range(len(places.kind)):
        told = name(places, place, world.names[places.commune[place]])
        found.setdefault((int(places.commune[place]), frozenset(words(told)) - EMPTY_WORDS), []).append(place)
    twice = [same for same in found.values() if len(same) > 1]
    assert twice
    for a, b in twice:
        for one in np.flatnonzero(places.listed[:, a]):
            for other in np.flatnonzero(places.listed[:, b]):
                apart = np.hypot(places.x[one, a] - places.x[other, b], places.y[one, a] - places.y[other, b])
                assert 120 < apart < 220


def test_lists_put_one_place_within_fifty_metres(world):
    places, apart = world.places, 0.0
    for place in range(len(places.kind)):
        mine = np.flatnonzero(places.listed[:, place])
        x, y = places.x[mine, place], places.y[mine, place]
        apart = max(apart, float(np.hypot(x[:, None] - x, y[:, None] - y).max()))
    assert 5 < apart < 50


def test_places_open_and_a_few_close(files, tmp_path):
    world = World(400, 1, 12)
    there = [set(world.places.on(REGIONAL, day).tolist()) for day in dates(REGIONAL, world.history())]
    assert all(after - before for before, after in pairwise(there))
    assert any(before - after for before, after in pairwise(there))


def test_nobody_can_be_reached_by_what_is_written(files):
    text = read_all(files)
    addresses = re.findall(r"[\w.-]+@[\w.-]+", text)
    assert addresses
    assert all(one.endswith("@example.org") for one in addresses)
    assert all(re.match(r"https?://(\w|[-])*\.?example\.org\b", one) for one in re.findall(r"https?://\S+", text))
    numbers = [row["telephone"] for path in of(files, "mediation_nationale") for row in cells(path, ",")]
    numbers += [row["telephone"] for path in of(files, "france_services") for row in cells(path, ",")]
    numbers += [row["contact_tel"] for path in of(files, "mednum_bfc") for row in cells(path, ",")]
    given = [number.replace(" ", "") for number in numbers if number]
    assert len(given) > 50
    assert all(FICTION.fullmatch(number) for number in given)


def test_open_data_bears_the_quirks_of_the_real_file(files):
    rows = [row for path in of(files, "odf_observatoire") for row in cells(path, ";")]
    assert all(path.read_bytes().endswith(b"\r\n") for path in of(files, "odf_observatoire"))
    assert {row["type"] for row in rows} >= {"COM", "CC", "DEP", "REG"}
    assert any(re.search(r"[ \u200e]", row["siren"]) for row in rows)
    found = read("odf_observatoire", of(files, "odf_observatoire")).rows
    assert all(re.fullmatch(r"\d{9}", str(one["siren"])) for one in found)
    assert any(not row["nb_ptf"] for row in rows)


def test_several_fabriques_of_a_commune_share_a_point(tmp_path):
    found = catalogue()["fabriques_territoire"].write(World(2_000, 1, 12), tmp_path)
    features = [one for file in found for one in json.loads(file.path.read_text("utf-8"))["features"]]
    assert any(";" in one["properties"]["id_territoire"] for one in features)
    assert any("\n" in one["properties"]["lib_territoire"] for one in features)
    assert any("&amp;" in one["properties"]["lib_territoire"] for one in features)


def test_france_services_are_a_part_of_mediation(world):
    places = world.places
    service = places.kind == SERVICE
    assert (places.counts_as(2, "france_services") == service).all()
    assert places.counts_as(1, "mediation").all()
    assert not places.counts_as(0, "mediation").any()
