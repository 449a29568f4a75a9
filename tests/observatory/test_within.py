"""The buildings of a commune, on the samples."""

from collections import Counter
from pathlib import Path

import pytest

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory, current
from maillage.observatory.point.within import READY


@pytest.fixture(scope="module")
def observatory(release_home: Path) -> Observatory:
    return current(release_home)


def test_each_building_is_given_once_with_the_counts_of_its_states(observatory: Observatory) -> None:
    total = 0
    for commune in observatory.territories(Level.COMMUNE):
        dots = observatory.nearby.within.dots(commune.ref)
        assert Counter(dot.state for dot in dots) == observatory.nearby.within.counts(commune.ref)
        total += len(dots)
    assert total == sum(observatory.nearby.fixed.counted.values())


def test_squares_hold_every_building_of_the_commune(observatory: Observatory) -> None:
    for commune in observatory.territories(Level.COMMUNE):
        counts = observatory.nearby.within.counts(commune.ref)
        squares = observatory.nearby.within.squares(commune.ref, 200, 47)
        assert sum(square.buildings for square in squares) == sum(counts.values())
        assert sum(square.ready for square in squares) == sum(counts.get(state, 0) for state in READY)


def test_a_commune_without_a_building_has_none(observatory: Observatory) -> None:
    nowhere = Ref(Level.COMMUNE, "00000")
    assert observatory.nearby.within.counts(nowhere) == {}
    assert observatory.nearby.within.dots(nowhere) == []
    assert observatory.nearby.within.squares(nowhere, 200, 47) == []
