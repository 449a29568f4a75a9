"""The distances published for a fictional region are those of its world, to the metre."""

import csv
from pathlib import Path

import numpy as np
import pytest

from maillage.kernel.territory import Level
from maillage.observatory.door import close, current
from maillage.simulation.formats import catalogue
from maillage.simulation.truth_distances import positions, write_truth
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import CATEGORIES
from tests.conftest import maillage
from tests.simulation.region import small

pytestmark = pytest.mark.more

NAMES = (
    "arcep_mci_immeubles",
    "cog_communes",
    "cog_departements",
    "cog_epci",
    "cog_regions",
    "contours_communes",
    "fabriques_territoire",
    "france_services",
    "mediation_nationale",
    "mednum_bfc",
)
SHARES = {
    "part_logements_mediation_5km": ("mediation", "a_5_km"),
    "part_logements_mediation_10km": ("mediation", "a_10_km"),
    "part_logements_france_services_20km": ("france_services", "a_20_km"),
}


@pytest.fixture(scope="module")
def world() -> World:
    return small()


@pytest.fixture(scope="module")
def truth(world, tmp_path_factory) -> dict[tuple[str, str], dict[str, str]]:
    folder = tmp_path_factory.mktemp("truth")
    write_truth(world, folder)
    with (folder / "distances.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["categorie"], row["commune"]): row for row in csv.DictReader(handle)}


@pytest.fixture(scope="module")
def home(world, tmp_path_factory):
    """A home built by the command from the files of the region."""
    folder, place = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("home")
    written = [one for name in NAMES for one in catalogue()[name].write(world, folder)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(("source", "period", "path", "date_obtained"))
        writer.writerows((one.source, one.period, one.path.name, one.obtained_on) for one in written)
    done = maillage(place, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    yield place
    close()


def published(home: Path, indicator: str) -> dict[str, tuple[float, float]]:
    found = current(home).values(indicator, Level.COMMUNE)
    return {one.territory.code: (one.numerator, one.denominator) for one in found}


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_mean_distance_published_is_the_truth_to_the_metre(home, truth, category):
    found = published(home, f"distance_moyenne_{category}")
    expected = {commune: row for (name, commune), row in truth.items() if name == category}
    assert set(found) == set(expected)
    for commune, row in expected.items():
        metres, premises = found[commune]
        assert premises == int(row["locaux"])
        assert metres / premises == pytest.approx(float(row["metres"]) / premises, abs=1)
    assert len({metres // premises for metres, premises in found.values()}) > 20


@pytest.mark.parametrize("indicator", SHARES)
def test_every_share_of_premises_within_reach_is_the_truth(home, truth, indicator):
    category, column = SHARES[indicator]
    expected = {
        commune: (int(row[column]), int(row["locaux"])) for (name, commune), row in truth.items() if name == category
    }
    for commune, (near, premises) in published(home, indicator).items():
        # A home within a metre of the bound may fall on either side of it.
        assert premises == expected[commune][1]
        assert near == pytest.approx(expected[commune][0], abs=0.002 * premises)


def test_the_truth_is_what_measuring_every_home_to_every_place_gives(world, truth):
    for category in CATEGORIES:
        places = positions(world, category)
        premises, metres = 0, 0.0
        for some in world.buildings():
            apart = np.hypot(some.x[:, None] - places[:, 0], some.y[:, None] - places[:, 1])
            premises += int(some.premises.sum())
            metres += float((some.premises * apart.min(axis=1)).sum())
        told = [row for (name, _), row in truth.items() if name == category]
        assert sum(int(row["locaux"]) for row in told) == premises
        assert sum(float(row["metres"]) for row in told) == pytest.approx(metres, rel=1e-9)
