"""The site in a real browser: the main path, the keyboard, the map that moves, and all of it without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import wait_for_map

pytestmark = pytest.mark.browser

MAP = "/carte?indicateur=taux_locaux_raccordables_ftth"


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


def test_a_reader_goes_from_a_question_to_the_rows_of_the_source(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Une adresse, une commune, un code postal").press_sequentially("besan")
    page.get_by_role("option", name="Besançon Commune").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Besançon")
    page.locator("main").get_by_role("link", name="Réseaux fixes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réseaux fixes, Besançon")
    page.locator("#taux_locaux_raccordables_ftth").get_by_role("link", name="D’où vient ce chiffre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Besançon")
    page.locator("main a[href='/sources/arcep_cartefibre_communes']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Déploiement de la fibre par commune")


@pytest.mark.more
def test_suggestions_are_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/indicateurs")
    field = page.get_by_role("combobox", name="Une adresse, une commune, un code postal")
    field.press_sequentially("belfort")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected]").first).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially(" ")
    field.fill("sochaux")
    expect(page.get_by_role("option", name="Sochaux")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sochaux")


def test_the_map_goes_from_place_to_place_with_the_keys_and_leads_to_a_portrait(page: Page) -> None:
    page.goto(f"{MAP}&niveau=departement&periode=2018-T1")
    wait_for_map(page)
    canvas = page.locator("[data-canvas] canvas")
    page.get_by_role("link", name="Locaux raccordables").first.focus()
    while not canvas.evaluate("canvas => canvas === document.activeElement"):
        page.keyboard.press("Tab")
    expect(page.locator("#touches")).to_be_in_viewport()
    panel = page.locator("[data-panel]")
    page.keyboard.press("ArrowRight")
    expect(panel.locator("strong")).not_to_be_empty()
    page.keyboard.press("ArrowRight")
    expect(panel).to_contain_text("Territoire de Belfort")
    page.keyboard.press("ArrowLeft")
    expect(panel).to_contain_text("Doubs")
    expect(panel).to_contain_text("%")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires/departement/25")


@pytest.mark.more
def test_sliding_the_time_changes_the_map_the_legend_the_table_and_the_address(page: Page) -> None:
    page.goto(f"{MAP}&niveau=commune")
    wait_for_map(page)
    expect(page.get_by_role("table")).to_contain_text("T2 2026")
    page.get_by_label("Faire glisser le temps").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("table")).to_contain_text("T1 2018")
    expect(page.locator(".atlas-legend")).to_contain_text("inconnu")
    page.wait_for_url("**periode=2018-T1*")
    wait_for_map(page)
    assert int(page.get_attribute("[data-map]", "data-drawn") or 0) > 0


@pytest.mark.more
def test_places_are_laid_on_the_map_and_stay_in_the_address(page: Page) -> None:
    page.goto(f"{MAP}&niveau=epci")
    wait_for_map(page)
    page.get_by_label("Tiers-lieux").check()
    expect(page.locator("[data-map]")).to_have_attribute("data-overlays", "tiers_lieux")
    page.wait_for_url("**calques=tiers_lieux*")
    page.reload()
    wait_for_map(page)
    expect(page.get_by_label("Tiers-lieux")).to_be_checked()
    expect(page.locator("[data-map]")).to_have_attribute("data-overlays", "tiers_lieux")


@pytest.mark.more
def test_the_map_flies_to_the_territory_that_is_searched(page: Page) -> None:
    page.goto(f"{MAP}&niveau=commune")
    wait_for_map(page)
    field = page.get_by_label("Aller à une commune, à une adresse")
    field.fill("Sochaux")
    field.press("Enter")
    expect(page.locator("[data-panel]")).to_contain_text("Sochaux")
    page.get_by_role("link", name="Voir le portrait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sochaux")


@pytest.mark.more
def test_two_dates_move_together(page: Page) -> None:
    page.goto(f"{MAP}&niveau=commune&periode=2018-T1&vue=deux&avec=2017-T3")
    wait_for_map(page)
    expect(page.locator("[data-canvas] canvas")).to_have_count(2)


@pytest.mark.more
def test_everything_works_without_javascript(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Une adresse, une commune, un code postal").fill("montb")
        page.get_by_role("button", name="Chercher").click()
        page.get_by_role("link", name="Montbéliard", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Montbéliard")
        page.locator("main a[href='/indicateurs/taux_locaux_raccordables_ftth']").first.click()
        page.get_by_role("link", name="Ouvrir la carte", exact=True).click()
        page.get_by_role("navigation", name="Niveau").get_by_role("link", name="Communes").click()
        page.get_by_label("Dans").select_option("departement:90")
        page.get_by_role("button", name="Montrer").first.click()
        expect(page.locator(".choropleth")).to_be_visible()
        expect(page.get_by_role("table")).to_contain_text("Belfort")
        expect(page.get_by_role("table")).not_to_contain_text("Besançon")
        page.goto("/sources")
        page.get_by_role("link", name="Observatoire open data des territoires").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("open data")
