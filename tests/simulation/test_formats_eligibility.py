"""The files of fixed networks at the building: an address tells one story, whichever file tells it."""

import csv
import gzip
import io
import re
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from maillage.simulation import copper, eligibility
from maillage.simulation.eligibility import TECHNOLOGIES, reach
from maillage.simulation.formats import catalogue
from maillage.simulation.formats.shapes.mci import HALF, numbers
from maillage.simulation.offers import NO_OFFER, OFFERS, WIRED, offers, ups
from maillage.simulation.speeds import CABLE_TOWN, CLASSES, Speeds, others, speeds, without_fibre
from maillage.simulation.world.fibre import AMEL, RIP
from maillage.simulation.world.model import World

SEED, COMMUNES = 11, 60
BUILDINGS, OFFERED = "arcep_mci_immeubles", "arcep_mci_eligibilite"
SMALL = ("arcep_4g_fixe", "arcep_operateurs_fixe", "cohesion_numerique", "cuivre_communes")
BESIDE = ("arcep_cartefibre_immeubles", "ban_adresses")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def world() -> World:
    return World(COMMUNES, SEED, 6)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("eligibility")
    for name in (BUILDINGS, OFFERED, *SMALL, *BESIDE):
        assert list(catalogue()[name].write(world, place))
    return place


