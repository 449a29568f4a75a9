"""General practitioners of the fictional region: how many, where, and that nothing else changes because of them."""

import pytest

from maillage.simulation.equipment import doctors
from maillage.simulation.formats import catalogue
from maillage.simulation.world.model import World
from tests.simulation.region import small
from tests.sources.reading import Reading, read


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    [written] = catalogue()["insee_bpe"].write(small(), tmp_path_factory.mktemp("bpe"))
    return read("insee_bpe", [written.path])


@pytest.mark.parametrize("seed", [11, 2026])
def test_there_are_about_nine_for_ten_thousand_inhabitants_and_fewer_in_small_communes(seed: int) -> None:
    world = World(400, seed, 1)
    people, count = world.people.population, doctors(world)
    rate = [10_000 * count[some].sum() / people[some].sum() for some in (people > 0, people < 1_000, people > 5_000)]
    assert rate[0] == pytest.approx(9, abs=0.7)
    assert rate[1] < rate[0] / 2 < rate[2]


def test_their_lines_come_after_all_others_which_stay_where_they_were(found: Reading) -> None:
    kinds = [row["categorie"] for row in found.rows]
    assert kinds.index("medecin") == len(kinds) - int(doctors(small()).sum())
    assert found == Reading(rows=found.rows)


def test_each_is_told_once_without_name_nor_place(found: Reading) -> None:
    mine = [row for row in found.rows if row["categorie"] == "medecin"]
    assert len({row["identifiant"] for row in mine}) == len(mine)
    assert {row[name] for row in mine for name in ("nom", "longitude", "latitude")} == {None}
