"""A computed release gets the next number, its list of files, and becomes the one that is read."""

import json
from pathlib import Path

import pytest

from maillage.kernel.errors import DataError
from maillage.pipeline.publish import publish
from maillage.store import whole
from maillage.store.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def computed(home: Home, text: str = "{}") -> Home:
    home.build.mkdir()
    (home.build / "catalogue.json").write_text(text)
    return home


def test_the_first_release_is_number_1_and_the_next_one_follows_the_highest(home: Home) -> None:
    assert publish(computed(home, "first")) == 1
    (home.releases / "00009").mkdir()
    (home.releases / "notes").mkdir()
    assert publish(computed(home, "second")) == 10
    assert (home.releases / "00001" / "catalogue.json").read_text() == "first"
    assert (home.current / "catalogue.json").read_text() == "second"
    assert home.current.readlink() == Path("00010")


def test_a_release_says_its_number_and_is_listed_whole(home: Home) -> None:
    publish(computed(home))
    assert json.loads((home.current / "release.json").read_text())["number"] == 1
    assert set(json.loads((home.current / whole.LIST).read_text())) == {"catalogue.json", "release.json"}
    assert whole.altered(home.current) == ""
    assert not home.build.exists()
    assert '"action": "publish", "number": 1' in home.journal.read_text()


@pytest.mark.parametrize("begun", [False, True])
def test_nothing_is_published_when_nothing_was_computed_to_its_end(home: Home, begun: bool) -> None:
    if begun:
        home.build.mkdir()
    with pytest.raises(DataError, match="Lancez d’abord « maillage compute »"):
        publish(home)
    assert not home.releases.exists()


def test_a_sign_that_a_killed_run_left_half_turned_is_no_obstacle(home: Home) -> None:
    home.releases.mkdir()
    (home.releases / ".current.new").symlink_to("00000")
    assert publish(computed(home)) == 1
    assert home.current.readlink() == Path("00001")
