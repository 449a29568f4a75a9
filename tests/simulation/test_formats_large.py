"""The files of millions of rows: the same bytes twice, true to the world, and read without a refusal."""

import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from maillage import sources, tables
from maillage.pipeline.job import Load
from maillage.pipeline.load_sql import read_in_sql
from maillage.simulation.addresses import REPEATS, WAY_NAMES, bare_names, place, place_names, plain, short_ways
from maillage.simulation.formats import arcep_cartefibre_immeubles, ban_adresses, ban_lieux_dits
from maillage.simulation.world.buildings import STATES, Buildings
from maillage.simulation.world.model import World
from maillage.simulation.world.names import HAMLETS, STREETS
from maillage.store.duck import connect, create
from maillage.store.home import Home, fresh_folder
from maillage.store.lake import stored_columns

SEED, COMMUNES = 7, 60
ADDRESS = re.compile(r"\d{5}_(\d{4}|[a-z]\d{5})_\d{5}(_bis|_ter)?")
WAYS = dict(zip(place_names(), zip(short_ways(), bare_names(), strict=True), strict=True))


@pytest.fixture(scope="module")
def world() -> World:
    return World(COMMUNES, SEED, 3)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("large")
    for one in (arcep_cartefibre_immeubles, ban_adresses, ban_lieux_dits):
        list(one.write(world, place))
    return place


def everything(world: World) -> Buildings:
    """All the buildings in one batch."""
    (some,) = world.buildings(10**9)
    return some


def lines(folder: Path) -> list[dict[str, str]]:
    (path,) = folder.glob("carte_fibre_immeubles_*.zip")
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as member:
        return list(csv.DictReader(io.TextIOWrapper(member, "utf-8")))


def base(folder: Path, pattern: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted(folder.glob(pattern)):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            found += csv.DictReader(file, delimiter=";")
    return found


@pytest.mark.more
def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = World(COMMUNES, SEED, 3)
    for one in (arcep_cartefibre_immeubles, ban_adresses, ban_lieux_dits):
        list(one.write(again, tmp_path))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}
    assert not list(folder.glob(".bulk*"))


@pytest.mark.more
def test_each_quarter_asked_is_one_zip_named_as_the_real_one(world: World, tmp_path: Path) -> None:
    written = list(arcep_cartefibre_immeubles.write(World(COMMUNES, SEED, 3, 2), tmp_path))
    assert [(one.period, one.obtained_on) for one in written] == [("2026-T1", "2026-06-03"), ("2026-T2", "2026-09-02")]
    assert written[-1].path.name == "carte_fibre_immeubles_2026_T2_20260902.zip"


def test_states_and_counts_are_those_of_the_world(world: World, folder: Path) -> None:
    some = everything(world)
    states = some.state(world.fibre, world.last)
    expected = Counter(
        (world.cog.codes[c], world.fibre.operators[world.fibre.operator[c]], STATES[s])
        for c, s in zip(some.commune.tolist(), states.tolist(), strict=True)
    )
    rows = lines(folder)
    assert Counter((row["code_insee"], row["code_l331"], row["imb_etat"]) for row in rows) == expected
    assert len({(row["code_l331"], row["imb_id"]) for row in rows}) == len(rows)
    sizes = np.searchsorted((2, 12, 36, 100), some.premises, side="right")
    assert [row["catg_loc_imb"] for row in rows] == [arcep_cartefibre_immeubles.SIZES[size] for size in sizes]


def test_what_is_connected_has_a_pm_open_before_the_end_of_the_quarter(folder: Path) -> None:
    rows = lines(folder)
    for row in rows:
        if row["imb_etat"] in ("deploye", "raccordable demande"):
            assert row["pm_etat"] == "deploye"
        if row["pm_etat"] == "deploye":
            assert row["pm_date_mad"] <= "2026-06-30"
            assert (row["date_completude"] == "") == (row["date_completude_manquante"] == "t")
            assert row["date_completude"] <= row["pm_date_mad"]
        else:
            assert row["pm_date_mad"] == row["date_completude"] == ""
    assert {row["date_completude_manquante"] for row in rows} == {"t", "f"}


