"""The groupements of a fictional region: made of whole EPCI, published as its truth says, figures added up exactly."""

import csv
from pathlib import Path

import numpy as np
import pytest

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import close, current
from maillage.simulation.formats import catalogue
from maillage.simulation.truth import write_truth
from maillage.simulation.world.model import World
from tests.conftest import maillage
from tests.simulation.region import small, write_fixed
from tests.sources.reading import read

pytestmark = pytest.mark.more

FTTH = "taux_locaux_raccordables_ftth"


@pytest.fixture(scope="module")
def world() -> World:
    return small()


@pytest.fixture(scope="module")
def truth(world, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("truth")
    write_truth(world, folder)
    return folder


@pytest.fixture(scope="module")
def home(world, tmp_path_factory):
    folder, place = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    write_fixed(world, folder)
    with (folder / "manifest.csv").open("a", encoding="utf-8", newline="") as out:
        for one in catalogue()["groupements"].write(world, folder):
            csv.writer(out).writerow((one.source, one.period, one.path.name, one.obtained_on))
    done = maillage(place, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "refusée" not in done.stderr, done.stderr
    yield place
    close()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("communes", [5, 60, 400, 3_000])
def test_there_is_a_scot_a_petr_and_a_syndicat_made_of_whole_epci(communes):
    world = World(communes, 7, 1)
    now = [one for one in world.groupings if one.in_force]
    per_region = len(now) // len(world.cog.regions)
    assert per_region == 3
    assert {one.nature for one in now} == {"SCoT", "PETR", "syndicat"}
    assert len({one.code for one in now}) == len(now)
    for one in now:
        assert one.epci
        assert len(one.code) <= 9
        region = {world.cog.region_of[int(world.cog.departement[world.cog.epci_seats[rank]])] for rank in one.epci}
        assert len(region) == 1


def test_the_file_is_read_whole_and_keeps_the_perimeter_that_ended(world, tmp_path):
    [written] = catalogue()["groupements"].write(world, tmp_path)
    found = read("groupements", [written.path])
    assert (found.refused, found.missing, found.unknown, found.notes) == ([], [], [], [])
    ended = [row for row in found.rows if row["valable_au"] == "2021-12-31"]
    assert ended
    assert len({(row["code"], row["commune"], row["valable_du"]) for row in found.rows}) == len(found.rows)


def test_what_is_published_is_the_truth(home, truth):
    expected: dict[str, set[str]] = {}
    for row in table(truth, "groupements.csv"):
        expected.setdefault(row["code"], set()).add(row["commune"])
    place = current(home)
    groupings = place.territories(Level.GROUPEMENT)
    assert {one.ref.code: one.communes for one in groupings} == {code: len(m) for code, m in expected.items()}
    names = {row["code"]: row["nom"] for row in table(truth, "groupements.csv")}
    assert {one.ref.code: one.name for one in groupings} == names
    for code, members in expected.items():
        inside = place.territories(Level.COMMUNE, Ref(Level.GROUPEMENT, code))
        assert {one.ref.code for one in inside} == members


def test_every_figure_of_a_groupement_is_the_sum_of_its_communes_in_the_truth(home, truth):
    members: dict[str, set[str]] = {}
    for row in table(truth, "groupements.csv"):
        members.setdefault(row["code"], set()).add(row["commune"])
    figures = table(truth, "ftth.csv")
    found = current(home).values(FTTH, Level.GROUPEMENT)
    assert {one.territory.code for one in found} == set(members)
    for one in found:
        mine = [
            row
            for row in figures
            if row["periode"] == one.period.code and row["commune"] in members[one.territory.code]
        ]
        assert one.numerator == sum(int(row["raccordables"]) for row in mine)
        assert one.denominator == sum(int(row["locaux"]) for row in mine)


def test_a_commune_of_the_world_covers_its_cells(world, home):
    """13 km² a commune: the ground of the simulation is a mesh of known size, its area is measured on outlines."""
    areas = [one.area_km2 for one in current(home).territories(Level.COMMUNE)]
    cells = np.count_nonzero(world.ground.owner >= 0)
    assert sum(areas) == pytest.approx(cells * world.ground.cell**2 / 1e6, rel=0.01)
