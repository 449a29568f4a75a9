"""People and organisations picked by name where lists were: in a budget, in bulk, in a meeting, among members."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults
from tests.web.filling import playing, refused, submits
from tests.web.test_forms_pickers import without_script

CHAMBER = "Chambre de commerce des Brumes"
BULK = "/piloter/actions/lot?a=A30"
NO_PERSON = "Aucune personne que vous puissiez nommer ne s’appelle"
NO_ORGANISATION = "Aucune organisation ne s’appelle"


def propose(page: Page, label: str, text: str, name: str) -> None:
    """Types the beginning of a name in a picker, and takes what it proposes with the keyboard."""
    field = page.get_by_role("combobox", name=label)
    field.fill("")
    field.press_sequentially(text)
    expect(page.locator(".suggestions:not([hidden]) [role=option]", has_text=name).first).to_be_visible()
    field.press("ArrowDown")
    assert faults(page) == []
    field.press("Enter")
    expect(field).to_have_value(re.compile(re.escape(name)))


def press(page: Page, button: str) -> None:
    """Presses a button, and waits for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


@pytest.mark.browser
@submits("steer/money/budget.html")
def test_a_funder_is_proposed_and_one_of_no_directory_is_refused(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A31/budget")
        row = page.get_by_role("group", name="Financement à ajouter").first
        row.get_by_label("Montant").fill("1 000")
        row.get_by_label("Financeur", exact=True).fill("Atlantide")
        press(page, "Enregistrer")
        refused(page, NO_ORGANISATION, "Atlantide")
        assert faults(page) == []
        row = page.get_by_role("group", name="Financement à ajouter").first
        expect(row.get_by_label("Financeur", exact=True)).to_have_value("Atlantide")
        row.get_by_label("Financeur", exact=True).fill("")
        row.get_by_label("Financeur", exact=True).press_sequentially("chambre de com")
        page.locator(".suggestions:not([hidden]) [role=option]").first.click()
        expect(row.get_by_label("Financeur", exact=True)).to_have_value(CHAMBER)
        press(page, "Enregistrer")
        expect(page.get_by_role("status")).to_contain_text("Enregistré.")
        known = page.get_by_role("group", name=re.compile(r"^Financement \d")).last
        expect(known.get_by_label("Financeur", exact=True)).to_have_value(CHAMBER)


@pytest.mark.browser
@submits("steer/actions/bulk.html")
def test_the_pilot_of_several_actions_is_proposed_nobody_too(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice", 390) as page:
        page.goto(BULK)
        page.get_by_role("combobox", name="Pilote").fill("Quelqu’un d’ailleurs")
        press(page, "Montrer ce qui va changer")
        refused(page, NO_PERSON, "Quelqu’un d’ailleurs")
        propose(page, "Pilote", "perso", "Personne")
        press(page, "Montrer ce qui va changer")
        propose(page, "Pilote", "yanis", "Yanis Perrot")
        press(page, "Montrer ce qui va changer")
        expect(page.get_by_role("table")).to_contain_text("Yanis Perrot")
        assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
@submits("members/people/invite.html", "members/people/leave.html")
def test_where_one_invites_and_to_whom_one_hands_over_is_proposed(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "administratrice") as page:
        page.goto("/piloter/personnes/inviter")
        page.get_by_label("Adresse électronique").fill("choisie@exemple.fr")
        page.get_by_role("combobox", name="Organisation").fill("Atlantide")
        press(page, "Envoyer l’invitation")
        refused(page, "Aucune organisation que vous puissiez choisir ici ne s’appelle")
        propose(page, "Organisation", "chambre de com", CHAMBER)
        press(page, "Envoyer l’invitation")
        expect(page.get_by_role("status")).to_have_text("L’invitation est partie.")
        page.get_by_role("link", name="Changer le rôle de Yanis Perrot").first.click()
        page.get_by_role("link", name="Reprendre ce rôle").click()
        page.get_by_role("combobox", name="À qui le remettre").fill("Quelqu’un")
        page.keyboard.press("Tab")
        press(page, "Reprendre ce rôle")
        refused(page, NO_PERSON, "Quelqu’un")
        propose(page, "À qui le remettre", "perso", "Personne encore")
        propose(page, "À qui le remettre", "claire", "Claire Delmas")


@pytest.mark.browser
@submits("steer/money/budget.html", "steer/actions/bulk.html", "members/people/invite.html")
def test_without_script_each_is_one_text_that_understands_names(browser: Browser, tried_out: str) -> None:
    with without_script(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A32/budget")
        row = page.get_by_role("group", name="Financement à ajouter").first
        row.get_by_label("Montant").fill("1 000")
        row.get_by_label("Financeur", exact=True).fill("Chambre de commerce")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, NO_ORGANISATION)
        page.get_by_role("radio", name=CHAMBER).check()
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_contain_text("Enregistré.")
        page.goto(BULK)
        page.get_by_label("Pilote").fill("yanis")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        refused(page, NO_PERSON)
        page.get_by_label("Pilote").fill("personne")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        expect(page.get_by_label("Pilote")).to_have_value("Personne")
    with without_script(browser, tried_out, "administratrice") as page:
        page.goto("/piloter/personnes/inviter")
        page.get_by_label("Adresse électronique").fill("sans-script@exemple.fr")
        page.get_by_label("Organisation").fill("")
        page.get_by_role("button", name="Envoyer l’invitation").click()
        page.get_by_label("Organisation").fill(CHAMBER.lower())
        page.get_by_role("button", name="Envoyer l’invitation").click()
        expect(page.get_by_role("status")).to_have_text("L’invitation est partie.")
