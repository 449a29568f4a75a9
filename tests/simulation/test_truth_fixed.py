"""What the platform publishes of a fictional region is, to the last premises, what its world holds."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from maillage.kernel.territory import Level
from maillage.observatory.door import close, current
from maillage.simulation.truth import write_truth
from maillage.simulation.world.buildings import CONNECTABLE
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World
from tests.conftest import maillage
from tests.simulation.region import QUARTERS, small, write_fixed

pytestmark = pytest.mark.more

FTTH = "taux_locaux_raccordables_ftth"
SPEEDS = {
    "eligibles_8": "taux_locaux_eligibles_8mbits",
    "eligibles_30": "taux_locaux_eligibles_30mbits",
    "eligibles_100": "taux_locaux_eligibles_100mbits",
    "eligibles_1000": "taux_locaux_eligibles_1gbits",
}
Figures = dict[tuple[str, str], tuple[int, int]]


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
    """A home built by the command from the files of the region."""
    folder, place = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    write_fixed(world, folder)
    done = maillage(place, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "refusée" not in done.stderr, done.stderr
    yield place
    close()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def known(folder: Path, name: str, numerator: str) -> Figures:
    return {(row["commune"], row["periode"]): (int(row[numerator]), int(row["locaux"])) for row in table(folder, name)}


def published(home: Path, indicator: str) -> Figures:
    return {
        (one.territory.code, one.period.code): (one.numerator, one.denominator)
        for one in current(home).values(indicator, Level.COMMUNE)
    }


def test_premises_are_those_of_the_buildings_one_by_one(world):
    total, connectable = world.premises
    every = list(world.buildings(batch=5_000))
    assert len(every) > 1
    for quarter in (0, 2, world.last):
        found = np.zeros(world.communes, dtype=np.int64)
        for some in every:
            done = some.state(world.fibre, quarter) == CONNECTABLE
            np.add.at(found, some.commune[done], some.premises[done])
        assert (found == connectable[quarter]).all()
        assert (found <= total).all()
    assert sum(int(some.premises.sum()) for some in every) == int(total.sum())


def test_the_truth_covers_every_commune_of_today_and_quarter(world, truth):
    today = {world.cog.codes[commune] for commune in set(world.cog.current.tolist())}
    quarters = {"2017-T3", "2017-T4", "2018-T1", *map(quarter_code, world.history())}
    ftth = known(truth, "ftth.csv", "raccordables")
    assert ftth.keys() == {(code, quarter) for code in today for quarter in quarters}
    assert len(table(truth, "debits.csv")) == len(today) * QUARTERS
    assert len(today) < world.communes


def test_every_ftth_figure_published_is_the_truth(home, truth):
    assert published(home, FTTH) == known(truth, "ftth.csv", "raccordables")


@pytest.mark.parametrize("column", SPEEDS)
def test_every_figure_of_speed_published_is_the_truth(home, truth, column):
    assert published(home, SPEEDS[column]) == known(truth, "debits.csv", column)


def test_a_merged_commune_is_counted_in_the_one_it_is_part_of(world, home, truth):
    merged = int(np.flatnonzero(world.cog.current != np.arange(world.communes))[0])
    code = world.cog.codes[world.cog.current[merged]]
    done = maillage(home, "show", FTTH, f"commune:{code}", "--format", "json")
    assert done.returncode == 0, done.stderr
    told = {(code, one["period"]): (one["numerator"], one["denominator"]) for one in json.loads(done.stdout)["values"]}
    expected = known(truth, "ftth.csv", "raccordables")
    assert told == {key: figure for key, figure in expected.items() if key[0] == code}


def test_territories_are_those_of_the_truth(home, truth):
    found = {
        (
            one.ref.code,
            one.name,
            next(ref.code for ref in one.parents if ref.level is Level.DEPARTEMENT),
            next(ref.code for ref in one.parents if ref.level is Level.EPCI),
            one.population,
        )
        for one in current(home).territories(Level.COMMUNE)
    }
    assert found == {
        (row["code"], row["nom"], row["departement"], row["epci"], int(row["population"]))
        for row in table(truth, "communes.csv")
    }


def test_the_region_adds_up(home, truth):
    expected = known(truth, "ftth.csv", "raccordables")
    for one in current(home).values(FTTH, Level.REGION):
        mine = [figure for (_, period), figure in expected.items() if period == one.period.code]
        assert (one.numerator, one.denominator) == (sum(a for a, _ in mine), sum(b for _, b in mine))
