"""The map of buildings, « ma position », and an address taken away: what a reader gets, with a map or without."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.web.words import words

FAUBOURG = "lon=6.8628&lat=47.6379"
ADDRESS = "/adresse/25056_1001_00012_bis"


def test_without_a_map_the_legend_counts_the_buildings_of_each_state(site: Client) -> None:
    told = words(site.get("/carte/immeubles"))
    # Of samples/arcep_cartefibre_immeubles.csv: 11 buildings kept, of which lines 2, 6, 8 and 10 are connectable, and
    # line 12 waits for its cabinet.
    assert "Raccordable La fibre arrive jusqu’au point de branchement de cet immeuble. 4 36,4 %" in told
    assert "n’est pas encore ouverte. 1 9,1 %" in told
    assert "le tableau par commune dit où" in told


def test_the_map_of_an_operator_counts_its_own_buildings(site: Client) -> None:
    told = words(site.get("/carte/immeubles?operateur=SFR0"))
    assert "Raccordable La fibre arrive jusqu’au point de branchement de cet immeuble. 1 100 %" in told


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/carte/immeubles?operateur=NADA", "Opérateur « NADA » inconnu."),
        ("/carte/immeubles?lon=x&lat=47", "« lon » doit être un nombre"),
        ("/carte/immeubles?dans=commune:99999", "inconnu"),
    ],
)
def test_what_cannot_be_asked_of_the_map_is_refused_in_words(site: Client, address: str, says: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert says in words(answer)


def test_a_home_without_buildings_says_they_are_not_loaded(reading: Any, bfc_home: Path) -> None:
    assert "Données non chargées" in words(reading(bfc_home).get("/carte/immeubles"))


def test_the_tiles_of_buildings_are_read_part_by_part(site: Client) -> None:
    found = re.search(r'data-tiles="([^"]+)"', site.get("/carte/immeubles").content.decode())
    assert found
    answer = site.get(found[1], headers={"range": "bytes=0-6"})
    assert answer.status_code == 206
    assert b"".join(answer) == b"PMTiles"
    assert site.get("/tuiles/999-20200101000000/immeubles.pmtiles").status_code == 404


def test_the_api_says_what_the_page_of_an_address_says(site: Client) -> None:
    told = json.loads(site.get("/api/v1/addresses/25056_1001_00012_bis").content)
    assert told["territory"] == "commune:25056"
    assert told["page"] == ADDRESS
    assert told["premises"][0]["keyed"] is True
    offers = {(one["operator_name"], one["technology"], one["down"]) for one in told["premises"][0]["offers"]}
    assert offers == {("Orange", "CU", "BHD8"), ("Nordnet", "SAT", "THD100")}
    assert told["origins"]["premises"]["source"] == "arcep_mci_immeubles"


def test_the_api_answers_for_a_point_and_says_in_french_when_there_is_none(site: Client) -> None:
    told = json.loads(site.get(f"/api/v1/addresses?{FAUBOURG}").content)
    assert told["buildings"][0]["operator_name"] == "SFR"
    assert told["buildings"][0]["connectable"] is True
    away = site.get("/api/v1/addresses?lon=2.35&lat=48.85")
    assert away.status_code == 404
    assert "n’est dans aucune commune" in json.loads(away.content)["message"]
    for wrong in ("lon=nan&lat=47", "lon=6&lat=91", "lon=6"):
        refused = site.get(f"/api/v1/addresses?{wrong}")
        assert refused.status_code == 422, wrong
        assert json.loads(refused.content)["message"].startswith("Demande refusée."), wrong


def test_the_addresses_of_the_api_are_described(site: Client) -> None:
    paths = json.loads(site.get("/api/v1/openapi.json").content)["paths"]
    assert "/api/v1/addresses" in paths
    assert "/api/v1/addresses/{key}" in paths


def test_an_address_is_taken_away_with_its_sources_and_its_mention(site: Client) -> None:
    body = site.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}.csv"' in body
    assert 'href="/api/v1/addresses/25056_1001_00012_bis"' in body
    answer = site.get(f"{ADDRESS}.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    kinds = {row["rubrique"] for row in rows}
    assert {"offre", "zone", "site mobile"} <= kinds
    assert all(row["source"] and row["obtenu_le"] for row in rows if row["rubrique"] != "aide")
    assert {row["mention"] for row in rows} == {""} or all(row["mention"] for row in rows)
    book = site.get(f"/adresse.xlsx?{FAUBOURG}").streaming_content  # type: ignore[attr-defined]
    assert b"".join(book).startswith(b"PK")


@pytest.mark.more
@pytest.mark.browser
def test_a_touch_on_a_building_opens_what_is_known_there(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"/carte/immeubles?{FAUBOURG}")
        atlas = page.locator("[data-buildings]")
        expect(atlas).to_have_attribute("data-state", "drawn", timeout=30_000)
        assert int(atlas.get_attribute("data-drawn") or 0) >= 1
        page.locator(".map canvas").click()
        page.wait_for_url("**/adresse?*")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Belfort")


@pytest.mark.more
@pytest.mark.browser
def test_the_map_of_buildings_is_used_with_the_keyboard_alone(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served) as context:
        page = context.new_page()
        page.goto(f"/carte/immeubles?{FAUBOURG}")
        expect(page.locator("[data-buildings]")).to_have_attribute("data-state", "drawn", timeout=30_000)
        page.locator(".map canvas").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/adresse?*")


@pytest.mark.more
@pytest.mark.browser
def test_my_position_leads_to_what_is_known_there(browser: Browser, served: str) -> None:
    here: Any = {"latitude": 47.6379, "longitude": 6.8628}
    with browser.new_context(base_url=served, geolocation=here, permissions=["geolocation"]) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="Ma position").click()
        page.wait_for_url("**/adresse?lon=6.86280&lat=47.63790")


@pytest.mark.more
@pytest.mark.browser
def test_my_position_says_when_it_is_refused_or_outside(browser: Browser, served: str) -> None:
    paris: Any = {"latitude": 48.85, "longitude": 2.35}
    with browser.new_context(base_url=served, geolocation=paris, permissions=["geolocation"]) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="Ma position").click()
        expect(page.locator("[data-position] [role=status]")).to_contain_text("dans aucune commune")
    with browser.new_context(base_url=served) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name="Ma position").click()
        expect(page.locator("[data-position] [role=status]")).to_contain_text("pas donné votre position")
