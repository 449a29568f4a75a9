"""What a release brings is noted against the one before it."""

import shutil
from pathlib import Path

import pytest

from maillage.observatory.door import current
from tests.conftest import SAMPLES, maillage


def without(source: str, period: str, folder: Path) -> Path:
    """The samples without one delivery of one source."""
    shutil.copytree(SAMPLES, folder)
    lines = (folder / "manifest.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not (source in line and period in line)]
    assert len(kept) == len(lines) - 1
    (folder / "manifest.csv").write_text("".join(kept), "utf-8")
    return folder


def test_the_first_release_says_it_is_the_first(release_home: Path) -> None:
    changes = current(release_home).changes
    assert (changes.before, changes.deliveries, changes.communes) == (0, (), {})


@pytest.mark.more
def test_a_new_delivery_and_the_figures_it_moves_are_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = without("odf_observatoire", "", tmp_path / "before")
    first = maillage(home, "up", "--from", str(before), "--no-serve")
    assert first.returncode == 0, first.stderr
    second = maillage(home, "up", "--from", str(SAMPLES), "--no-serve")
    assert second.returncode == 0, second.stderr
    changes = current(home).changes
    assert changes.before == 1
    assert [(one.source, one.replaces) for one in changes.deliveries] == [("odf_observatoire", False)]
    # Three communes above 3 500 inhabitants get their first figure.
    assert changes.communes == {"taux_communes_3500_open_data": 3}
    third = maillage(home, "up", "--from", str(SAMPLES), "--no-serve")
    assert third.returncode == 0, third.stderr
    assert current(home).changes.deliveries == ()
    assert current(home).changes.communes == {}
