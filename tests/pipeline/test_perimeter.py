"""A home serves one region, said once: it is known from then on, and another one is refused."""

from pathlib import Path

import pytest

from maillage.kernel.errors import UsageError
from maillage.pipeline import perimeter
from maillage.store.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_new_home_serves_no_region_and_accepts_any(home: Home) -> None:
    assert perimeter.known(home) is None
    perimeter.check(home, None)
    perimeter.check(home, "44")
    assert not home.root.exists()


def test_a_region_said_once_is_known_and_may_be_said_again_or_left_unsaid(home: Home) -> None:
    perimeter.settle(home, "44")
    kept = (home.root / "perimeter.json").stat()
    perimeter.check(home, None)
    perimeter.check(home, "44")
    perimeter.settle(home, "44")
    assert perimeter.known(home) == "44"
    assert (home.root / "perimeter.json").stat().st_ino == kept.st_ino


def test_another_region_is_refused_with_the_one_served_and_what_to_do(home: Home) -> None:
    perimeter.settle(home, "27")
    for refuse in (perimeter.check, perimeter.settle):
        with pytest.raises(UsageError, match=r"sert déjà la région 27\. Pour la région 44, donnez un autre"):
            refuse(home, "44")
    assert perimeter.known(home) == "27"
