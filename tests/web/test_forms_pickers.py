"""Picking by name in a browser: proposed while one types, by keyboard; as plain text without JavaScript."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults
from tests.web.filling import playing, refused, submits

SHEET = "/piloter/actions/A06/modifier"
PERSON = "yanis.perrot@brumes.example"


@contextmanager
def without_script(browser: Browser, address: str, role: str) -> Iterator[Page]:
    """The page of somebody of the demonstration, whose browser runs no script."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/piloter/connexion")
    page.locator(f"button[name=role][value={role}]").click()
    yield page
    context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()


@pytest.mark.browser
@submits("steer/actions/edit.html")
def test_names_are_proposed_and_chosen_by_keyboard_then_taken_away(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(SHEET)
        field = page.get_by_role("combobox", name="Territoires")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press_sequentially("saint-bar")
        options = page.locator("#f-territories-suggestions [role=option]")
        expect(options).to_have_count(2)
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.locator("main [aria-live]", has_text="2 propositions")).to_have_count(1)
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", "f-territories-suggestions-0")
        assert faults(page) == []
        field.press("Enter")
        chip = page.get_by_role("button", name="Retirer Saint-Barthélemy", exact=True)
        expect(chip).to_be_visible()
        expect(field).to_have_value("")
        field.fill("fleurard")
        expect(options.first).to_contain_text("Fleurard")
        field.press("Escape")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press("Enter")
        chip.click()
        expect(chip).to_have_count(0)
        expect(field).to_be_focused()
        pilot = page.get_by_role("combobox", name="Pilote")
        pilot.fill("perrot")
        page.locator("#f-pilot-suggestions [role=option]").first.click()
        expect(pilot).to_have_value(re.compile(re.escape("errot"), re.IGNORECASE))
        save(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(SHEET)
        expect(page.get_by_role("button", name="Retirer Fleurard")).to_be_visible()
        expect(page.get_by_role("button", name="Retirer Saint-Barthélemy", exact=True)).to_have_count(0)


@pytest.mark.browser
@submits("steer/actions/edit.html")
def test_what_answers_nothing_comes_back_as_it_was_typed_and_is_chosen_among_the_near(
    browser: Browser, tried_out: str
) -> None:
    with playing(browser, tried_out, "animatrice", 390) as page:
        page.goto(SHEET)
        page.get_by_role("combobox", name="Orientations").fill("atlantide")
        page.get_by_role("combobox", name="Porteur").fill("Chambre de commerce")
        save(page)
        refused(page, "Aucun élément de l’arbre ne s’appelle", "atlantide", "Aucune organisation ne s’appelle")
        assert faults(page) == []
        # What is wrong waits in the field, to be corrected; what was right is a chip already.
        expect(page.get_by_role("combobox", name="Orientations")).to_have_value("atlantide")
        page.get_by_role("combobox", name="Orientations").fill("")
        page.get_by_role("radio", name="Chambre de commerce des Brumes").check()
        save(page)
        page.goto(SHEET)
        expect(page.get_by_role("combobox", name="Porteur")).to_have_value("Chambre de commerce des Brumes")


@pytest.mark.browser
@submits("steer/actions/edit.html", "steer/committees/seats.html")
def test_without_script_each_picker_is_one_text_that_understands_names(browser: Browser, tried_out: str) -> None:
    with without_script(browser, tried_out, "animatrice") as page:
        page.goto(SHEET)
        page.get_by_label("Territoires").fill("fleurard ; saint-bart")
        page.get_by_label("Pilote").fill("perrot")
        save(page)
        refused(page, "Aucun territoire ne s’appelle", "saint-bart", "perrot")
        page.get_by_role("radio", name="Saint-Barthélemy", exact=False).first.check()
        page.get_by_role("radio", name=PERSON).check()
        save(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(SHEET)
        expect(page.get_by_label("Territoires")).to_have_value("Fleurard\nSaint-Barthélemy")
        page.get_by_label("Territoires").fill("")
        save(page)
        page.goto(SHEET)
        expect(page.get_by_label("Territoires")).to_have_value("")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/shaping/links.html", "members/people/organisation.html")
def test_links_and_organisations_are_told_by_names(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/strategies/scoran-vb/liens")
        page.get_by_role("combobox", name="Avec").fill("quelque part")
        page.get_by_role("button", name="Déclarer").click()
        refused(page, "Aucune stratégie, aucun de leurs éléments ne s’appelle", "quelque part")
        page.get_by_role("combobox", name="Avec").fill("")
        page.get_by_role("combobox", name="Avec").press_sequentially("feuille de route")
        page.locator("#f-target-suggestions [role=option]").first.click()
        page.get_by_role("button", name="Déclarer").click()
        expect(page.get_by_role("status").first).to_contain_text("Le lien est déclaré.")
    with playing(browser, tried_out, "administratrice") as page:
        page.goto("/piloter/personnes/organisations/nouvelle")
        page.get_by_label("Nom").fill("Syndicat des noms")
        page.get_by_role("combobox", name="Territoire").press_sequentially("fleur")
        page.locator("#f-territory-suggestions [role=option]").first.click()
        expect(page.get_by_role("combobox", name="Territoire")).to_have_value("Fleurard")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status").first).to_have_text("L’organisation est enregistrée.")
