"""The forms of an action, filled in and sent in a browser: right, then wrong."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.filling import playing, refused, submits

SHEET = "/piloter/actions/A05"


def blank_row(page: Page) -> Locator:
    """The first of the rows that are there to add something."""
    return page.locator("fieldset.row").filter(has_text="Ajouter").first


@pytest.mark.browser
@submits("actions/parts.html")
def test_steps_are_added_with_blank_rows_left_blank(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(f"{SHEET}/etapes")
        blank_row(page).get_by_label("Étape", exact=True).fill("Ouvrir les plis")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**#etapes")
        expect(page.get_by_text("Ouvrir les plis").first).to_be_visible()
        page.goto(f"{SHEET}/etapes")
        blank_row(page).get_by_label("Poids").fill("3")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Champ requis")


@pytest.mark.browser
@submits("actions/parts.html")
def test_a_risk_is_added_and_one_without_title_refused(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(f"{SHEET}/risques")
        blank_row(page).get_by_label("Risque", exact=True).fill("Le marché est infructueux")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**#risques")
        expect(page.get_by_text("Le marché est infructueux").first).to_be_visible()
        page.goto(f"{SHEET}/risques")
        blank_row(page).get_by_label("Parade").fill("Relancer")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Champ requis")


@pytest.mark.browser
@submits("actions/parts.html")
def test_a_document_is_added_and_one_without_address_refused(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(f"{SHEET}/documents")
        blank_row(page).get_by_label("Titre").fill("Cahier des charges")
        blank_row(page).get_by_label("Adresse").fill("https://documents.exemple.fr/cahier")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**#documents")
        expect(page.get_by_text("Cahier des charges").first).to_be_visible()
        page.goto(f"{SHEET}/documents")
        blank_row(page).get_by_label("Titre").fill("Sans adresse")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Champ requis")


@pytest.mark.browser
@submits("actions/parts.html")
def test_an_effect_of_one_and_a_half_is_written_with_a_comma(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(f"{SHEET}/effets")
        row = blank_row(page)
        row.locator("[name$=-indicator]").fill("taux_locaux_raccordables_ftth")
        row.locator("[name$=-territory]").fill("region:99")
        row.locator("[name$=-amount]").fill("1,5")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**#effets")
        expect(page.get_by_text("1,5").first).to_be_visible()
        page.goto(f"{SHEET}/effets")
        blank_row(page).locator("[name$=-amount]").fill("beaucoup")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Une valeur s’écrit en chiffres")
