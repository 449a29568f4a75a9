"""Names of hamlets are written on the map from near, read square by square."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from maillage.observatory.door import current
from maillage.web.layers import SQUARES, layers, square
from tests.web.axe import wait_for_map

MAP = "/carte?indicateur=taux_locaux_raccordables_ftth&niveau=commune&calques=lieux_dits"


def places(site: Client) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(site.get("/carte/calques/lieux_dits.json").content)["noms"]
    return told


def test_squares_share_out_every_name_and_each_is_in_its_own(site: Client, release_home: Path) -> None:
    source, address = current(release_home), places(site)["adresse"]
    [layer] = [each for each in layers() if each.name == "lieux_dits"]
    found = []
    # The samples are between these columns and rows.
    for column in range(1050, 1070):
        for row in range(705, 730):
            west, south, east, north = square(column, row)
            names = json.loads(site.get(f"{address}{column}/{row}.json").content)["noms"]
            assert all(west <= longitude <= east and south <= latitude <= north for _, longitude, latitude in names)
            found += [name for name, _, _ in names]
    assert "la Chapelle des Buis" in found
    assert len(found) == layer.count(source) > 1


def test_squares_are_those_of_the_maps_of_the_web() -> None:
    assert square(0, 0)[0] == -180
    assert square(1 << (SQUARES - 1), 1 << (SQUARES - 1))[::3] == pytest.approx((0, 0))
    # Besançon, as OpenStreetMap numbers it at this zoom.
    west, south, east, north = square(1058, 718)
    assert west < 6.05 < east
    assert south < 47.218 < north


@pytest.mark.parametrize(
    "wrong", ["cuivre/1058/718", "lieux_dits/2048/718", "lieux_dits/9999/9999", "piscines/1058/718"]
)
def test_what_is_no_square_or_no_name_is_not_there(site: Client, wrong: str) -> None:
    address = places(site)["adresse"].removesuffix("lieux_dits/")
    assert site.get(f"{address}{wrong}.json").status_code == 404


def test_squares_are_kept_for_ever_under_their_release(site: Client) -> None:
    address = places(site)["adresse"]
    assert "immutable" in site.get(f"{address}1058/718.json")["Cache-Control"]
    release = address.split("/")[2]
    assert site.get(f"{address.replace(release, '1-20200101000000')}1058/718.json").status_code == 404


@pytest.mark.browser
@pytest.mark.more
def test_names_come_with_the_squares_one_comes_near_to(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(MAP)
        wait_for_map(page)
        expect(page.locator("[data-map]")).to_have_attribute("data-overlays", "lieux_dits")
        assert not any("/noms/lieux_dits/" in one for one in asked)
        field = page.get_by_label("Aller à une commune, à une adresse")
        field.fill("12 rue de la Gare Besançon")
        field.press("Enter")
        expect(page.locator("[data-map]")).to_have_attribute("data-written", "1", timeout=15_000)
        assert any("/noms/lieux_dits/1058/" in one for one in asked)