def test_a_number_that_means_none_is_zero_or_from_5000_on(world: World, folder: Path) -> None:
    numbers = everything(world).number.tolist()
    for number, row in zip(numbers, lines(folder), strict=True):
        written = int(row["num_voie"])
        assert written == number if number else written == 0 or 5000 <= written < 10_000


def test_the_source_reads_every_row(world: World, folder: Path, tmp_path: Path) -> None:
    module = sources.catalogue()["arcep_cartefibre_immeubles"]
    assert sources.is_sql(module)
    table = tables.catalogue()[module.SOURCE.table]
    (path,) = folder.glob("carte_fibre_immeubles_*.zip")
    home = Home(tmp_path)
    fresh_folder(home.aside)
    with closing(connect()) as con:
        job = Load(home, module.SOURCE, table, con, None, "2026-T2", "")
        create(con, "staging", stored_columns(table))
        read_in_sql(job, module, [path], lambda label, rows: None)
        assert not job.problems
        found = con.execute("SELECT etat FROM staging ORDER BY ligne").fetchall()
    assert [state for (state,) in found] == [row["imb_etat"] for row in lines(folder)]


def test_the_base_of_addresses_has_the_header_of_the_real_one(folder: Path, shared_data: Path) -> None:
    real = (shared_data / "ban" / "rnb-fixture_ban_import_test_data.csv").read_text("utf-8").splitlines()[0]
    assert f"{real}\n" == ban_adresses.HEADER
    assert ",".join(lines(folder)[0]) + "\n" == arcep_cartefibre_immeubles.HEADER


def test_every_address_is_well_formed(world: World, folder: Path) -> None:
    rows = base(folder, "adresses-*.csv.gz")
    assert len({row["id"] for row in rows}) == len(rows)
    names = dict(zip(world.cog.codes, world.names, strict=True))
    for row in rows:
        assert ADDRESS.fullmatch(row["id"]), row["id"]
        assert row["id"].split("_")[2] == row["numero"].zfill(5)
        assert row["rep"] in REPEATS
        assert names[row["code_insee"]] == row["nom_commune"]
        assert row["nom_voie"] in WAYS
        assert row["nom_afnor"] == plain(row["nom_voie"])
        assert -20 < float(row["lon"]) < 0
        assert 40 < float(row["lat"]) < 52
    assert any(row["code_insee_ancienne_commune"] for row in rows)
    assert len({row["code_insee"] for row in rows if row["nom_voie"] == "Rue de la Mairie"}) > 4


def test_nearly_every_numbered_building_has_its_address(world: World, folder: Path) -> None:
    codes = {
        (r["code_insee_ancienne_commune"] or r["code_insee"], r["nom_voie"], r["numero"], r["rep"])
        for r in base(folder, "adr*")
    }
    known = {
        (code, *WAYS[street], number, {"": "", "bis": "B", "ter": "T"}[rep]) for code, street, number, rep in codes
    }
    numbered = [row for row in lines(folder) if 0 < int(row["num_voie"]) < 5000]
    asked = {(r["code_insee"], r["type_voie"], r["nom_voie"], r["num_voie"], r["cp_no_voie"]) for r in numbered}
    assert known <= asked
    assert 0.005 < 1 - len(known) / len(asked) < 0.03


def test_every_inhabited_hamlet_is_a_lieu_dit(world: World, folder: Path) -> None:
    some = everything(world)
    inside = some.hamlet >= 0
    spots = place(SEED, some)[inside].tolist()
    expected = {
        (world.cog.codes[c], place_names()[s]) for c, s in zip(some.commune[inside].tolist(), spots, strict=True)
    }
    rows = base(folder, "lieux-dits-*-beta.csv.gz")
    assert {(r["code_insee_ancienne_commune"] or r["code_insee"], r["nom_lieu_dit"]) for r in rows} == expected
    assert len({row["id"] for row in rows}) == len(rows) == len(expected)
    assert len(place_names()) == len(WAY_NAMES) * len(STREETS) + len(HAMLETS)
