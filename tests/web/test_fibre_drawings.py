"""The drawings of fibre, from one description each: a desk and a phone say the same, and nothing is cut."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import shapely

from maillage.web.drawing import circles, squares, stacked, timelines
from maillage.web.drawing.circles import Spot
from maillage.web.drawing.labels import width
from maillage.web.drawing.stacked import Quarter, Stack, State, spread

STATES = (
    State("La fibre est là", "there"),
    State("Sur demande", "on-demand"),
    State("Travaux en cours", "works"),
    State("Travaux en cours", "works", late=True),
    State("Prévu", "planned", late=True),
    State("Prévu", "planned"),
)
BUILT = (
    Quarter("Sept. 2025", (43_120, 522, 717, 3_072, 10_371, 3_389)),
    Quarter("Juin 2026", (50_138, 617, 485, 2_202, 5_729, 2_084)),
)


def texts(svg: str) -> list[tuple[str, float, float, str, str]]:
    """The words of a drawing: what they say, where they stand, how they are held, their class."""
    tree = ElementTree.fromstring(svg)
    return [
        (
            each.text or "",
            float(each.get("x", 0)),
            float(each.get("y", 0)),
            each.get("text-anchor", "start"),
            each.get("class", ""),
        )
        for each in tree.iter("text")
    ]


def size(svg: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])


def inside(svg: str) -> bool:
    """Whether no word goes out of the drawing."""
    across, high = size(svg)
    for text, x, y, anchor, kind in texts(svg):
        wide = width(text, kind != "name")
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        if left < -8 or left + wide > across + 8 or not 0 < y <= high:
            return False
    return True


def drawn(stack: Stack) -> tuple[str, str]:
    return stacked.wide(stack, "dit"), stacked.narrow(stack, "dit")


def test_columns_and_bars_say_the_same_numbers_and_each_quarter() -> None:
    for svg in drawn(Stack(STATES, BUILT, "En retard")):
        said = " ".join(text for text, *_ in texts(svg)).replace("\u202f", " ")
        for words in ("Sept. 2025", "Juin 2026", "43 120", "50 138", "7 931"):
            assert words in said
        assert svg.count('class="late-frame"') == 2
        assert inside(svg)
        assert 'role="img" aria-label="dit"' in svg


def test_what_is_late_is_hatched_between_what_is_there_and_what_is_to_come() -> None:
    svg = stacked.wide(Stack(STATES, BUILT[-1:], "En retard"), "dit")
    boxes = {
        kind: (float(top), float(high))
        for kind, top, high in re.findall(
            r'class="(there|hatched|planned)"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"', svg
        )
    }
    assert boxes["planned"][0] < boxes["hatched"][0] < boxes["there"][0]
    # To scale: pixels for a building are the same in each.
    scale = boxes["there"][1] / 50_138
    assert boxes["hatched"][1] == pytest.approx(7_931 * scale, abs=0.2)


@pytest.mark.parametrize(
    "quarters",
    [
        (Quarter("Juin 2026", (0, 0, 0, 0, 0, 0)),),
        (Quarter("Juin 2026", (5, 0, 0, 0, 0, 0)),),
        (Quarter("Juin 2026", (0, 0, 0, 1, 0, 0)),),
        tuple(Quarter(f"Juin {2018 + rank}", (10 * rank, 1, 1, 1, 1, 1)) for rank in range(8)),
    ],
)
def test_nothing_one_or_many_quarters_are_drawn_without_a_word_cut(quarters: tuple[Quarter, ...]) -> None:
    for svg in drawn(Stack(STATES, quarters, "En retard")):
        assert inside(svg)
        late = sum(1 for quarter in quarters if sum(quarter.counts[3:5]))
        assert svg.count('class="late-frame"') == late


def test_the_names_beside_the_last_column_never_cover_each_other() -> None:
    svg = stacked.wide(Stack(STATES, (Quarter("Juin 2026", (9_990, 2, 2, 2, 2, 2)),), "En retard"), "dit")
    feet = sorted(y for _, _, y, _, kind in texts(svg) if kind in ("state-name", "late-name", "first-name"))
    assert len(feet) == 5
    assert all(low - high >= stacked.LINE - 0.01 for high, low in pairwise(feet))
    assert spread([5, 5, 390], 0, 100) == [5, 24, 100]


def row(name: str, first: date, last: date, **more: str) -> timelines.Row:
    spans = (timelines.Span(first, last, "later-line"),)
    return timelines.Row(
        name, spans, (timelines.Mark(first, "later-first"), timelines.Mark(last, "later-last")), **more
    )


def test_a_line_says_who_how_far_and_who_waits_in_both_drawings() -> None:
    moved = row("Chamet", date(2024, 9, 22), date(2025, 1, 3), note="+3 mois", aside="242 attendent", aside_short="242")
    lines = timelines.Timelines((moved,), date(2026, 6, 30), "30 juin 2026")
    wide, narrow = timelines.wide(lines, "dit"), timelines.narrow(lines, "dit")
    for svg, end in ((wide, "242 attendent"), (narrow, "242")):
        said = [text for text, *_ in texts(svg)]
        assert {"Chamet", "+3 mois", end, "30 juin 2026", "2025", "2026"} <= set(said)
        assert inside(svg)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 6, 29), date(2026, 6, 30)),
        (date(1999, 1, 1), date(2040, 12, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_few_days_or_forty_years_are_drawn_with_years_that_do_not_touch(first: date, last: date) -> None:
    long_name = "Saint-Symphorien-les-Ponts-sur-la-Grande-Rivière-du-Bas"
    lines = timelines.Timelines((row(long_name, first, last),), date(2026, 6, 30), "30 juin 2026")
    for svg in (timelines.wide(lines, "dit"), timelines.narrow(lines, "dit")):
        assert inside(svg)
        years = sorted(x for _, x, _, _, kind in texts(svg) if kind == "tick")
        assert all(right - left >= 36 for left, right in pairwise(years))
        assert any(text.startswith("Saint-Symphorien") for text, *_ in texts(svg))


def test_the_day_all_lines_meet_is_drawn_even_outside_of_what_moved() -> None:
    first = date(2021, 1, 1)
    lines = timelines.Timelines((row("Ramay", first, first + timedelta(90)),), date(2030, 1, 1), "aujourd’hui")
    assert inside(timelines.narrow(lines, "dit"))
    assert 'class="today"' in timelines.wide(lines, "dit")


SQUARE = {"00001": shapely.box(-7, 46, -6.9, 46.1), "00002": shapely.box(-6.9, 46, -6.8, 46.1)}
SPOTS = [Spot(-6.95, 46.05, 400, "Chamet"), Spot(-6.85, 46.05, 100, "Saint-Symphorien-sur-la-Grande-Bresle")]


def test_the_area_of_a_circle_is_its_number_and_the_largest_are_named_inside_the_picture() -> None:
    edges = [shapely.union_all(list(SQUARE.values()))]
    svg, written = circles.picture(SQUARE, edges, SPOTS, "late"), circles.names(edges, SPOTS)
    radii = [float(radius) for radius in re.findall(r' r="([\d.]+)"', svg)]
    assert radii[0] == pytest.approx(2 * radii[1])
    assert "Chamet\u202f: 400" in written
    # An image would write them in the letters of the machine.
    assert "<text" not in svg
    for x, text in re.findall(r'<text x="(\d+)"[^>]*>([^<]+)<', written):
        half = 0.29 * circles.LETTER * len(text)
        assert half <= float(x) <= circles.WIDTH - half


def test_what_is_hatched_is_a_circle_in_the_circle_whose_legend_says_both() -> None:
    spots = [Spot(-6.95, 46.05, 400, "Chamet", 100), SPOTS[1]]
    key = ("attendent", "attendent pour la deuxième fois")
    drawn = ElementTree.fromstring(circles.on_paper(SQUARE, [], spots, "late", key))
    space = "{http://www.w3.org/2000/svg}"
    marks = [each for each in drawn.iter(f"{space}circle") if float(each.get("r", "0")) != 22]
    hatched = [float(each.get("r", "0")) for each in marks if each.get("class") == "hatched"]
    assert hatched == [pytest.approx(max(float(each.get("r", "0")) for each in marks) / 2, abs=0.1)]
    assert all(words in "".join(drawn.itertext()) for words in key)
    plain = circles.on_paper(SQUARE, [], SPOTS, "late", key)
    assert "url(#" not in plain
    assert key[1] not in plain


@pytest.mark.parametrize("spots", [[], SPOTS[:1], [Spot(-6.95, 46.05)]])
def test_nothing_one_or_dots_without_number_are_drawn(spots: list[Spot]) -> None:
    svg = circles.picture(SQUARE, [], spots, "there")
    assert svg.count("<circle") == len(spots)
    ElementTree.fromstring(svg)


def test_a_square_is_a_building_and_every_kind_is_seen() -> None:
    groups = (squares.Group("kept", 3), squares.Group("since", 35), squares.Group("gone", 3, crossed=True))
    for narrow in (True, False):
        svg = squares.draw(groups, "dit", narrow=narrow)
        paths = {each.get("class"): each.get("d", "") for each in ElementTree.fromstring(svg).iter("path")}
        assert (paths["kept"].count("z"), paths["since"].count("z"), paths["gone"].count("m0")) == (3, 35, 3)


def test_each_colour_of_squares_says_its_count_when_it_is_read() -> None:
    groups = (squares.Group("kept", 3), squares.Group("since", 0), squares.Group("gone", 2, crossed=True))
    svg = squares.draw(groups, "dit", narrow=False, said=("3 tenus", "aucun depuis", "2 <abandonnés>"))
    told = [(each.get("class"), each.findtext("title")) for each in ElementTree.fromstring(svg).iter("path")]
    assert told == [("kept told", "3 tenus"), ("gone told", "2 <abandonnés>")]


def test_beyond_what_can_be_seen_a_square_is_for_ten_and_what_is_rare_is_still_there() -> None:
    groups = (squares.Group("kept", 2), squares.Group("waiting", 4_100))
    assert squares.unit(groups) == 10
    paths = {
        each.get("class"): each.get("d", "").count("z")
        for each in ElementTree.fromstring(squares.draw(groups, "dit", narrow=False)).iter("path")
    }
    assert paths == {"kept": 1, "waiting": 410}
