"""What the platform publishes on sites, places and open data of a fictional region is what its world holds."""

import csv
from pathlib import Path

import numpy as np
import pytest

from maillage.kernel.territory import Level
from maillage.observatory.door import close, current
from maillage.simulation.formats import catalogue
from maillage.simulation.truth_places import once, places_named, write_truth
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import CATEGORIES
from maillage.simulation.world.place_types import MEDIATION
from tests.conftest import maillage
from tests.simulation.region import small
from tests.simulation.test_formats_places import MINE

pytestmark = pytest.mark.more

COG = ("cog_communes", "cog_departements", "cog_epci", "cog_regions", "contours_communes")
INDICATORS = {
    "mediation": "lieux_mediation_pour_10000_habitants",
    "tiers_lieu": "tiers_lieux_pour_10000_habitants",
    "france_services": "france_services_pour_10000_habitants",
}
Figures = dict[tuple[str, str], float]


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
    written = [one for name in (*COG, *MINE, "insee_bpe") for one in catalogue()[name].write(world, folder)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(("source", "period", "path", "date_obtained"))
        writer.writerows((one.source, one.period, one.path.name, one.obtained_on) for one in written)
    done = maillage(place, "up", "--from", str(folder), "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "refusée" not in done.stderr, done.stderr
    yield place
    close()


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def published(home: Path, indicator: str) -> Figures:
    found = current(home).values(indicator, Level.COMMUNE)
    return {(one.territory.code, one.period.code): one.numerator for one in found}


def test_every_count_of_sites_published_is_the_truth(home, truth):
    expected: dict[tuple[str, str], dict[str, int]] = {}
    for row in table(truth, "sites_4g.csv"):
        expected.setdefault((row["commune"], row["periode"]), {})[row["operateur"]] = int(row["sites"])
    found = current(home).values("sites_4g_par_operateur", Level.COMMUNE)
    assert {(one.territory.code, one.period.code): one.breakdown for one in found} == expected
    assert len({period for _, period in expected}) == 13
    assert sum(sum(parts.values()) for parts in expected.values()) > 1_000


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_count_of_places_published_is_the_truth(home, truth, category):
    expected = {
        (row["commune"], row["date"]): int(row["lieux"])
        for row in table(truth, "lieux.csv")
        if row["categorie"] == category
    }
    assert published(home, INDICATORS[category]) == expected
    assert sum(expected.values()) > 0


def test_every_commune_found_to_open_data_is_the_truth(home, truth):
    expected = {(row["commune"], row["date"]): int(row["found"]) for row in table(truth, "open_data.csv")}
    found = published(home, "taux_communes_3500_open_data")
    assert found
    assert found.items() <= expected.items()
    assert set(found.values()) == {0, 1}


def test_every_count_of_doctors_published_is_the_truth(home, truth):
    expected = {row["commune"]: int(row["medecins"]) for row in table(truth, "medecins.csv")}
    found = published(home, "medecins_generalistes_pour_10000_habitants")
    assert {commune: count for (commune, _), count in found.items()} == expected
    assert {year for _, year in found} == {"2025"}
    assert sum(expected.values()) > 50


def test_the_truth_covers_every_commune_of_today_and_date(world, truth):
    today = {world.cog.codes[commune] for commune in set(world.cog.current.tolist())}
    assert len(today) < world.communes
    for name, moment in (("sites_4g.csv", "periode"), ("lieux.csv", "date"), ("open_data.csv", "date")):
        rows = table(truth, name)
        moments = {row[moment] for row in rows}
        assert {(row["commune"], row[moment]) for row in rows} == {(c, m) for c in today for m in moments}


def test_places_named_by_several_lists_are_counted_once(world):
    places = world.places
    (_, named) = places_named(world, "mediation")[-1]
    known = np.logical_or.reduce(list(named.values()))
    lists = sum(int(mask.sum()) for mask in named.values())
    groups = once(world, named)
    assert len(groups) <= known.sum() < lists
    twins = np.flatnonzero((places.bears != np.arange(len(places.kind))) & (places.kind == MEDIATION) & known)
    assert len(twins)
    for twin in twins.tolist():
        [group] = [one for one in groups if twin in {place for _, place in one}]
        assert int(places.bears[twin]) in {place for _, place in group}


def test_a_list_that_appears_is_counted_from_its_first_date_on(world):
    dates = places_named(world, "mediation")
    assert [day for day, _ in dates] == sorted(day for day, _ in dates)
    assert 0 < len(dates[0][1]) <= len(dates[-1][1]) == 3
