"""The forms of indicators, filled in and sent in a browser: wrong, then right."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.filling import playing, refused, submits

REGION = "region:99"
PILOT = "yanis.perrot@brumes.example"


def written(page: Page, code: str, person: str = "") -> str:
    """A new sheet of shares, followed in the region every year; its page."""
    page.goto("/piloter/indicateurs/nouveau")
    page.locator("input[name=strategies]").first.check()
    page.get_by_label("Nom court").fill(code)
    page.get_by_label("Titre").fill(f"Part d’essai {code}")
    page.get_by_label("Unité").fill("%")
    page.get_by_label("Décimales").fill("1")
    page.get_by_label("Territoires suivis").fill(REGION)
    if person:
        page.get_by_label("Personne qui donne la valeur").fill(person)
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(f"**/piloter/indicateurs/{code}")
    return f"/piloter/indicateurs/{code}"


def typed_in(page: Page, sheet: str, value: str) -> None:
    """A value of the region for the last year, typed in the grid and sent."""
    page.goto(f"{sheet}/saisie")
    page.locator(f"[name='value-{REGION}']").fill(value)
    page.get_by_role("button", name="Enregistrer", exact=True).click()


def row_to_add(page: Page) -> Locator:
    """The first of the rows that add a target."""
    return page.get_by_role("group", name="Cible à ajouter").first


def press(page: Page, button: str) -> None:
    """Presses a button, and waits for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def asked_by_mail(page: Page, sheet: str) -> str:
    """The link of the mail that asks the value of a sheet."""
    page.goto(sheet)
    page.get_by_role("button", name="Demander pour").click()
    expect(page.get_by_role("status")).to_contain_text("La question est partie.")
    page.goto("/piloter/demonstration/courriels")
    page.locator(".mailbox a").first.click()
    return page.locator(".letter a[href*='/repondre/valeur/']").first.get_attribute("href") or ""


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/edit.html")
def test_a_sheet_is_opened_with_bounds_written_with_a_comma(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/indicateurs/nouveau")
        page.get_by_label("Nom court").fill("Ma fiche")
        page.get_by_label("Titre").fill("Part des rues éclairées")
        page.get_by_label("au moins").fill("un peu")
        press(page, "Enregistrer")
        refused(page, "Minuscules, chiffres et tirets seulement", "Une valeur s’écrit en chiffres", "Champ requis")
        page.locator("input[name=strategies]").first.check()
        page.get_by_label("Nom court").fill("rues-eclairees")
        page.get_by_label("au moins").fill("1,5")
        page.get_by_label("au plus").fill("99,5 %")
        press(page, "Enregistrer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Part des rues éclairées")
        page.goto("/piloter/indicateurs/rues-eclairees/modifier")
        expect(page.get_by_label("au moins")).to_have_value("1,5")
        expect(page.get_by_label("au plus")).to_have_value("99,5")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/targets.html")
def test_a_target_is_added_with_a_comma_and_its_blank_rows_left_blank(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-cibles")
        page.goto(f"{sheet}/cibles")
        row_to_add(page).get_by_label("Cible", exact=True).fill("beaucoup")
        press(page, "Enregistrer")
        refused(page, "Une valeur s’écrit en chiffres", "Champ requis")
        row_to_add(page).get_by_label("Territoire").fill(REGION)
        row_to_add(page).get_by_label("Échéance").fill(f"{date.today().year + 2}-12-31")
        row_to_add(page).get_by_label("Cible", exact=True).fill("62,5")
        row_to_add(page).get_by_label("Valeur initiale").fill("1,5")
        row_to_add(page).get_by_label("Mesurée le").fill("2020-12-31")
        press(page, "Enregistrer")
        expect(page.locator("#cibles ~ *").first).to_contain_text("62,5")
        page.goto(f"{sheet}/cibles")
        expect(page.get_by_role("group", name="Cible 1").get_by_label("Valeur initiale")).to_have_value("1,5")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/targets.html")
def test_a_target_written_as_a_fraction_is_asked_about_then_kept(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-fraction")
        page.goto(f"{sheet}/cibles")
        row_to_add(page).get_by_label("Territoire").fill(REGION)
        row_to_add(page).get_by_label("Cible", exact=True).fill("0,624")
        press(page, "Enregistrer")
        refused(page, "Vouliez-vous 62,4")
        page.get_by_label("0,624 est juste").check()
        press(page, "Enregistrer")
        page.goto(f"{sheet}/cibles")
        target = page.get_by_role("group", name="Cible 1")
        expect(target.get_by_label("Cible", exact=True)).to_have_value("0,624")
        # What was said to be right is not asked about again.
        target.get_by_label("D’où elle vient").fill("Délibération")
        press(page, "Enregistrer")
        expect(page.locator("#cibles")).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/entry.html")
def test_a_value_of_the_grid_that_looks_mistyped_is_asked_about(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-grille")
        typed_in(page, sheet, "0,624")
        refused(page, "Vouliez-vous 62,4")
        page.get_by_label("0,624 est juste").check()
        press(page, "Enregistrer")
        expect(page.locator("#valeurs ~ *").first).to_contain_text("0,6")
        typed_in(page, sheet, "beaucoup")
        refused(page, "Une valeur s’écrit en chiffres")


@pytest.mark.browser
@submits("steer/targets/entry.html")
def test_lines_pasted_are_checked_then_written(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-collage")
        page.goto(f"{sheet}/saisie")
        page.get_by_label("Lignes", exact=True).fill(f"Nulle-Part;12\n{REGION};0,624")
        press(page, "Vérifier")
        refused(page, "Nulle-Part", "Aucun territoire", "Vouliez-vous 62,4", "0,624 est juste")
        page.get_by_label("Lignes", exact=True).fill(f"{REGION};62,4")
        press(page, "Vérifier")
        press(page, "Enregistrer cette valeur")
        expect(page.locator("#valeurs ~ *").first).to_contain_text("62,4")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/reply.html")
def test_a_value_asked_by_mail_is_given_then_confirmed_once(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-courriel", PILOT)
        page.goto(asked_by_mail(page, sheet))
        page.get_by_role("textbox", name="La valeur").fill("beaucoup")
        press(page, "Envoyer")
        refused(page, "Une valeur s’écrit en chiffres")
        page.get_by_role("textbox", name="La valeur").fill("0,624")
        press(page, "Envoyer")
        refused(page, "Vouliez-vous 62,4")
        page.get_by_label("0,624 est juste").check()
        press(page, "Envoyer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est noté")
        link = asked_by_mail(page, sheet)
        other = page.context.new_page()
        for window in (page, other):
            window.goto(link)
        page.get_by_role("button", name="Confirmer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est noté")
        other.get_by_role("button", name="Confirmer").click()
        expect(other.locator("main")).to_contain_text("Vous avez déjà répondu par ce lien")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/targets/sheet.html")
def test_a_value_is_asked_and_the_one_proposed_is_judged_once(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        sheet = written(page, "essai-proposition", PILOT)
        typed_in(page, sheet, "60")
        page.wait_for_url("**?dit=saisie")
        page.locator("#demande option").first.evaluate("one => one.value = 'region:27'")
        page.get_by_role("button", name="Demander pour").click()
        expect(page.locator("main")).to_contain_text("Choisissez une période et un territoire suivis.")
        page.goto(asked_by_mail(page, sheet))
        page.get_by_role("textbox", name="La valeur").fill("62,4")
        press(page, "Envoyer")
        expect(page.locator("main")).to_contain_text("la vôtre est proposée")
        other = page.context.new_page()
        for window in (page, other):
            window.goto(sheet)
        press(page, "Accepter")
        expect(page.get_by_role("table", name="Valeurs")).to_contain_text("62,4")
        press(other, "Écarter")
        expect(other.locator("main")).to_contain_text("Cette valeur n’est plus proposée")
