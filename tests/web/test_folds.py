"""Where figures leap over years, the axis is folded: a mark, words, a line that is cut, and room for the rest."""

import io
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from maillage.observatory.door import current
from maillage.web.drawing import curve_sheet
from maillage.web.drawing.axes import FOLDED, NARROW_PAST, RHYTHM, WIDE_PAST, Fold, Size, folds
from maillage.web.drawing.curve import Aim, Curve, Deadline, Series, draw
from maillage.web.drawing.paper import raster
from maillage.web.words.series_curve import series_curve

QUARTERS = [date(2018, 3, 31)] + [
    date(year, month, day)
    for year in (2023, 2024, 2025, 2026)
    for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    if date(2023, 9, 30) <= date(year, month, day) <= date(2026, 6, 30)
]
SIZES = (WIDE_PAST, NARROW_PAST)


def rising(days: list[date]) -> Curve:
    return Curve(Series((tuple((day, 20 + 3.0 * rank) for rank, day in enumerate(days)),), ("Ici : 60 %", "60 %")))


@pytest.mark.parametrize("size", SIZES)
def test_empty_years_are_folded_marked_and_said_and_the_line_is_cut_there(size: Size) -> None:
    curve = rising(QUARTERS)
    plot, svg = curve.plot(size), draw(curve, size, "dit", "")
    assert plot.folds == (Fold(date(2018, 3, 31), date(2023, 9, 30)),)
    assert plot.at(plot.folds[0].end, 0)[0] - plot.at(plot.folds[0].start, 0)[0] == pytest.approx(FOLDED, abs=0.2)
    assert svg.count('class="fold"') == 1
    said = re.search(r'class="fold-name"[^>]*>([^<]*)<', svg)
    assert said
    assert said[1].endswith("de 2019 à 2022")
    line = re.search(r'class="here" d="([^"]+)"', svg)
    assert line
    assert line[1].count("M") == 2


@pytest.mark.parametrize("size", SIZES)
def test_the_years_named_on_a_folded_axis_are_those_that_have_figures_and_do_not_touch(size: Size) -> None:
    plot = rising(QUARTERS).plot(size)
    assert [day.year for day in plot.years()] == [2018, 2024, 2025, 2026]
    assert all(plot.at(right, 0)[0] - plot.at(left, 0)[0] >= 36 for left, right in pairwise(plot.years()))


def test_time_never_goes_backwards_on_a_folded_axis() -> None:
    plot = rising(QUARTERS).plot(WIDE_PAST)
    days = [date.fromordinal(day) for day in range(plot.start.toordinal(), plot.end.toordinal() + 1, 11)]
    places = [plot.at(day, 0)[0] for day in days]
    assert all(left <= right for left, right in pairwise(places))


@pytest.mark.parametrize(
    "days",
    [
        [date(year, 12, 31) for year in range(2015, 2026)],
        # A year that lacks in a yearly series is a hole.
        [date(year, 12, 31) for year in range(2015, 2026) if year != 2020],
        # Every five years: such is its rhythm.
        [date(year, 12, 31) for year in range(2000, 2026, 5)],
        [date(2018, 3, 31), date(2026, 6, 30)],
        [date(2018, 3, 31)],
        [],
    ],
)
def test_what_follows_its_rhythm_is_not_folded(days: list[date]) -> None:
    assert folds(days) == ()


def test_the_years_to_come_are_not_folded_nor_those_where_something_else_is_drawn() -> None:
    curve = rising(QUARTERS[1:])
    assert Curve(curve.here, deadline=Deadline(date(2032, 1, 31), ("Fin du cuivre",))).folds == ()
    assert Curve(rising(QUARTERS).here, aim=Aim(date(2020, 12, 31), 80, ("Cible",))).folds == ()


@pytest.mark.parametrize("size", SIZES)
def test_the_lines_of_figures_stop_at_the_fold_as_a_picture_shows_it(size: Size) -> None:
    curve = rising(QUARTERS)
    plot = curve.plot(size)
    picture = raster(curve_sheet.bare(curve, size, "dit"), 2 * size.width)
    drawn = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
    ends = [plot.at(day, 100)[0] for day in (plot.folds[0].start, plot.folds[0].end)]
    y = round(2 * plot.at(plot.start, 100)[1])
    band = drawn[y - 2 : y + 2]
    middle = round(sum(ends))
    assert band[:, middle - 2 : middle + 3].min() > 250, "the paper, between the two broken lines"
    assert band[:, round(2 * plot.right) - 40].min() < 245, "the line of 100, elsewhere"


def test_no_curve_of_a_release_gives_room_to_years_without_figures(demo_home: Path) -> None:
    source, folded = current(demo_home), 0
    for sheet in source.indicators():
        for ref in (source.release.region, *(each.ref for each in source.territories(source.levels[-2]))):
            values = source.series(sheet.indicator.name, ref)
            curve = series_curve(source, sheet.indicator, source.territory(ref), values)
            if curve is None:
                continue
            days = sorted({day for run in curve.drawn.here.runs for day, _ in run})
            usual = sorted((right - left).days for left, right in pairwise(days))[(len(days) - 2) // 2]
            leaps = [(a, b) for a, b in pairwise(days) if b.year - a.year > 1 and (b - a).days > RHYTHM * usual]
            kept = {(fold.start, fold.end) for fold in curve.drawn.folds}
            if curve.drawn.above is None and curve.drawn.aim is None:
                assert kept == set(leaps), (sheet.indicator.name, ref)
            for fold in curve.drawn.folds:
                folded += 1
                assert fold.years in curve.alternative
    assert folded


def test_a_line_that_ends_before_that_of_the_place_above_is_cut_at_the_fold_too() -> None:
    here = Series((((date(2017, 12, 31), 10.0), (date(2023, 9, 30), 40.0), (date(2023, 12, 31), 42.0)),), ("Ici",))
    above = Series((tuple((day, 50.0) for day in QUARTERS),), ("Région",))
    curve = Curve(here, above)
    assert [len(run) for run in curve.runs(here)] == [1, 2]
    assert curve.folds[0].start == date(2018, 3, 31)
