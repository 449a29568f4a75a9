"""The picture of a commune names its hamlets beside their buildings, and hides nothing."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import shapely

from maillage.kernel.territory import Level
from maillage.observatory.door import current
from maillage.observatory.hamlets import Hamlet
from maillage.observatory.point.within import Dot
from maillage.web.drawing.ground import LARGE, LETTER, SMALL, Lettering, ground
from maillage.web.drawing.hamlets import hamlets
from maillage.web.observe.territory.picture_commune import MOST_DOTS

COMMUNE = shapely.box(5.0, 47.0, 5.05, 47.035)
SVG_NAME = re.compile(r'<text x="(-?\d+)" y="(-?\d+)">([^<]*)</text>')


def _beside(longitude: float, latitude: float, count: int) -> list[Dot]:
    """Buildings in a row around a point, some metres apart."""
    return [Dot(longitude + (rank - count / 2) * 0.0001, latitude, "cible") for rank in range(count)]


def test_a_hamlet_is_named_beside_its_buildings_and_a_field_is_not() -> None:
    dots = _beside(5.02, 47.02, 8)
    named = [Hamlet("Les Essarts", 5.02, 47.02), Hamlet("Le Champ du Loup", 5.04, 47.01)]
    drawn = hamlets(ground(COMMUNE), named, dots, COMMUNE, "Vauvert")
    assert "Les Essarts" in drawn
    assert "Champ" not in drawn


def test_the_name_of_a_hamlet_is_text_whatever_is_in_it() -> None:
    drawn = hamlets(ground(COMMUNE), [Hamlet("<b>L’Été</b>", 5.02, 47.02)], _beside(5.02, 47.02, 8), COMMUNE, "Vauvert")
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn


def test_nothing_is_named_outside_of_the_commune_nor_without_buildings() -> None:
    on = ground(COMMUNE)
    outside, dots = Hamlet("Ailleurs", 5.06, 47.02), [*_beside(5.06, 47.02, 8), *_beside(5.02, 47.02, 9)]
    assert "Ailleurs" not in hamlets(on, [outside], dots, COMMUNE, "Vauvert")
    assert hamlets(on, [Hamlet("Seul", 5.02, 47.02)], [], COMMUNE, "Vauvert") == ""


def test_the_village_is_named_as_its_commune_where_most_stand_unless_a_hamlet_is_named_there() -> None:
    on, dots = ground(COMMUNE), [*_beside(5.02, 47.02, 20), *_beside(5.04, 47.01, 5)]
    away, there = Hamlet("Les Essarts", 5.04, 47.01), Hamlet("Le Bourg", 5.02, 47.02)
    x, y = (int(part) for part in SVG_NAME.findall(hamlets(on, [away], dots, COMMUNE, "Val d'Or"))[0][:2])
    assert "Val d’Or" in hamlets(on, [away], dots, COMMUNE, "Val d'Or")
    assert np.hypot(*(on.placed(np.array([[5.02, 47.02]]))[0] - (x, y))) < 60
    assert "Val d’Or" not in hamlets(on, [away, there], dots, COMMUNE, "Val d'Or")


def test_names_of_hamlets_hide_no_building_and_no_other_name(demo_home: Path) -> None:
    source = current(demo_home)
    written = 0
    for place in source.territories(Level.COMMUNE):
        shape, dots = source.outlines(Level.COMMUNE)[place.ref.code], source.nearby.within.dots(place.ref)
        if not dots or len(dots) > MOST_DOTS:
            continue
        on = ground(shape)
        drawn = hamlets(on, source.hamlets.inside(*shapely.bounds(shape)), dots, shape, place.name)
        marks = on.placed(np.array([(dot.longitude, dot.latitude) for dot in dots]))
        for letters in (LARGE, SMALL):
            (part,) = re.findall(rf'<g class="hamlets {letters.name}".*?</g>', drawn) or [""]
            boxes = [_box(int(x), int(y), words, letters) for x, y, words in SVG_NAME.findall(part)]
            written += len(boxes)
            assert not any(shapely.contains_xy(box, *marks.T).any() for box in boxes)
            assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
            assert all(shapely.transform(shape, on.placed).covers(box) for box in boxes)
    assert written > 40


def _box(x: int, foot: int, words: str, letters: Lettering) -> shapely.Geometry:
    """Where a name stands, in units, as its letters are measured, a little in."""
    wide, south = len(words) * LETTER * letters.size / 2 - 1, foot + 0.35 * letters.size - 1
    return shapely.box(x - wide, south - 1.2 * letters.size + 2, x + wide, south)
