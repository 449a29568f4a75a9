"""Places listed several times are counted once, and no place is ever lost on the way."""

import copy
import math
from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.derived.lieux_uniques import Place, compute, merge, metres
from tests.territories.by_hand import fill, little_france

HERE = (6.05, 47.05)
METRE_NORTH = 1 / 111_320


def place(name="Médiathèque", north=0.0, east=0.0, commune="25001"):
    longitude, latitude = HERE
    return Place(
        commune,
        name,
        longitude + east * METRE_NORTH / math.cos(math.radians(latitude)),
        latitude + north * METRE_NORTH,
    )


def merged(**lists):
    return [(one.name, one.sources) for one in merge(lists)]


def test_the_same_name_within_100_metres_in_two_lists_is_one_place():
    assert merged(a=[place()], b=[place(north=60, east=79)]) == [("Médiathèque", ["a", "b"])]


def test_the_same_name_further_than_100_metres_is_two_places():
    assert merged(a=[place()], b=[place(north=60, east=81)]) == [
        ("Médiathèque", ["a"]),
        ("Médiathèque", ["b"]),
    ]


def test_another_name_at_the_same_spot_is_another_place():
    assert len(merged(a=[place("Médiathèque")], b=[place("Mairie")])) == 2


def test_nothing_is_merged_within_one_list():
    assert len(merged(a=[place(), place(), place(north=10)])) == 3


def test_two_entries_of_a_list_never_hide_behind_one_entry_of_another():
    found = merged(a=[place()], b=[place(north=5), place(north=30)])
    assert sorted(found) == [("Médiathèque", ["a", "b"]), ("Médiathèque", ["b"])]


def test_each_entry_is_paired_with_its_nearest_twin():
    near, far = place(north=0, commune="25001"), place(north=90, commune="25002")
    found = merge({"a": [near, far], "b": [place(north=85, commune="25003")]})
    assert [(one.commune, one.sources) for one in found] == [("25001", ["a"]), ("25002", ["a", "b"])]


@pytest.mark.parametrize("turn", [1, -1], ids=["as typed", "reversed"])
def test_of_two_twins_at_the_same_distance_the_answer_does_not_depend_on_the_order_of_rows(turn):
    twins = [place("MAIRIE", north=50, commune="25002"), place("Mairie", north=-50, commune="25003")][::turn]
    found = merge({"a": [place("mairie")], "b": twins})
    assert [(one.name, one.commune, one.sources) for one in found] == [
        ("mairie", "25001", ["a", "b"]),
        ("Mairie", "25003", ["b"]),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("FRANCE SERVICES DE BELFORT", "France services Belfort"),
        ("Médiathèque", "mediatheque"),
        ("L’Atelier", "L'ATELIER"),
        ("Maison France Services de St-Loup", "Espace Saint Loup"),
        ("Le Cœur d’Or", "LE COEUR D'OR"),
        ("France Services", "france services"),
    ],
)
def test_a_name_is_the_same_without_case_accents_and_words_that_any_place_may_bear(one, other):
    assert len(merged(a=[place(one)], b=[place(other, north=20)])) == 1


def test_a_place_without_a_point_is_never_merged():
    lost = Place("25001", "Médiathèque", None, None)
    assert metres(lost, place()) == math.inf
    assert len(merge({"a": [lost], "b": [copy.copy(lost), place()]})) == 3


def test_the_same_place_in_three_lists_is_one():
    assert merged(a=[place()], b=[place(north=40)], c=[place(north=-40)]) == [
        ("Médiathèque", ["a", "b", "c"])
    ]


def test_the_distance_is_right_to_half_a_percent():
    assert metres(place(), place(north=100)) == pytest.approx(100, rel=0.005)
    assert metres(place(), place(east=100)) == pytest.approx(100, rel=0.005)


PLACES = st.builds(
    place,
    name=st.sampled_from(["Mairie", "MAIRIE", "Fablab"]),
    north=st.integers(-3, 3).map(lambda step: step * 40.0),
    east=st.integers(-3, 3).map(lambda step: step * 40.0),
)
LISTS = st.dictionaries(st.sampled_from("abc"), st.lists(PLACES, max_size=6), max_size=3)


@given(LISTS)
def test_merging_never_counts_fewer_places_than_the_longest_list_nor_more_than_all(lists):
    found = merge(copy.deepcopy(lists))
    sizes = [len(one) for one in lists.values()]
    assert max(sizes, default=0) <= len(found) <= sum(sizes)
    assert Counter(source for one in found for source in one.sources) == Counter(
        {source: len(one) for source, one in lists.items() if one}
    )


@given(LISTS, st.randoms(use_true_random=False))
def test_merging_gives_the_same_places_whatever_the_order_of_lists_and_rows(lists, random):
    def facts(found):
        return sorted((one.name, one.longitude, one.latitude, one.sources) for one in found)

    names = list(lists)
    random.shuffle(names)
    shuffled = {name: random.sample(lists[name], len(lists[name])) for name in names}
    assert facts(merge(copy.deepcopy(shuffled))) == facts(merge(copy.deepcopy(lists)))


def computed(*rows):
    with closing(little_france()) as con:
        default = {
            "nom": "Mairie",
            "commune": "25001",
            "mediation": False,
            "tiers_lieu": False,
            "france_services": False,
        }
        fill(con, "lieux", *({**default, "identifiant": str(n), **row} for n, row in enumerate(rows)))
        return list(compute(lambda sql: con.execute(sql).fetchall(), lambda source, problem: None))


def test_a_place_is_counted_in_each_of_its_categories():
    rows = computed({"source": "a", "periode": "2024", "mediation": True, "tiers_lieu": True})
    assert [(row["categorie"], row["commune"]) for row in rows] == [
        ("mediation", "25001"),
        ("tiers_lieu", "25001"),
    ]


def test_a_category_is_dated_once_every_list_that_feeds_it_exists():
    rows = computed(
        {"source": "a", "periode": "2023", "mediation": True, "nom": "Ancienne"},
        {"source": "a", "periode": "2025", "mediation": True, "nom": "Nouvelle"},
        {"source": "b", "periode": "2024", "mediation": True, "nom": "Fablab"},
    )
    assert [(row["periode"], row["nom"]) for row in rows] == [
        ("2024", "Ancienne"),
        ("2024", "Fablab"),
        ("2025", "Nouvelle"),
        ("2025", "Fablab"),
    ]


def test_a_list_that_feeds_another_category_does_not_delay_this_one():
    rows = computed(
        {"source": "a", "periode": "2023", "mediation": True},
        {"source": "b", "periode": "2025", "tiers_lieu": True},
    )
    assert [(row["categorie"], row["periode"]) for row in rows] == [
        ("mediation", "2023"),
        ("tiers_lieu", "2025"),
    ]


def test_no_list_gives_no_place():
    assert computed() == []
