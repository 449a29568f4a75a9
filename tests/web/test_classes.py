"""The classes of a map: whatever the values, each falls in exactly one, and the legend counts them all."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage import indicators
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Good
from maillage.web.drawing.scale import Method, answers, bounds, classes, differences, parse_bounds

FTTH = indicators.catalogue()["taux_locaux_raccordables_ftth"]
PLACES = indicators.catalogue()["lieux_mediation_pour_10000_habitants"]
DISTANCE = indicators.catalogue()["distance_moyenne_mediation"]
OPEN_DATA = indicators.catalogue()["taux_communes_3500_open_data"]
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False, allow_infinity=False)
VALUES = st.lists(NUMBERS, min_size=1, max_size=60)
OWN = st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=6, unique=True).map(sorted)
COUNTS = st.integers(3, 7)
CHOSEN = st.sampled_from([Method.QUANTILES, Method.EQUAL, Method.OWN])


def words(scale):
    return [step.words.replace("\u202f", " ").replace("\xa0", " ") for step in scale.steps]


def counts(scale):
    return [step.count for step in scale.steps]


def in_one_class_each(scale, values):
    lows = [step.low for step in scale.steps]
    assert all(low < high for low, high in pairwise(lows))
    ends = [*lows[1:], float("inf")]
    for value in values:
        held = [low <= value < end for low, end in zip(lows, ends, strict=True)]
        assert held.count(True) == 1
        assert held.index(True) == scale.rank(value)
    assert sum(counts(scale)) == len(values)


@given(VALUES, CHOSEN, COUNTS, OWN)
def test_every_value_falls_in_one_class_and_the_legend_counts_them_all(values, method, count, own):
    for indicator in (FTTH, PLACES):
        scale = classes(indicator, values, method, count, own)
        in_one_class_each(scale, values)
        assert len(scale.steps) <= (len(own) + 1 if method is Method.OWN else count)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60), COUNTS)
def test_the_usual_classes_hold_every_share_and_count(values, count):
    in_one_class_each(classes(FTTH, values, Method.USUAL, count), values)
    in_one_class_each(classes(PLACES, values, Method.USUAL, count), values)


@given(VALUES, st.sampled_from(list(Method)), COUNTS, OWN)
def test_every_change_up_or_down_falls_in_one_class(values, method, count, own):
    in_one_class_each(differences(FTTH, values, method, count, own), values)


@given(VALUES, st.sampled_from([Method.QUANTILES, Method.EQUAL]), COUNTS)
def test_bounds_increase_and_each_separates_something(values, method, count):
    found = bounds(method, values, count)
    assert found == sorted(set(found))
    assert all(min(values) < bound <= max(values) for bound in found)


@given(VALUES, st.sampled_from([Method.USUAL, Method.QUANTILES, Method.EQUAL]), COUNTS)
def test_a_fall_is_never_the_colour_of_a_rise(values, method, count):
    scale = differences(FTTH, values, method, count)
    for value in values:
        colour = scale.step(value).colour
        if value > 0.05:
            assert colour > 3
        elif value < -0.05:
            assert colour < 3


@pytest.mark.parametrize("method", [Method.QUANTILES, Method.EQUAL])
def test_equal_values_are_one_class_named_by_their_value(method):
    scale = classes(FTTH, [40.0, 40.0, 40.0], method, 5)
    assert (words(scale), counts(scale)) == (["40 %"], [3])


def test_quantiles_put_zero_apart_when_most_are_at_zero_and_share_the_others_out():
    values = [0.0] * 90 + [float(n) for n in range(1, 11)]
    scale = classes(FTTH, values, Method.QUANTILES, 5)
    assert words(scale) == ["0 %", "moins de 3 %", "3 à 6 %", "6 à 8 %", "8 % et plus"]
    assert counts(scale) == [90, 2, 3, 2, 3]


def test_quantiles_tell_apart_the_few_that_differ_when_all_others_are_equal():
    scale = classes(FTTH, [40.0] * 99 + [62.5], Method.QUANTILES, 5)
    assert (words(scale), counts(scale)) == (["moins de 62,5 %", "62,5 % et plus"], [99, 1])


@pytest.mark.parametrize("method", [Method.USUAL, Method.QUANTILES, Method.EQUAL])
def test_the_only_value_of_a_map_is_its_class_never_zero_and_more(method):
    scale = classes(DISTANCE, [3.9124], method, 5)
    assert (words(scale), counts(scale)) == (["3,9 km"], [1])
    assert scale.why_one.replace("\u202f", " ") == "Une seule classe : une seule valeur est connue."


def test_a_map_of_a_single_class_says_why():
    assert "toutes les valeurs connues sont égales" in classes(FTTH, [40.0, 40.0], Method.QUANTILES, 5).why_one
    assert classes(FTTH, [40.0, 50.0], Method.QUANTILES, 5).why_one == ""


def test_a_yes_or_no_has_two_classes():
    scale = answers(OPEN_DATA, [0.0, 100.0, 0.0])
    assert (words(scale), counts(scale)) == (["non", "oui"], [2, 1])


@pytest.mark.parametrize("method", list(Method))
def test_without_any_value_there_is_no_class(method):
    assert classes(FTTH, [], method, 5, (20.0,)).steps == ()
    assert differences(FTTH, [], method, 5, (20.0,)).steps == ()


def test_quantiles_share_out_and_equal_classes_cut_the_range():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 100.0]
    assert bounds(Method.QUANTILES, values, 3) == [4.0, 7.0]
    assert bounds(Method.EQUAL, values, 3) == [34.0, 67.0]
    scale = classes(FTTH, values, Method.QUANTILES, 3)
    assert words(scale) == ["moins de 4 %", "4 à 7 %", "7 % et plus"]
    assert counts(scale) == [3, 3, 3]


def test_a_class_begins_at_the_bound_the_reader_typed():
    scale = classes(FTTH, [0.0, 20.0, 39.9, 40.0, 100.0], Method.OWN, 5, parse_bounds("20;40;60"))
    assert words(scale) == ["moins de 20 %", "20 à 40 %", "40 à 60 %", "60 % et plus"]
    assert counts(scale) == [1, 2, 1, 1]


def test_changes_are_said_in_points_the_same_up_and_down():
    scale = differences(FTTH, [-12.0, 0.0, 0.0, 3.0, 40.0], Method.EQUAL, 5)
    assert words(scale) == [
        "baisse de 20 points et plus",
        "baisse de moins de 20 points",
        "stable",
        "hausse de moins de 20 points",
        "hausse de 20 points et plus",
    ]
    assert counts(scale) == [0, 1, 2, 1, 1]
    assert [step.colour for step in scale.steps] == [0, 2, 3, 4, 6]


def test_when_less_is_better_a_fall_is_on_the_good_side():
    lower = replace(FTTH, good=Good.DOWN)
    assert differences(lower, [-9.0, 9.0], Method.EQUAL, 3).step(-9.0).colour == 6


def test_when_less_is_better_what_is_missing_most_is_the_deepest_ochre():
    scale = classes(replace(FTTH, good=Good.DOWN), [1.0, 9.0], Method.EQUAL, 3)
    assert (scale.kind(1.0), scale.kind(9.0)) == ("lack-0", "lack-6")


@given(st.lists(st.floats(0.1, 100).map(lambda share: round(share, 1)), min_size=6, max_size=200))
def test_no_class_of_shares_holds_five_sixths_of_places_whose_values_can_be_told_apart(shares):
    most = max(shares.count(share) for share in shares)
    held = max(counts(classes(FTTH, shares, Method.USUAL, 5)))
    assert 6 * held < 5 * len(shares) or 2 * most > len(shares)


def test_bounds_move_to_where_places_are_and_stay_round():
    high = [90 + rank / 10 for rank in range(100)]
    scale = classes(FTTH, [0.0, 12.0, 55.0, 85.0, *high], Method.USUAL, 5)
    assert words(scale) == ["0 %", "moins de 40 %", "40 à 80 %", "80 à 92 %", "92 à 95 %", "95 à 97 %", "97 % et plus"]


def test_what_is_behind_is_ochre_and_the_rest_white_when_it_is_all_there_is_to_see():
    scale = classes(FTTH, [0.0, 30.0, 50.0, *[100.0] * 40], Method.USUAL, 5)
    assert scale.crowded
    assert scale.lacking(5).kind(100.0) == "lack-0"
    assert scale.lacking(5).kind(0.0) == "lack-6"
    assert not classes(FTTH, [0.0, 30.0, 50.0, 100.0], Method.USUAL, 5).crowded


@pytest.mark.parametrize(
    ("text", "read"), [("20;40;60", (20, 40, 60)), (" -5 ; 0;12,5;", (-5, 0, 12.5)), ("−3", (-3,))]
)
def test_bounds_are_read_as_a_french_reader_types_them(text, read):
    assert parse_bounds(text) == read


@pytest.mark.parametrize("text", ["", "x", "40;20", "20;20", "1;2;3;4;5;6;7", "nan", "inf", "1e300", "20;;x"])
def test_bounds_that_make_no_classes_are_refused_in_words(text):
    with pytest.raises(UsageError, match=r"illisibles. Écrivez un à six nombres"):
        parse_bounds(text)
