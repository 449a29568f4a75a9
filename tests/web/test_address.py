"""A point of the map: what the page tells of the sample buildings, and what it does not know."""

from dataclasses import replace

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maillage.observatory.point.fixed import Building, Offer, Premises
from maillage.web.fibre import words as told_by
from maillage.web.fibre.best import bars, best, speed
from maillage.web.words.pieces import plain
from tests.web.words import visible, words

FAUBOURG = "/adresse?lon=6.8628&lat=47.6379"
GARE = "/adresse?lon=6.0215&lat=47.2466"


def building(**changes: object) -> Building:
    usual = {
        "operator": "FRTE",
        "operator_name": "France Télécom",
        "identifier": "I1",
        "state": "deploye",
        "kind": "PA",
        "size": "individuel",
        "address": "",
        "exchange": "PM1",
        "exchange_state": "deploye",
        "exchange_opened_on": None,
        "complete_by": None,
        "distance": 0.0,
        "history": (),
    }
    return Building(**(usual | changes))  # type: ignore[arg-type]


def test_the_page_begins_with_the_answer(site: Client) -> None:
    told = words(site.get(FAUBOURG))
    assert "La fibre est là. Orange la vend ici." in told
    assert "C’est l’immeuble connu le plus proche, à moins de 5 m." in told
    assert told.index("La fibre est là.") < told.index("Qui appeler") < told.index("Tout ce que nous savons ici")
    assert "La fibre arrive jusqu’au point de branchement de cet immeuble." in told
    # SFR0 is SFR in the operators' reference.
    assert "Opérateur d’infrastructure SFR" in told


def test_the_offers_say_operator_technology_and_both_speeds(site: Client) -> None:
    told = words(site.get(GARE))
    assert "Orange Fibre (FttH) 1 000 ou plus 1 000 ou plus" in told
    assert "Nordnet Satellite 100 ou plus 8 ou plus" in told
    assert "1 000 Mbit/s ou plus par la fibre, sans compter le satellite." in told
    assert "24 locaux à cette adresse" in told


def test_where_no_building_is_known_the_page_says_so_and_what_to_do_meanwhile(site: Client) -> None:
    told = words(site.get(GARE))
    assert "Aucun immeuble connu à moins de 50 mètres" in told
    assert "Pourtant, Free et Orange disent la vendre ici." in told
    assert "En attendant" in told


def test_an_aid_that_is_over_is_told_in_the_past_and_never_promised(site: Client) -> None:
    told = words(site.get(GARE))
    assert "Une aide de l’État, à vérifier" in told
    assert "aidait à payer l’équipement" in told
    assert "En vigueur jusqu’au 31 décembre 2025 (à vérifier)" in told
    assert "aide à payer" not in told


def test_each_part_of_the_page_names_its_source_and_its_day(site: Client) -> None:
    told = words(site.get(FAUBOURG))
    assert "Déploiement de la fibre par immeuble (Ma carte fibre)" in told
    assert "Arcep, 2e trimestre 2026, obtenu le" in told
    assert "Calendrier de fermeture du réseau cuivre" in told


def test_a_home_without_buildings_says_data_are_not_loaded_and_never_a_zero(reading: object, bfc_home: object) -> None:
    told = words(reading(bfc_home).get("/adresse?lon=6.0241&lat=47.2378"))  # type: ignore[operator]
    assert "Données non chargées : l’état de la fibre par immeuble." in told
    assert "Données non chargées : les offres par immeuble" in told


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/adresse", "« lon » doit être un nombre de degrés entre -180 et 180."),
        ("/adresse?lon=abc&lat=47", "« lon » doit être un nombre"),
        ("/adresse?lon=6&lat=nan", "« lat » doit être un nombre"),
        ("/adresse?lon=6&lat=inf", "« lat » doit être un nombre"),
        ("/adresse?lon=2.35&lat=48.85", "n’est dans aucune commune de la région"),
        ("/adresse?lon=6&lat=91", "entre -90 et 90"),
    ],
)
def test_a_place_that_cannot_be_is_refused_in_words(site: Client, address: str, says: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert says in words(answer)


def test_fibre_laid_to_a_building_whose_cabinet_is_shut_is_not_said_connectable() -> None:
    one = building(exchange_state="en cours de deploiement")
    assert not told_by.is_connectable(one)
    assert told_by.state_words(one)[0] == "Bientôt raccordable"


@given(st.lists(st.sampled_from(list(told_by.SPEEDS)), min_size=1, max_size=8))
def test_the_best_without_satellite_is_the_best_of_the_others(speeds: list[str]) -> None:
    offers = tuple(Offer(f"O{rank}", "", "CU", speed, "HD05", None, None) for rank, speed in enumerate(speeds))
    sky = Offer("SKY", "", "SAT", "THD1G", "THD1G", None, None)
    premises = Premises("1", 1, "", True, 0.0, "", (*offers, sky))
    fastest = max(speeds, key=list(told_by.SPEEDS).index)
    said = visible(plain(best([premises])))
    if fastest == "INEL":
        assert said.startswith("Moins de 0,5 Mbit/s")
    else:
        assert said == visible(f"{speed(replace(sky, down=fastest))} par le cuivre (ADSL), sans compter le satellite.")
    drawn = bars([premises], missing=True, copper_ends=None)
    assert [bar.technology for bar in drawn] == ["Cuivre (ADSL, VDSL)", "Satellite", "Fibre"]
    assert not drawn[-1].here
