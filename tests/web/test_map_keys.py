"""The map with the keys alone: from commune to commune, on the map that moves or on the drawing of the server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.more]

FTTH = "taux_locaux_raccordables_ftth"
MAP = f"/carte?indicateur={FTTH}&niveau=commune&periode=2018-T1"
CANVAS = "[data-canvas] canvas"


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
    page.goto(address)
    wait_for_map(page)
    return page


def said(page: Page, key: str) -> str:
    """The place that the reading names after a key."""
    before = page.locator("[data-panel]").inner_text()
    page.keyboard.press(key)
    expect(page.locator("[data-panel]")).not_to_have_text(before, use_inner_text=True)
    return page.locator("[data-panel] strong").inner_text()


def test_arrows_go_to_the_neighbour_and_back_and_the_reading_says_name_and_value(page: Page) -> None:
    shown(page, MAP)
    page.locator(CANVAS).focus()
    middle = said(page, "ArrowRight")
    beside = said(page, "ArrowLeft")
    assert beside != middle
    assert said(page, "ArrowRight") == middle
    panel = page.locator("[data-panel]")
    assert panel.get_attribute("aria-live") == "polite"
    expect(panel.locator(".said")).to_have_count(1)
    expect(page.locator("tr.read")).to_contain_text(middle)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_empty()
    said(page, "ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/commune/*")


def test_what_keys_do_is_told_in_one_line_to_who_is_on_the_map(page: Page) -> None:
    shown(page, MAP)
    line = page.locator("#touches")
    assert line.evaluate("line => getComputedStyle(line).clipPath") != "none"
    page.locator("#c-temps").focus()
    page.locator(CANVAS).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert line.evaluate("line => getComputedStyle(line).clipPath") == "none"
    assert (line.bounding_box() or {"height": 99})["height"] < 40
    canvas = page.locator(CANVAS)
    assert canvas.get_attribute("role") == "application"
    assert canvas.get_attribute("aria-describedby") == "touches"


def test_keys_pass_over_what_the_legend_leaves_out(page: Page) -> None:
    shown(page, f"{MAP}&garder=1-2")
    page.locator(CANVAS).focus()
    met = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)
        met.add(page.locator("[data-panel] strong").inner_text())
    assert met <= {"Les Auxons", "Meroux-Moval", "Pont-de-Roide-Vermondans"}
    assert len(met) > 1


def test_plus_comes_nearer_to_the_place_and_shift_moves_the_map_under_a_cross(page: Page) -> None:
    shown(page, MAP)
    page.locator(CANVAS).focus()
    place = said(page, "ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(700)
    assert page.locator("[data-panel] strong").inner_text() == place
    expect(page.locator(".map-cross")).to_be_hidden()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".map-cross")).to_be_visible()


def test_the_script_of_the_keys_comes_with_the_first_of_them(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown(page, MAP)
    page.locator(CANVAS).focus()
    assert not any("/keys." in one or "/lieux-" in one for one in asked)
    said(page, "ArrowRight")
    assert any("/keys." in one for one in asked)
    assert any("/lieux-commune.json" in one for one in asked)


def test_without_the_map_that_moves_keys_go_over_the_drawing(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.route("**/maplibre-gl*", lambda route: route.abort())
        page.goto(MAP)
        expect(page.locator("[data-map]")).to_have_attribute("data-state", "failed")
        drawing = page.locator("svg.choropleth")
        drawing.focus()
        first = said(page, "ArrowRight")
        second = said(page, "ArrowLeft")
        assert first != second
        expect(page.locator("[data-panel] .said")).to_contain_text("%")
        assert page.locator(".chosen-edge").get_attribute("d")
        assert faults(page) == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/territoires/commune/*")


def test_who_keeps_a_class_with_the_keys_stays_on_its_bar(page: Page) -> None:
    shown(page, MAP)
    bar = page.locator("[data-bars] [data-rank='2']")
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**garder=2*")
    expect(bar).to_be_focused()
    expect(page.locator("[data-row]")).to_have_count(2)
    page.get_by_role("link", name="Lever le filtre").click()
    expect(page.locator("[data-row]")).to_have_count(8)


REACHED = """async () => {
  const script = document.querySelector('script[src*="/map/map."]').src;
  const { beside } = await import(script.replace(/map[.][^/]*$/, "keys.js"));
  const { lieux } = await (await fetch(document.querySelector("[data-map]").dataset.places)).json();
  const flat = ([, east, north]) => [east * Math.cos((north * Math.PI) / 180), -north];
  const places = new Map(Object.entries(lieux).map(([code, place]) => [code, flat(place)]));
  const start = places.keys().next().value;
  const [reached, waiting] = [new Set([start]), [start]];
  while (waiting.length) {
    const here = waiting.pop();
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
      const next = beside(places, places.get(here), key, here);
      if (next && !reached.has(next)) (reached.add(next), waiting.push(next));
    }
  }
  return Object.entries(lieux).filter(([code]) => !reached.has(code)).map(([, [name]]) => name);
}"""


def test_every_commune_is_reached_by_arrows(browser: Browser, tried_out: str) -> None:
    with browser.new_context(base_url=tried_out) as context:
        page = context.new_page()
        page.goto("/carte?niveau=commune")
        assert page.evaluate(REACHED) == []