def content(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


def lines(folder: Path, pattern: str) -> Rows:
    return [
        row
        for path in sorted(folder.glob(pattern))
        for row in csv.DictReader(content(path).splitlines(), delimiter=";")
    ]


@pytest.fixture(scope="module")
def buildings(folder: Path) -> Rows:
    return lines(folder, "base_imb_*.csv.gz")


@pytest.fixture(scope="module")
def offered(folder: Path) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in lines(folder, "actuel_*.csv.gz"):
        found[row["imb_id"]].append(row)
    return found


@pytest.fixture(scope="module")
def map_of_fibre(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Buildings of « Ma carte fibre », by position."""
    (path,) = folder.glob("carte_fibre_immeubles_*.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as member:
        rows = list(csv.DictReader(io.TextIOWrapper(member, "utf-8")))
    found = {place(float(row["x"]), float(row["y"])): row for row in rows}
    assert len(found) == len(rows)
    return found


def place(longitude: float, latitude: float) -> tuple[str, str]:
    return f"{longitude:.7f}", f"{latitude:.7f}"


def degrees(row: dict[str, str]) -> tuple[str, str]:
    x, y = float(row["imb_x"]), float(row["imb_y"])
    return place(x / HALF * 180, float(np.degrees(2 * np.arctan(np.exp(y / HALF * np.pi)) - np.pi / 2)))


@pytest.mark.parametrize(
    ("pattern", "real"),
    [
        ("base_imb_*.csv.gz", "arcep-fixe/samples/mci_base_imb_48_head.csv"),
        ("actuel_*.csv.gz", "arcep-fixe/samples/mci_eligibilite_actuel_48_head.csv"),
        ("operateur.csv", "arcep-fixe/samples/mci_reference_operateur.csv"),
        ("*_4GF_Metropole_sites.csv", "arcep-mobile/samples/4gfixe_sites_2026T1_head.csv"),
        ("cohesion-*.csv", "alternatives/cohesion-numerique_operateurs_par_departement_2024-03.csv"),
    ],
)
def test_each_file_has_the_header_of_the_real_one(folder, shared_data, pattern, real):
    first = sorted(folder.glob(pattern))[0]
    head = (shared_data / real).read_bytes().decode("utf-8").split("\n")[0]
    assert content(first).split("\n")[0] == head


@pytest.mark.more
def test_the_same_seed_gives_the_same_bytes_and_one_file_a_departement(world, folder, tmp_path):
    again = World(COMMUNES, SEED, 6)
    for name in (BUILDINGS, OFFERED, *SMALL):
        written = list(catalogue()[name].write(again, tmp_path))
        assert {one.period for one in written} <= {"2026-T2", "2026-09-01", "2026-03-01"}
        if name in (BUILDINGS, OFFERED):
            assert len(written) == len(world.cog.departements)
        for one in written:
            assert one.path.read_bytes() == (folder / one.path.name).read_bytes(), one.path.name
    other = list(catalogue()[OFFERED].write(World(COMMUNES, 12, 6), tmp_path))
    assert other[0].path.read_bytes() != (folder / other[0].path.name).read_bytes()


def test_every_building_is_listed_once_with_its_premises_under_the_code_of_today(world, buildings):
    expected = world.by_current(world.premises[0])
    found = np.zeros(world.communes, dtype=np.int64)
    rank = {code: commune for commune, code in enumerate(world.cog.codes)}
    for row in buildings:
        found[rank[row["imb_code_insee"]]] += int(row["imb_nbr_logloc"])
        assert row["imb_type"] == ("IM" if int(row["imb_nbr_logloc"]) > 1 else "PA")
    assert found.tolist() == expected.astype(int).tolist()
    assert len({row["imb_id"] for row in buildings}) == len(buildings)
    # The code an operator gives is its own: two of them, in two départements, may give the same.
    assert len({(row["imb_code_insee"][:2], row["imb_code"]) for row in buildings}) == len(buildings)


def test_the_number_of_a_building_is_worth_one_quarter(world):
    (some,) = world.buildings(10**9)
    now, before = numbers(world, some, world.last), numbers(world, some, world.last - 1)
    assert set(now.tolist()) == set(before.tolist())
    assert (now != before).all()


def test_a_building_has_the_place_and_the_code_of_its_fibre_operator(buildings, map_of_fibre):
    for row in buildings:
        there = map_of_fibre[degrees(row)]
        if row["imb_source"] == "fo":
            assert row["imb_code"] == there["imb_id"]
        else:
            assert there["imb_etat"] != "deploye"
            assert re.fullmatch(f"{row['imb_source']}_\\d+", row["imb_code"])
    assert {row["imb_source"] for row in buildings} == {"fo", "fpb", "fpban"}


def test_fibre_is_offered_exactly_where_the_building_and_its_pm_are_deployed(buildings, offered, map_of_fibre):
    sold = set()
    for row in buildings:
        there = map_of_fibre[degrees(row)]
        fibre = [one for one in offered[row["imb_id"]] if one["code_techno"] == "FO"]
        assert bool(fibre) == (there["imb_etat"] == "deploye" and there["pm_etat"] == "deploye")
        sold.add(len(fibre))
    assert max(sold) >= 5


def test_an_address_is_named_by_its_key_of_the_ban_whenever_the_ban_knows_it(folder, buildings):
    known = {row["id"] for row in lines(folder, "adresses-*.csv.gz")}
    told = {row["addr_code"] for row in buildings if row["addr_source"] == "ban"}
    assert told == known
    for row in buildings:
        if row["addr_source"] != "ban":
            assert row["addr_code"] == row["imb_code"]
            assert row["addr_source"] == ("fo" if row["imb_source"] == "fo" else "cada")
        else:
            assert int(row["addr_code"].split("_")[2]) == int(row["addr_numero"]) < 5000


def test_each_row_offered_is_of_a_building_listed_and_of_an_operator_named(folder, buildings, offered):
    codes = {row["imb_id"]: (row["addr_code"], row["imb_code"]) for row in buildings}
    names = [row["code"] for row in lines(folder, "operateur.csv")]
    assert len(set(names)) == len(names)
    assert offered.keys() <= codes.keys()
    assert len(offered) > 0.99 * len(codes)
    wired = {TECHNOLOGIES[one] for one in WIRED}
    for imb_id, rows in offered.items():
        assert len({(row["code_operateur"], row["code_techno"]) for row in rows}) == len(rows)
        for row in rows:
            assert (row["addr_code"], row["imb_code"]) == codes[imb_id]
            assert row["code_operateur"] in names
            assert (row["limitation"] == row["saturation"] == "") == (row["code_techno"] in wired)
    every = [row for rows in offered.values() for row in rows]
    assert {row["code_techno"] for row in every} >= set(TECHNOLOGIES) - {"THDR", "HDR", "COAX"}
    assert {row["saturation"] for row in every} == {"", "t", "f"}
    assert {row["classe_debit_descendant"] for row in every} >= {"INEL", "HD3", "THD30", "THD100", "THD1G"}


@pytest.mark.more
def test_fewer_operators_come_to_public_networks():
    world = World(400, 2026, 1)
    some = next(world.buildings())
    found = reach(world, some, world.last)
    fibre = found.eligible[eligibility.FO]
    wide = [rank for rank, one in enumerate(OFFERS) if one.technology == eligibility.FO][:4]
    sellers = (offers(world, some, found)[wide] != NO_OFFER).sum(axis=0)
    public = np.isin(world.fibre.zone[some.commune], (RIP, AMEL))
    assert sellers[fibre & public].mean() < sellers[fibre & ~public].mean() - 0.3
    assert 0 < sellers[fibre].min() < sellers[fibre].max() == len(wide)


def test_no_class_up_is_better_than_the_class_down():
    order = ("INEL", "HD05", "HD3", "BHD8", "THD30", "THD100", "THD1G")
    for one in OFFERS:
        for down, up in enumerate(ups(one)):
            assert order.index(up) <= down or one.up


@pytest.mark.parametrize(
    ("communes", "seed", "quarter"),
    [(60, 11, 35), pytest.param(200, 3, 35, marks=pytest.mark.more), pytest.param(200, 4, 30, marks=pytest.mark.more)],
)
def test_premises_that_reach_each_class_are_those_the_statistics_ask_for(communes, seed, quarter):
    world = World(communes, seed, 18)
    found = np.zeros((len(CLASSES), communes), dtype=np.int64)
    for some in world.buildings(20_000):
        best = reach(world, some, quarter).best()
        for rank in range(len(CLASSES)):
            np.add.at(found[rank], some.commune, some.premises * (best >= rank))
    total, connectable = world.premises
    left = total - connectable[quarter]
    asked = Speeds(total, connectable[quarter] + without_fibre(left, others(world, quarter)))
    assert np.abs(found - asked.eligible).max() <= 8
    assert np.abs(found.sum(axis=1) - asked.eligible.sum(axis=1)).max() <= 0.0015 * total.sum()
    # « Ma connexion internet » counts up to 3 % fewer or 2 % more premises: rates agree, counts do not.
    told = speeds(world, quarter)
    assert np.abs(found / total - told.eligible / told.premises).max() < 0.06
    assert np.abs(found.sum(axis=1) / total.sum() - told.eligible.sum(axis=1) / told.premises.sum()).max() < 0.003


def test_a_batch_of_communes_gives_the_same_as_all_of_them_at_once():
    world = World(60, 11, 6)
    (whole,) = world.buildings(10**9)
    pieces = [reach(world, some, world.last).classes for some in world.buildings(5_000)]
    assert len(pieces) > 3
    assert (np.concatenate(pieces, axis=1) == reach(world, whole, world.last).classes).all()


def test_each_network_is_where_it_can_be(world):
    for some in world.buildings():
        found = reach(world, some, world.last)
        served = found.eligible
        assert (world.people.population[some.commune[served[eligibility.COAX]]] > CABLE_TOWN).all()
        radio = served[eligibility.THDR] | served[eligibility.HDR]
        assert eligibility.radio_epci(world)[world.cog.epci[some.commune[radio]]].all()
        assert (found.best() >= found.best(satellite=False)).all()


def test_copper_is_slower_further_from_the_middle_of_the_commune():
    world = World(60, 11, 18)
    (some,) = world.buildings(10**9)
    classes = reach(world, some, 30).classes[eligibility.CU]
    away = np.hypot(some.x - world.ground.x[some.commune], some.y - world.ground.y[some.commune])
    for commune in range(world.communes):
        mine = some.commune == commune
        means = [away[mine & (classes == rank)].mean() for rank in (3, 2, 1) if (mine & (classes == rank)).any()]
        assert means == sorted(means)


@pytest.mark.more
def test_closed_copper_is_no_longer_sold_and_codes_have_lost_their_zeros():
    world = World(400, 2026, 12)
    states = {world.cog.codes[one.commune]: one for one in copper.closures(world)}
    assert len(states) == len(set(world.cog.current.tolist()))
    assert {one.state for one in states.values()} == {copper.CLOSED, copper.PLANNED, copper.NOT_YET}
    assert all((one.day is None) == (one.state == copper.NOT_YET) for one in states.values())
    closed = [one.commune for one in states.values() if one.state == copper.CLOSED]
    for some in world.buildings():
        gone = np.isin(world.cog.current[some.commune], closed)
        assert (reach(world, some, world.last).classes[eligibility.CU][gone] == eligibility.ABSENT).all()


def test_the_calendar_of_copper_loses_zeros_and_tells_the_state_by_a_sentence(world, folder):
    rows = lines(folder, "fermeture-reseau-cuivre.csv")
    codes = {world.cog.codes[one.commune] for one in copper.closures(world)}
    assert {row["code_insee"].zfill(5) for row in rows} == codes
    assert any(len(row["code_insee"]) < 5 for row in rows) == any(code.startswith("0") for code in codes)
    for row in rows:
        assert ("pas encore prévu" in row["output_usager"]) == (row["fermeture_technique"] == "")


def test_sites_of_4g_fixe_are_told_as_arcep_tells_them(folder):
    rows = lines(folder, "*_4GF_Metropole_sites.csv")
    assert len(rows) == COMMUNES // 12
    for row in rows:
        assert re.fullmatch(r"\d{2}-[a-zéû]{3,4}-\d{2}", row["date_publication_arrete"])
        due = sum(int(row[name]) for name in row if re.fullmatch(r"sites_(mes|6_mois|6_24_mois|attente.*)", name))
        assert due == int(row["sites_demandes"]) == int(row["20801"]) + int(row["20810"])
    assert any("déc" in row["date_publication_arrete"] for row in lines(folder, "*_4GF_*")) or len(rows) < 20


def test_names_of_operators_repeat_and_end_with_spaces(folder):
    names = [row["nom"] for row in lines(folder, "operateur.csv")]
    assert len(set(names)) < len(names)
    assert any(name.endswith(" ") for name in names)
