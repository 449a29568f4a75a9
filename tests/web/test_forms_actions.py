"""The forms of an action, filled in and sent in a browser: right, then wrong."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.filling import playing, refused, submits

SHEET = "/piloter/actions/A05"


def blank_row(page: Page) -> Locator:
    """The first of the rows that are there to add something."""
    return page.locator("fieldset.row").filter(has_text="Ajouter").first


@pytest.mark.browser
@submits("steer/actions/parts.html")
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


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/parts.html")
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


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/parts.html")
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


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/parts.html")
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


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/bulk.html")
def test_several_actions_are_changed_at_once_and_the_list_says_how_many(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions")
        for code in ("A10", "A17"):
            page.get_by_label(f"Choisir {code}").check()
        page.get_by_role("button", name="Modifier les actions choisies").click()
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        refused(page, "Choisissez au moins un changement.")
        page.get_by_label("État").select_option("suspendue")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        refused(page, "Dites pourquoi elle est suspendue", "Rien ne peut être écrit.")
        expect(page.get_by_role("button", name="Tout appliquer")).to_have_count(0)
        page.get_by_label("État").select_option("")
        page.get_by_label("Priorité").select_option("haute")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        page.get_by_role("button", name="Tout appliquer").click()
        expect(page.get_by_role("status")).to_have_text("C’est écrit\u202f: 2 actions modifiées.")
        page.goto("/piloter/actions/A10/modifier")
        expect(page.get_by_label("Priorité")).to_have_value("haute")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/bulk.html")
def test_a_list_changed_in_another_window_is_not_written_over(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/lot?a=A18")
        page.get_by_label("Priorité").select_option("basse")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        other = page.context.new_page()
        other.goto("/piloter/actions/A18/modifier")
        other.get_by_label("Public visé").fill("Les mairies")
        save(other)
        page.get_by_role("button", name="Tout appliquer").click()
        refused(page, "entre-temps", "Rien n’a été écrit")
        page.get_by_role("button", name="Montrer ce qui va changer").click()
        page.get_by_role("button", name="Tout appliquer").click()
        expect(page.get_by_role("status")).to_have_text("C’est écrit\u202f: 1 action modifiée.")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/copy.html")
def test_an_action_is_copied_under_a_code_that_nobody_has(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A20/dupliquer")
        page.locator("#f-code").fill("A01")
        page.get_by_label("Titre").fill("La semaine, une autre fois")
        page.get_by_role("button", name="Dupliquer").click()
        refused(page)
        expect(page.locator("#f-code-wrong")).to_contain_text("existe déjà")
        expect(page.get_by_label("Titre")).to_have_value("La semaine, une autre fois")
        page.locator("#f-code").fill("A97")
        page.get_by_role("button", name="Dupliquer").click()
        page.wait_for_url("**/piloter/actions/A97/modifier")
        expect(page.get_by_label("Titre")).to_have_value("La semaine, une autre fois")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/edit.html")
def test_an_action_is_opened_with_a_title_and_not_without(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/nouvelle?strategie=scoran-vb")
        page.get_by_label("Titre").fill("   ")
        page.get_by_label("Public visé").fill("Les lycées")
        save(page)
        refused(page, "Champ requis")
        expect(page.get_by_label("Public visé")).to_have_value("Les lycées")
        page.get_by_label("Titre").fill("Ouvrir un atelier de réparation")
        save(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ouvrir un atelier de réparation")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/edit.html")
def test_two_who_write_the_same_sheet_lose_nothing(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A22/modifier")
        other = page.context.new_page()
        other.goto("/piloter/actions/A22/modifier")
        other.get_by_label("État").select_option("suspendue")
        save(other)
        refused(other, "Dites pourquoi elle est suspendue")
        other.get_by_label("Motif").fill("La salle est inondée")
        save(other)
        expect(other.get_by_text("La salle est inondée").first).to_be_visible()
        page.get_by_label("Public visé").fill("Les étudiants")
        save(page)
        refused(page, "Rien n’est perdu", "Vos changements ne se touchent pas")
        save(page)
        expect(page.get_by_text("Les étudiants").first).to_be_visible()
        expect(page.get_by_text("La salle est inondée").first).to_be_visible()


def workbook(page: Page, folder: Path) -> tuple[openpyxl.Workbook, dict[str, int], dict[str, int]]:
    """The workbook of the actions, the column of each head, the row of each code (both from 1)."""
    page.goto("/piloter/actions/echange")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Le classeur (XLSX)").click()
    taken.value.save_as(folder / "actions.xlsx")
    book = openpyxl.load_workbook(folder / "actions.xlsx")
    sheet = book["Actions"]
    heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=20) for cell in row}
    return book, heads, {str(row[0].value): row[0].row for row in sheet.iter_rows()}


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/exchange.html", "steer/actions/checked.html")
def test_a_workbook_is_checked_refused_corrected_and_written(browser: Browser, tried_out: str, tmp_path: Path) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        book, heads, codes = workbook(page, tmp_path)
        letter = tmp_path / "lettre.xlsx"
        letter.write_text("Madame, Monsieur")
        page.get_by_label("Le classeur").set_input_files(letter)
        page.get_by_role("button", name="Vérifier").click()
        refused(page, "envoyez un classeur XLSX")
        for state, audience in (("En panne", "Les maires"), (None, "Les maires")):
            sheet = book["Actions"]
            here = sheet.cell(codes["A24"], heads["État"])
            kept, here.value = here.value, state or here.value
            sheet.cell(codes["A24"], heads["Public visé"]).value = audience
            book.save(tmp_path / "change.xlsx")
            here.value = kept
            page.get_by_label("Le classeur").set_input_files(tmp_path / "change.xlsx")
            page.get_by_role("button", name="Vérifier").click()
            if state:
                refused(page, "Corrigez ces cellules", "En panne", here.coordinate)
        page.get_by_role("button", name="Tout écrire").click()
        expect(page.get_by_role("status")).to_contain_text("0 action créée, 1 modifiée")
        page.goto("/piloter/actions/A24")
        expect(page.get_by_text("Les maires").first).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/list.html")
def test_a_list_is_kept_under_a_name_not_without_and_forgotten_once(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        page.goto("/piloter/actions?alerte=en-retard")
        page.get_by_label("Garder cette liste sous un nom").fill("   ")
        page.get_by_role("button", name="Garder").click()
        refused(page, "Donnez un nom à cette liste")
        expect(page.locator("#f-alerte")).to_have_value("en-retard")
        page.get_by_label("Garder cette liste sous un nom").fill("Les retards du mois")
        page.get_by_role("button", name="Garder").click()
        expect(page.get_by_role("link", name="Les retards du mois")).to_be_visible()
        expect(page.get_by_text("Donnez un nom à cette liste")).to_have_count(0)
        other = page.context.new_page()
        other.goto("/piloter/actions")
        for window in (page, other):
            window.get_by_role("button", name="Oublier la liste Les retards du mois").click()
            expect(window.get_by_role("link", name="Les retards du mois")).to_have_count(0)
            expect(window.get_by_role("heading", name="Les actions", level=1)).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/actions/update.html")
def test_an_update_asks_why_an_action_stops_and_a_day_that_has_come(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "pilote", 390) as page:
        page.goto("/piloter/actions/A19/mettre-a-jour")
        page.get_by_label("Difficultés mineures").check()
        page.get_by_label("Ce qui a été fait").fill("Le test de restauration passe.")
        page.locator("summary", has_text="L’état change").click()
        page.get_by_label("État").select_option("suspendue")
        page.get_by_label("Début réel").fill("2999-01-01")
        save(page)
        refused(page, "Dites pourquoi elle est suspendue", "Une date réelle ne peut pas être à venir")
        expect(page.get_by_label("Motif")).to_be_visible()
        page.get_by_label("Motif").fill("Le prestataire a fermé")
        page.get_by_label("Début réel").fill("2026-01-20")
        save(page)
        expect(page.get_by_text("C’est enregistré.")).to_be_visible()
        expect(page.get_by_text("Le test de restauration passe.").first).to_be_visible()
        expect(page.get_by_text("Le prestataire a fermé").first).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/desk/desk.html")
def test_who_signs_out_twice_is_out_once_and_sees_no_error(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "pilote") as page:
        page.goto("/piloter")
        other = page.context.new_page()
        other.goto("/piloter")
        for window in (page, other):
            window.get_by_role("button", name="Se déconnecter").click()
            window.wait_for_url(f"{tried_out}/")
        page.goto("/piloter")
        page.wait_for_url("**/piloter/connexion**")
