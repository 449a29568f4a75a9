"""Places listed several times are counted once, and no place is ever lost on the way."""

import copy
import math
from collections import Counter
from contextlib import closing
from dataclasses import replace

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
        commune, name, longitude + east * METRE_NORTH / math.cos(math.radians(latitude)), latitude + north * METRE_NORTH
    )


def merged(**lists):
    return [(one.name, one.sources) for one in merge(lists)]


def test_the_same_name_within_100_metres_in_two_lists_is_one_place():
    assert merged(a=[place()], b=[place(north=60, east=79)]) == [("Médiathèque", ["a", "b"])]


def test_the_same_name_in_the_same_commune_in_two_lists_is_one_place_however_far_apart():
    assert merged(a=[place()], b=[place(north=900)]) == [("Médiathèque", ["a", "b"])]


def test_the_same_name_in_two_communes_is_two_places_further_than_100_metres_apart():
    near, far = place(north=60, east=79, commune="25002"), place(north=60, east=81, commune="25002")
    assert len(merged(a=[place()], b=[near])) == 1
    assert len(merged(a=[place()], b=[far])) == 2


FABRIQUES = "fabriques_territoire"


@pytest.mark.parametrize(
    ("fabrique", "listed", "town"),
    [
        ("LA COURSIVE BOUTARIC", "La Coursive Boutaric", "Dijon"),
        ("Fablab des 3 Lapins", "FabLab des 3 lapins", "Luxeuil-les-Bains"),
        ("LAB’Aux Tiers-Lieu de l’Auxois", "Lab'Aux", "Semur-en-Auxois"),
    ],
)
def test_a_fabrique_placed_at_the_centre_of_its_commune_is_the_place_another_list_names(fabrique, listed, town):
    centre = replace(place(fabrique, north=2_000), town=town)
    found = merge({FABRIQUES: [centre], "mednum_bfc": [replace(place(listed), town=town)]})
    assert [(one.name, one.sources, one.latitude) for one in found] == [(listed, [FABRIQUES, "mednum_bfc"], HERE[1])]


def test_the_name_of_the_commune_does_not_tell_a_place_from_another():
    one, other = place("Médiathèque de Gray"), place("Médiathèque", north=500)
    assert len(merge({"a": [replace(one, town="Gray")], "b": [replace(other, town="Gray")]})) == 1
    assert len(merge({"a": [replace(one, town="Arc")], "b": [replace(other, town="Arc")]})) == 2


def at(address, name="Médiathèque", **more):
    details = {"adresse": address, "itinerant": more.pop("itinerant", None)}
    return replace(place(name, **more), details={k: v for k, v in details.items() if v is not None})


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("2 rue de la Paix", "2, RUE DE LA PAIX"),
        ("5  rue du Tour des Fossés", "5 rue Tour des Fosses"),
        ("12 bd. Mansart", "12 boulevard Mansart"),
        ("Mairie, 3 av. de l’Île de France", "3 avenue de l'Ile-de-France"),
    ],
)
def test_two_entries_at_the_same_address_are_one_place_even_in_one_list(address, other):
    assert len(merged(a=[at(address, "Mairie")], b=[at(other, "Médiathèque", north=800)])) == 1
    assert len(merged(a=[at(address, "Mairie"), at(other, "Médiathèque", north=800)])) == 1


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("2 rue de la Paix", "4 rue de la Paix"),
        ("2 rue de la Paix", "2 rue de la Poste"),
        ("Rue du 8 mai 1945", "Rue du 8 mai 1945"),
        ("Le Bourg", "Le Bourg"),
    ],
    ids=["number", "street", "no number of its own", "no street"],
)
def test_two_addresses_that_are_not_surely_the_same_door_are_two_places(address, other):
    assert len(merged(a=[at(address, "Mairie")], b=[at(other, "Médiathèque")])) == 2


