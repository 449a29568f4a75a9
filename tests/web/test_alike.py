"""Among the territories alike: who they are, the rank, the median, the dots, and the bars of a few; counted by hand."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from maillage.kernel.indicator import Good
from maillage.kernel.territory import Ref
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.web.observe.territory.alike import Alike, Mark, Ranked, Strip, alike, dots, ends
from maillage.web.observe.territory.compared import FACTORS, WAYS, Compared, compared
from tests.web.words import visible

TREVENANS, SOCHAUX, GRAND_BELFORT = "commune:90097", "commune:25547", "epci:200069052"


@pytest.fixture
def source(release_home: Path) -> Observatory:
    return door.current(release_home)


def among(source: Observatory, place: str, query: str = "") -> tuple[Compared, Alike]:
    ref = Ref.parse(place)
    beside = compared(source, ref, RequestFactory().get(f"/?{query}"))
    assert beside
    return beside, alike(source, ref, beside)


def ranked(source: Observatory, place: str, query: str = "") -> dict[str, Ranked]:
    return {figure.title: figure for figure in among(source, place, query)[1].ranked}


def strip(figure: Ranked) -> Strip:
    assert figure.strip
    return figure.strip


def page(source: Observatory, place: str, query: str = "") -> str:
    beside, found = among(source, place, query)
    territory: Any = source.territory(Ref.parse(place))
    context = {"alike": found, "compared": beside, "territory": territory, "ways": WAYS, "factors": FACTORS}
    return render_to_string("observe/territory/alike.html", context)


def test_the_rank_and_the_median_of_the_others_are_those_counted_by_hand(source: Observatory) -> None:
    # Trévenans 25 of 28, 89,3 %; the others 0 %, 73,2 %, 96,3 %, 97,8 % and 101,5 %: fourth of six, median 96,3 %.
    fibre = ranked(source, TREVENANS)["Fibre"]
    assert fibre.rank == "4e sur 6"
    assert strip(fibre).here.words == "89\u202f%"
    assert strip(fibre).median.words == "médiane\u00a096\u202f%"
    assert visible(fibre.message) == "Fibre : 89 % ici, 4e sur 6 (communes) ; médiane des autres 96 %."


def test_those_that_share_a_rank_say_so_and_the_unknown_are_counted_apart(source: Observatory) -> None:
    # Without satellite: nobody in Trévenans and Meroux-Moval, a third in Pont-de-Roide, all in two; Sochaux unknown.
    speed = ranked(source, TREVENANS)["Débit"]
    assert visible(speed.rank) == "4e ex æquo sur 5, 1 inconnu"
    assert visible(strip(speed).median.words) == "médiane 67 %"


def test_a_distance_is_turned_over_so_that_the_better_is_on_the_right(source: Observatory) -> None:
    # Trévenans 6,75 km, on an axis of 7 km to 0: at 100 × 0,246 / 7 of its width; the median of the others is 1,2 km.
    help_ = strip(ranked(source, TREVENANS)["Se faire aider"])
    assert (visible(help_.low), visible(help_.high)) == ("7 km", "0 km")
    assert help_.here.at == pytest.approx(3.5, abs=0.05)
    assert help_.here.at < help_.median.at
    assert visible(help_.median.words) == "médiane 1,2 km"


def test_the_figures_compared_are_the_first_known_of_each_family(source: Observatory) -> None:
    assert [figure.name for figure in among(source, TREVENANS)[1].ranked] == [
        "taux_locaux_raccordables_ftth",
        "taux_locaux_terrestre_8mbits",
        "distance_moyenne_mediation",
        "medecins_generalistes_pour_10000_habitants",
    ]
    # Neither speed without satellite nor distance is known in Sochaux; its places of mediation are.
    assert [figure.name for figure in among(source, SOCHAUX)[1].ranked] == [
        "taux_locaux_raccordables_ftth",
        "lieux_mediation_pour_10000_habitants",
        "medecins_generalistes_pour_10000_habitants",
    ]


def test_under_five_others_bars_are_ranked_from_the_best_and_the_unknown_come_last(source: Observatory) -> None:
    fibre = ranked(source, GRAND_BELFORT)["Fibre"]
    assert fibre.strip is None
    assert [visible(bar.number) for bar in fibre.bars] == ["97 %", "93 %", "88 %"]
    assert [bar.here for bar in fibre.bars] == [False, False, True]
    distance = ranked(source, GRAND_BELFORT)["Se faire aider"]
    assert [visible(bar.number) for bar in distance.bars] == ["0,6 km", "0,6 km", "1,9 km"]
    assert [bar.length for bar in distance.bars][-1] == 100
    few = ranked(source, TREVENANS, f"avec={SOCHAUX}&avec=commune:90010")["Se faire aider"]
    assert [(bar.name, bar.number == "inconnu") for bar in few.bars][-1] == ("Sochaux", True)
    assert few.bars[-1].length is None


def test_as_many_dots_as_others_known_spread_from_their_rank(source: Observatory) -> None:
    drawn = strip(ranked(source, TREVENANS)["Fibre"]).dots
    assert drawn.count("M") == 5
    assert drawn == strip(ranked(source, TREVENANS)["Fibre"]).dots
    heights = [int(text) for text in re.findall(r" (\d+)h0", dots([50.0] * 40))]
    assert len(set(heights)) > 30
    assert all(14 <= height <= 86 for height in heights)
    assert all(abs(one - next_) > 20 for one, next_ in pairwise(heights))


@pytest.mark.parametrize(
    ("values", "unit", "axis"),
    [
        ((0.0, 101.5), "%", (0, 120)),
        ((2.0, 99.0), "%", (0, 100)),
        ((71.2, 97.1), "%", (70, 100)),
        ((98.5, 99.9), "%", (98.4, 100)),
        ((0.6, 6.8), "km", (0, 7)),
        ((3.2, 3.9), "km", (3.2, 3.9)),
    ],
)
def test_an_axis_has_round_ends_that_hold_what_exists(values: Any, unit: str, axis: tuple[float, float]) -> None:
    assert ends(values, unit) == pytest.approx(axis)


def test_words_at_an_end_of_the_axis_stay_inside() -> None:
    assert [Mark(at, "").anchor for at in (2, 50, 97)] == ["start", "middle", "end"]


def test_the_section_says_who_they_are_and_keeps_the_form_and_the_list_folded(source: Observatory) -> None:
    body = page(source, TREVENANS)
    said = visible(body)
    assert "Parmi les communes qui lui ressemblent" in said
    assert "Un point par commune : 5 communes de 50 à 5 000 habitants" in said
    assert "À droite, mieux." in said
    assert "2e trimestre 2026" in said
    # The figures after the first, which a phone folds; who they are; the form.
    assert body.count("<details") == 3
    assert "<details open" not in body
    assert 'aria-label="Fibre\u202f: 89\u202f% ici' in body
    chosen = visible(page(source, TREVENANS, f"avec={SOCHAUX}"))
    assert "Parmi les communes de votre choix" in chosen
    assert "Parmi les communes du même ensemble" in visible(page(source, SOCHAUX, "comparer=voisins"))


def test_a_strip_of_a_hundred_territories_is_light(source: Observatory) -> None:
    strip = Strip(dots([rank / 2 for rank in range(100)]), Mark(16, "16 %"), Mark(95, "médiane 95 %"), "0 %", "100 %")
    figure = Ranked("taux_locaux_raccordables_ftth", "Fibre", "Locaux", "88e sur 93", "…", "Arcep", strip, ())
    beside, _ = among(source, TREVENANS)
    territory = source.territory(Ref.parse(TREVENANS))
    context = {"alike": Alike("", "", (figure,)), "compared": beside, "territory": territory, "ways": {}, "factors": {}}
    body = render_to_string("observe/territory/alike.html", context)
    start = body.index('<div class="strip">')
    assert len(body[start : body.index("</div>", start)].encode()) <= 4_000


def test_good_is_down_for_distances_only_as_the_axis_counts_on(source: Observatory) -> None:
    assert source.indicator("distance_moyenne_mediation").indicator.good is Good.DOWN
    assert source.indicator("taux_locaux_raccordables_ftth").indicator.good is Good.UP
