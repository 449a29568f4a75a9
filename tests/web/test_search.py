"""One search finds territories, indicators and pages, and helps when a name is misspelt."""

import pytest
from django.test import Client

from tests.web.words import words

# The search finds what people write, too.
pytestmark = pytest.mark.django_db


def test_a_word_finds_territories_indicators_and_pages_by_kind(site: Client) -> None:
    text = words(site.get("/recherche?q=fibre"))
    assert "Indicateurs Locaux raccordables à la fibre (FttH)" in text
    pages = words(site.get("/recherche?q=accessibilite"))
    assert "Accessibilité" in pages or site.get("/recherche?q=accessibilite")["Location"] == "/accessibilite"


def test_a_single_answer_of_any_kind_opens_at_once(site: Client) -> None:
    assert site.get("/recherche?q=sochaux")["Location"] == "/territoires/commune/25547"
    assert site.get("/recherche?q=mentions legales")["Location"] == "/mentions-legales"


def test_a_misspelt_name_is_answered_with_the_nearest_ones(site: Client) -> None:
    text = words(site.get("/recherche?q=montbelliard"))
    assert "Vouliez-vous dire" in text
    assert "Montbéliard" in text.split("Vouliez-vous dire")[1]
    assert "Vouliez-vous dire" not in words(site.get("/recherche?q=zzzzzzzz"))


def test_hostile_words_are_only_words(site: Client) -> None:
    for text in ("' OR 1=1 --", "<script>alert(1)</script>", "🗺" * 50, "\u202e abc", "%00", "a" * 5000):
        answer = site.get("/recherche", {"q": text})
        assert answer.status_code in (200, 302)
        assert "<script>alert" not in answer.content.decode()


def test_suggestions_hold_the_three_kinds(site: Client) -> None:
    told = site.get("/api/v1/search?q=accessibilite").json()
    assert told["contents"][0]["page"] == "/accessibilite"


def test_an_address_typed_in_the_search_is_found_among_the_rest(site: Client) -> None:
    assert site.get("/recherche?q=12 bis r du gal de gaulle")["Location"] == "/adresse/25056_1002_00012_bis"
    text = words(site.get("/recherche?q=rue de la gare"))
    assert "Adresses Rue de la Gare 25000 Besançon Rue de la Gare 25200 Montbéliard" in text


def test_the_api_gives_addresses_with_their_key_and_position(site: Client) -> None:
    (one,) = site.get("/api/v1/search?q=besançon rue de la gare 12").json()["addresses"]
    assert one["address"] == "25056_1001_00012"
    assert one["kind"] == "numero"
    assert (one["name"], one["hint"]) == ("12 rue de la Gare", "25000 Besançon")
    assert one["territory"] == "commune:25056"
    assert (one["longitude"], one["latitude"]) == (6.0215, 47.2466)
    assert one["page"] == "/adresse/25056_1001_00012"
    assert site.get("/api/v1/search?q=zzzz").json()["addresses"] == []


def test_a_number_that_the_street_does_not_have_is_said_and_nothing_opens_by_itself(site: Client) -> None:
    (one,) = site.get("/api/v1/search?q=99 rue de la gare besançon").json()["addresses"]
    assert (one["absent"], one["hint"]) == ("99", "25000 Besançon — pas de n° 99 connu dans cette voie")
    answer = site.get("/recherche?q=99 rue de la gare besançon")
    assert answer.status_code == 200
    assert "pas de n° 99 connu dans cette voie" in words(answer)


def test_what_is_half_typed_has_streets_to_choose_and_what_to_add(site: Client) -> None:
    for typed in ("12 rue", "rue montbéliard", "12 rue de la g"):
        told = site.get("/api/v1/search", {"q": typed}).json()
        assert told["addresses"], typed
        assert told["advice"] == "Continuez\u202f: écrivez le nom de la voie, puis la commune."
        assert "Continuez" in words(site.get("/recherche", {"q": typed}))
    assert site.get("/api/v1/search?q=12 rue de la gare besançon").json()["advice"] == ""


def test_the_town_hall_of_a_commune_leads_to_the_commune(site: Client) -> None:
    assert site.get("/recherche?q=mairie sochaux")["Location"] == "/territoires/commune/25547"
