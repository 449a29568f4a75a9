"""White zones and the places that must not be left behind, counted by hand from the samples (T2 2026)."""

import csv
import io
import json

import pytest
from django.test import Client

from tests.web.words import words

BANNER = "Écoles, services publics, entreprises"


def rows(site: Client, address: str) -> list[dict[str, str]]:
    answer = site.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_a_speed_that_bounds_no_class_is_told_between_the_two_around_it(site: Client) -> None:
    # Pont-de-Roide-Vermondans has 2 premises of the class 3 to 8 Mbit/s: at 4, nobody can say.
    found = {row["commune"]: row for row in rows(site, "/zones-blanches.csv?seuil=4")}
    pont = found["25463"]
    assert (pont["locaux_sous_seuil"], pont["au_moins"], pont["au_plus"]) == ("", "0", "2")
    meroux = found["90068"]
    assert (meroux["locaux_sous_seuil"], meroux["au_moins"], meroux["au_plus"]) == ("1", "1", "1")
    told = words(site.get("/zones-blanches?seuil=4"))
    assert "4 Mbit/s n’est pas une borne des classes publiées" in told
    assert "3 locaux sous 3 Mbit/s et 5 sous 8" in told


def test_a_place_has_the_speed_of_its_building_and_an_unknown_one_is_left_empty(site: Client) -> None:
    found = {
        (row["commune"], row["nature"]): (row["classe"], row["sous_seuil"], row["etat_fibre"])
        for row in rows(site, "/zones-blanches/lieux.csv?seuil=8")
    }
    assert found["25056", "École primaire"][:2] == ("INEL", "oui")
    assert found["25056", "Collège"] == ("THD1G", "non", "deploye")
    assert found["25056", "Entreprise, 20 à 49 salariés"] == ("THD30", "non", "cible")
    assert found["25463", "Mairie"] == ("HD3", "oui", "")
    assert found["90068", "Mairie"] == ("INEL", "oui", "deploye")
    assert found["90097", "Entreprise, 50 à 99 salariés"] == ("INEL", "oui", "cible")
    for unknown in (
        ("90010", "Gendarmerie"),
        ("25547", "École maternelle"),
        ("90010", "Entreprise, 10 à 19 salariés"),
        ("25463", "Entreprise, 10 à 19 salariés"),
        ("90010", "Maison de santé"),
        ("25035", "France Services"),
    ):
        assert found[unknown][:2] == ("", "")


def test_a_speed_between_two_bounds_says_nothing_of_a_place_whose_class_holds_it(site: Client) -> None:
    found = {(row["commune"], row["nature"]): row for row in rows(site, "/zones-blanches/lieux.csv?seuil=4")}
    assert found["25463", "Mairie"]["sous_seuil"] == ""
    assert found["90068", "Mairie"]["sous_seuil"] == "oui"


@pytest.mark.parametrize(
    "address", ["/zones-blanches?seuil=100", "/zones-blanches/lieux.csv", "/zones-blanches.geojson"]
)
def test_an_establishment_in_partial_diffusion_is_never_named(site: Client, address: str) -> None:
    answer = site.get(address)
    content = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert "MARTIN" not in content.upper()


def test_the_page_lists_places_below_the_threshold_and_counts_the_others(site: Client) -> None:
    told = words(site.get("/zones-blanches?dans=departement:90"))
    assert BANNER in told
    assert "2 lieux sous 8 Mbit/s" in told
    assert "Sans nom publié" in told


def test_the_shapes_to_take_away_hold_every_commune_with_its_counts(site: Client) -> None:
    told = json.loads(site.get("/zones-blanches.geojson?seuil=8").content)
    found = {one["properties"]["code"]: one["properties"] for one in told["features"]}
    assert found["25463"]["locaux_sous_seuil"] == 2
    assert found["25388"]["locaux_sous_seuil"] == 0
    # Sochaux: its building has no premises, so that nothing is known of them.
    assert found["25547"]["locaux_sous_seuil"] is None


def test_the_map_of_the_page_is_drawn_for_the_threshold_asked(site: Client) -> None:
    page = site.get("/zones-blanches?seuil=30").content.decode()
    address = page.split('<img class="choropleth" src="')[1].split('"')[0].replace("&amp;", "&")
    answer = site.get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<path" in answer.content
    # More of what is missing is the deeper ochre, and none of it white.
    assert b'class="lack-' in answer.content
    assert b'class="ramp-' not in answer.content
    assert site.get("/zones-blanches/99999/carte.svg").status_code == 404