def test_the_same_address_in_two_communes_is_two_places():
    one, other = at("2 rue de la Paix", "Mairie"), at("2 rue de la Paix", "Fablab", commune="25002")
    assert len(merged(a=[one], b=[other])) == 2


def test_a_bus_is_not_the_place_whose_address_is_its_base():
    bus = at("2 rue de la Paix", "Bus France services", itinerant=True)
    assert len(merged(a=[bus, at("2 rue de la Paix", "Mairie")])) == 2


def test_the_same_siret_is_one_place():
    one, other = place("Mairie"), place("CCAS", north=900)
    assert len(merge({"a": [replace(one, siret="13001217900015"), replace(other, siret="13001217900015")]})) == 1
    assert len(merge({"a": [one, other]})) == 2


@pytest.mark.parametrize(
    ("labelled", "address", "count"),
    [
        ("MFS Salins-les-Bains", "Zone artisanale", 1),
        ("Centre social Simone Veil de Salins", None, 1),
        ("MFS Salins-les-Bains", "9 rue des Prés", 2),
        ("Maison de l’Étoile", None, 2),
    ],
    ids=["label", "longer name", "another door", "another name"],
)
def test_a_place_labelled_msap_or_mfs_is_the_france_services_of_its_commune_unless_its_door_is_another(
    labelled, address, count
):
    official = replace(at("2 rue de la Tour", "France services Salins"), services=True)
    other = replace(at(address, labelled, north=900), services=True)
    assert len(merge({"france_services": [official], "mednum_bfc": [other]})) == count


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


def test_a_place_without_a_point_is_found_by_its_name_and_takes_the_point_of_the_other_list():
    lost = Place("25001", "Médiathèque", None, None)
    assert metres(lost, place()) == math.inf
    [found] = merge({"a": [copy.copy(lost)], "b": [place()]})
    assert (found.sources, found.longitude) == (["a", "b"], HERE[0])
    assert len(merge({"a": [lost], "b": [replace(place(), commune="25002")]})) == 2


def test_the_same_place_in_three_lists_is_one():
    assert merged(a=[place()], b=[place(north=40)], c=[place(north=-40)]) == [("Médiathèque", ["a", "b", "c"])]


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
    assert [(row["categorie"], row["commune"]) for row in rows] == [("mediation", "25001"), ("tiers_lieu", "25001")]


def test_a_category_is_counted_at_each_date_from_the_lists_that_exist_then():
    rows = computed(
        {"source": "a", "periode": "2023", "mediation": True, "nom": "Ancienne"},
        {"source": "a", "periode": "2025", "mediation": True, "nom": "Nouvelle"},
        {"source": "b", "periode": "2024", "mediation": True, "nom": "Fablab"},
    )
    assert [(row["periode"], row["nom"]) for row in rows] == [
        ("2023", "Ancienne"),
        ("2024", "Ancienne"),
        ("2024", "Fablab"),
        ("2025", "Nouvelle"),
        ("2025", "Fablab"),
    ]


def test_a_list_that_names_no_more_place_of_a_category_is_not_counted_by_an_older_delivery():
    rows = computed(
        {"source": "a", "periode": "2023", "mediation": True, "nom": "Ancienne"},
        {"source": "a", "periode": "2025", "tiers_lieu": True, "nom": "Nouvelle"},
        {"source": "b", "periode": "2025", "mediation": True, "nom": "Fablab"},
    )
    assert [(row["periode"], row["nom"]) for row in rows if row["categorie"] == "mediation"] == [
        ("2023", "Ancienne"),
        ("2025", "Fablab"),
    ]


def test_a_list_that_feeds_another_category_does_not_delay_this_one():
    rows = computed(
        {"source": "a", "periode": "2023", "mediation": True}, {"source": "b", "periode": "2025", "tiers_lieu": True}
    )
    assert [(row["categorie"], row["periode"]) for row in rows] == [("mediation", "2023"), ("tiers_lieu", "2025")]


def test_no_list_gives_no_place():
    assert computed() == []
