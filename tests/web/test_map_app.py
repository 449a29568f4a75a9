"""The map as an application, in a real browser: with a mouse, a finger, keys, or without a script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.more]

FTTH = "taux_locaux_raccordables_ftth"
MAP = f"/carte?indicateur={FTTH}&niveau=commune&periode=2018-T1"
BARS = "[data-bars] [data-rank]"


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page whose script errors fail the test."""
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        yield opened
        assert errors == []


def shown(page: Page, address: str) -> Page:
    """The map of an address, drawn."""
    page.goto(address)
    wait_for_map(page)
    return page


def box_of(page: Page, selector: str) -> Any:
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("address", [MAP, f"{MAP}&vue=deux&avec=2017-T4", f"{MAP}&vue=difference&avec=2017-T4"])
def test_the_map_fills_the_first_screen(page: Page, address: str) -> None:
    shown(page, address)
    place = box_of(page, "[data-plate]")
    assert place["y"] < 360
    assert place["height"] >= 540


def test_settings_and_table_fold_and_give_the_map_their_room(page: Page) -> None:
    shown(page, MAP)
    before = box_of(page, "[data-plate]")["width"]
    for side in ("#regler", "#tableau"):
        page.locator(f"{side} > summary").focus()
        page.keyboard.press("Enter")
    assert box_of(page, "[data-plate]")["width"] > before + 300
    # The legend stays, over the map.
    expect(page.locator(BARS).first).to_be_visible()


def test_a_bar_of_the_legend_keeps_its_places_and_lets_the_others_come_back(page: Page) -> None:
    shown(page, MAP)
    page.get_by_role("link", name="20 à 40").click()
    page.wait_for_url("**garder=2*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 communes sur 8 sont entre 20 et 40")
    expect(page.locator("[data-row]")).to_have_count(2)
    page.get_by_role("link", name="Tout montrer").click()
    expect(page.locator("[data-row]")).to_have_count(8)


def test_bars_are_brushed_with_the_mouse_and_stretched_with_the_keyboard(page: Page) -> None:
    shown(page, MAP)
    first, last = (page.locator(BARS).nth(rank).bounding_box() for rank in (1, 3))
    assert first
    assert last
    page.mouse.move(first["x"] + 10, first["y"] + 60)
    page.mouse.down()
    page.mouse.move(last["x"] + 10, last["y"] + 60, steps=6)
    page.mouse.up()
    page.wait_for_url("**garder=1-3*")
    expect(page.locator("[data-row]")).to_have_count(5)
    page.locator(f"{BARS} >> nth=3").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**garder=1-4*")
    expect(page.locator("[data-row]")).to_have_count(6)


def test_time_unrolls_in_the_same_colours_and_stops_where_one_wants(page: Page) -> None:
    shown(page, MAP)
    page.get_by_role("button", name="Dérouler le temps").click()
    atlas = page.locator("[data-map]")
    expect(atlas).to_have_attribute("data-frame", "2026-T2", timeout=15_000)
    page.wait_for_url("**periode=2026-T2*")
    assert "echelle=2018-T1" in page.url
    expect(page.locator(".atlas-legend")).to_contain_text("Couleurs taillées sur le 1er trimestre 2018")
    page.get_by_role("link", name="Les tailler sur cette date").click()
    expect(page.locator(".atlas-legend")).not_to_contain_text("Couleurs taillées")


def test_two_dates_are_uncovered_by_a_line_that_keys_move_or_stand_side_by_side(page: Page) -> None:
    shown(page, f"{MAP}&vue=deux&avec=2017-T4")
    line = page.get_by_role("slider", name="Limite entre les deux dates")
    line.focus()
    page.keyboard.press("Home")
    assert page.locator("[data-swipe]").evaluate("one => one.style.getPropertyValue('--cut')") == "0%"
    page.get_by_role("button", name="Côte à côte").click()
    expect(line).to_have_count(0)
    left, right = (page.locator("[data-plate]").nth(rank).bounding_box() for rank in (0, 1))
    assert left
    assert right
    assert right["x"] >= left["x"] + left["width"]
    page.reload()
    wait_for_map(page)
    expect(line).to_have_count(0)


