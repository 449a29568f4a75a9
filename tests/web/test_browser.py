"""The site in a real browser: the main path, the keyboard, without JavaScript, by day and night, light to load."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
INDICATOR = "/indicateurs/taux_locaux_raccordables_ftth?niveau=commune&periode=2018-T1"
HEAVIEST = 150_000
TEMPLATES = (
    "/",
    "/recherche?q=mont",
    "/recherche?q=zzzz",
    "/territoires/commune/25547",
    "/territoires/epci/200069052",
    "/territoires/region/27",
    "/indicateurs",
    INDICATOR,
    "/indicateurs/taux_communes_3500_open_data?niveau=departement",
    "/sources",
    "/sources/arcep_ftth_2018",
    "/api/v1/",
    "/nulle/part",
)
OF_THE_MAP = ("/vendor/maplibre/", "/vendor/pmtiles/", "/tuiles/", "/layer")


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page whose script errors fail the test."""
    with browser.new_context(base_url=served, viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        yield opened
        assert errors == []


def wait_for_map(page: Page) -> None:
    page.wait_for_selector("[data-map][data-state]", timeout=20_000)
    assert page.get_attribute("[data-map]", "data-state") == "drawn"


def test_a_reader_goes_from_a_question_to_the_rows_of_the_source(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Un nom, un code ou un code postal").press_sequentially("besan")
    page.get_by_role("option", name="Besançon Commune").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Besançon")
    page.locator("article#taux_locaux_raccordables_ftth h3 a").click()
    wait_for_map(page)
    assert page.locator("[data-canvas] canvas").count() == 1
    assert int(page.get_attribute("[data-map]", "data-drawn") or 0) > 0
    expect(page.get_by_role("table").first).to_contain_text("CU Grand Besançon Métropole")
    page.goto("/sources/arcep_ftth_2018")
    expect(page.get_by_role("table").last).to_contain_text("nombre illisible")


def test_suggestions_are_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/indicateurs")
    field = page.get_by_role("combobox", name="Chercher un territoire ou un indicateur")
    field.press_sequentially("belfort")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially(" ")
    field.fill("sochaux")
    expect(page.get_by_role("option", name="Sochaux")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sochaux")


def test_the_map_speaks_to_the_keyboard_and_leads_to_a_territory(page: Page) -> None:
    page.goto("/indicateurs/taux_locaux_raccordables_ftth?niveau=departement&periode=2018-T1")
    wait_for_map(page)
    panel = page.locator("[data-panel]")
    page.get_by_role("button", name="Montrer").focus()
    page.keyboard.press("Tab")
    # From the middle of the samples to the square of Besançon.
    for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "+", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(700)
    expect(panel).to_contain_text("Doubs")
    expect(panel).to_contain_text("%")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/departement/*")


def test_what_the_map_does_not_know_is_hatched_and_said(page: Page) -> None:
    page.goto(INDICATOR)
    wait_for_map(page)
    side = page.locator("[data-map]")
    expect(side).to_contain_text("Hachuré")
    expect(side.locator(".legend")).to_contain_text("inconnu")


def test_everything_works_without_javascript(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Un nom, un code ou un code postal").fill("montb")
        page.get_by_role("button", name="Chercher").click()
        page.get_by_role("link", name="Montbéliard", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Montbéliard")
        page.locator("article#taux_locaux_raccordables_ftth h3 a").click()
        expect(page.get_by_role("heading", name="La carte")).to_be_hidden()
        page.get_by_label("Niveau").select_option("commune")
        page.get_by_label("Dans").select_option("departement:90")
        page.get_by_role("button", name="Montrer").click()
        ranking = page.get_by_role("table").first
        expect(ranking).to_contain_text("Belfort")
        expect(ranking).not_to_contain_text("Besançon")
        page.get_by_role("link", name="Sources", exact=True).click()
        page.get_by_role("link", name="Observatoire open data des territoires").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("open data")


@pytest.mark.parametrize("address", TEMPLATES)
def test_everyone_can_read_the_page_by_day_and_night_on_a_desk_and_on_a_phone(
    browser: Browser, served: str, address: str
) -> None:
    with browser.new_context(base_url=served) as context:
        page = context.new_page()
        page.goto(address)
        if page.locator("[data-map]").count():
            wait_for_map(page)
        for scheme in ("light", "dark"):
            for width in (1280, 390):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.set_viewport_size({"width": width, "height": 900})
                assert faults(page) == [], f"{scheme}, {width} px"
                too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert too_wide <= 0, f"{scheme}, {width} px: the page overflows by {too_wide} px"


def faults(page: Page) -> list[str]:
    """What axe-core finds at WCAG 2.2 AA."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def weight(context: BrowserContext, address: str) -> int:
    """The bytes transferred for a page, all its pictures seen, the map left out."""
    page = context.new_page()
    requests: list[Any] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(address)
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in requests if not any(part in request.url for part in OF_THE_MAP)]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


@pytest.mark.parametrize(
    "address",
    ["/", "/territoires/departement/25", "/territoires/region/27", INDICATOR, "/sources/mednum_bfc"],
)
def test_a_page_weighs_less_than_150_kilobytes(browser: Browser, served: str, address: str) -> None:
    with browser.new_context(base_url=served) as context:
        assert 0 < weight(context, address) < HEAVIEST
