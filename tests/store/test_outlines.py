"""Outlines light enough for a page: neighbours keep the same border, and larger territories end where theirs do."""

import numpy as np
import pytest
import shapely

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import current
from maillage.store.outlines import simplified

DEPARTEMENT = Ref(Level.DEPARTEMENT, "96")


@pytest.fixture(scope="module")
def observatory(demo_home):
    return current(demo_home)


@pytest.mark.parametrize("drawn", [False, True])
def test_neighbours_share_the_very_same_border(observatory, drawn):
    communes = np.array(list(observatory.outlines(Level.COMMUNE, drawn=drawn).values()))
    assert len(communes) == len(observatory.territories(Level.COMMUNE))
    assert shapely.coverage_is_valid(communes)
    assert shapely.is_valid(communes).all()


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("level", [Level.EPCI, Level.DEPARTEMENT, Level.REGION])
def test_a_larger_territory_is_its_communes_to_the_metre(observatory, level, drawn):
    communes = observatory.outlines(Level.COMMUNE, drawn=drawn)
    for code, shape in observatory.outlines(level, drawn=drawn).items():
        members = observatory.territories(Level.COMMUNE, Ref(level, code))
        whole = shapely.union_all([communes[one.ref.code] for one in members])
        assert shapely.symmetric_difference(shape, whole).area < 1e-9


def test_only_what_lies_inside_comes_when_a_part_is_asked(observatory):
    inside = {one.ref.code for one in observatory.territories(Level.COMMUNE, DEPARTEMENT)}
    assert set(observatory.outlines(Level.COMMUNE, DEPARTEMENT)) == inside


def test_real_outlines_lose_most_of_their_points_and_none_of_their_communes(bfc_home):
    region = current(bfc_home)
    fine = region.outlines(Level.COMMUNE)
    drawn = region.outlines(Level.COMMUNE, drawn=True)
    assert len(fine) == len(drawn) == 3685
    count = lambda shapes: sum(shapely.get_num_coordinates(one) for one in shapes.values())  # noqa: E731
    assert count(drawn) < count(fine) / 2
    assert sum(one.area for one in drawn.values()) == pytest.approx(sum(one.area for one in fine.values()), rel=0.002)


def test_a_territory_smaller_than_the_tolerance_is_kept():
    square = shapely.box(0, 45, 0.5, 45.5)
    dot = shapely.box(0.5, 45, 0.5005, 45.0005)
    kept = simplified(np.array([square, dot]), 5000)
    assert not shapely.is_empty(kept).any()