def test_what_is_under_the_pointer_is_said_beside_it_and_in_the_table(page: Page) -> None:
    shown(page, f"{MAP}&dans=departement:90")
    place = box_of(page, "[data-plate]")
    canvas = page.locator("[data-canvas] canvas")
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        page.mouse.move(place["x"] + place["width"] * share, place["y"] + place["height"] * share)
        page.wait_for_timeout(300)
        if page.locator("[data-panel] strong").count():
            break
    expect(page.locator("[data-panel]")).to_contain_text("%")
    expect(page.locator("tr.read")).to_have_count(1)
    canvas.focus()
    page.keyboard.press("Escape")
    expect(page.locator("tr.read")).to_have_count(0)


def test_an_address_is_found_on_the_map(page: Page) -> None:
    shown(page, MAP)
    field = page.get_by_label("Aller à une commune, à une adresse")
    field.fill("12 rue de la Gare Besançon")
    field.press("Enter")
    expect(page.locator("[data-panel]")).to_contain_text("12 rue de la Gare")
    expect(page.locator("[data-panel]")).to_contain_text("Voir ce qui est disponible ici")


@pytest.mark.parametrize("name", ["immeubles", "zones_blanches", "cuivre", "mediation", "tiers_lieux", "sites_mobiles"])
def test_a_layer_is_switched_on_by_the_address_with_its_key(page: Page, name: str) -> None:
    shown(page, f"{MAP}&calques={name}")
    expect(page.locator("[data-map]")).to_have_attribute("data-overlays", name)
    expect(page.locator(f"[data-key={name}] li").first).to_be_visible()
    assert faults(page) == []


SURFACES = """async () => {
  const script = document.querySelector('script[src*="/map/map."]').src;
  const { style } = await import(script.replace(/map[.][^/]*$/, "paint.js"));
  const tiles = { adresse: "/c.pmtiles", couche: "couverture", propriete: "niveau", valeurs: ["bon", "tb"] };
  const signs = [{ teinte: "ochre" }, { teinte: "thread" }];
  const content = { tuiles: { ...tiles, surfaces: true }, signes: signs, points: [] };
  const told = { genres: ["ramp-0", "sans-objet", "inconnu"], rangs: {} };
  const view = { layers: new Map([["couverture", content]]), names: [] };
  const drawn = style(told, { tiles: "/t.pmtiles", layer: "communes" }, view);
  const layer = drawn.layers.find(({ id }) => id === "calque-couverture");
  return [layer.type, layer["source-layer"], drawn.sources["calque-couverture"].type];
}"""


def test_a_layer_of_surfaces_in_tiles_is_filled_with_its_colours(page: Page) -> None:
    shown(page, MAP)
    assert page.evaluate(SURFACES) == ["fill", "couverture", "vector"]


def test_on_a_phone_the_map_comes_first_and_the_rest_opens_where_it_is_asked(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, viewport={"width": 390, "height": 844}) as context:
        page = shown(context.new_page(), MAP)
        assert box_of(page, "[data-plate]")["y"] < 360
        expect(page.get_by_role("table")).to_be_hidden()
        page.get_by_role("link", name="Tableau", exact=True).click()
        expect(page.get_by_role("table")).to_be_visible()


def test_without_script_forms_and_links_do_the_same(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(MAP)
        page.get_by_label("Tiers-lieux").check()
        page.get_by_role("button", name="Poser sur la carte").click()
        assert page.locator(".choropleth .laid use").count() == 4
        page.get_by_role("link", name="20 à 40").click()
        expect(page.get_by_label("Tiers-lieux")).to_be_checked()
        expect(page.locator("[data-row]")).to_have_count(2)
        page.get_by_role("link", name="2 dates").click()
        assert page.locator(".choropleth").count() == 2
        page.get_by_text("Toutes les dates", exact=True).click()
        page.get_by_role("link", name="3e trimestre 2017").click()
        assert "periode=2017-T3" in page.url


def test_the_sheet_that_is_printed_is_an_a3_with_the_drawn_map(page: Page) -> None:
    shown(page, f"{MAP}&calques=tiers_lieux")
    page.emulate_media(media="print")
    expect(page.locator(".choropleth")).to_be_visible()
    expect(page.locator(".map-live")).to_be_hidden()
    expect(page.get_by_role("button", name="Montrer")).to_have_count(0)
    sheet = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 1191" in sheet or b"/MediaBox [0 0 1190" in sheet
