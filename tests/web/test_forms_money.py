"""The forms of money, filled in and sent in a browser: amounts as people write them, then amounts that are none."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.filling import playing, refused, submits

AMOUNT = "Un montant s’écrit en chiffres, par exemple 120 000 ou 1 234,50."


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()


def words(page: Page) -> str:
    """What the page says, its spaces made plain."""
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.browser
@submits("steer/money/budget.html")
def test_a_budget_takes_amounts_with_a_comma_and_spaces(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A26/budget")
        page.get_by_label("Année à ajouter, 1").fill("2031")
        page.get_by_label("Investissement prévu, année à ajouter 1").fill("120 000,50")
        page.get_by_label("Fonctionnement prévu, année à ajouter 1").fill("beaucoup")
        funding = page.get_by_role("group", name="Financement à ajouter").first
        funding.get_by_label("ou hors annuaire").fill("Fondation des Brumes")
        funding.get_by_label("Montant").fill("beaucoup")
        save(page)
        refused(page)
        assert words(page).count(AMOUNT) == 4, words(page)
        expect(page.locator("[aria-invalid=true]")).to_have_count(2)
        expect(page.get_by_label("Investissement prévu 2031")).to_have_value("120 000,50")
        page.get_by_label("Fonctionnement prévu 2031").fill("1,5")
        page.get_by_role("group", name="Financement à ajouter").first.get_by_label("Montant").fill("1,5")
        save(page)
        expect(page.get_by_role("status")).to_contain_text("Enregistré.")
        expect(page.get_by_label("Investissement prévu 2031")).to_have_value("120000,50")
        expect(page.get_by_label("Fonctionnement prévu 2031")).to_have_value("1,50")
        assert "120 002 €" in words(page)


@pytest.mark.more
@pytest.mark.browser
@submits("steer/money/budget.html")
def test_a_budget_written_in_another_window_shows_both_texts(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A27/budget")
        cell = page.locator(".money-grid tbody tr").first.locator("input").first
        label = cell.get_attribute("aria-label") or ""
        other = page.context.new_page()
        other.goto("/piloter/actions/A27/budget")
        other.get_by_label(label).fill("10 000")
        save(other)
        expect(other.get_by_role("status")).to_contain_text("Enregistré.")
        page.get_by_label(label).fill("20 000")
        save(page)
        refused(page, "Quelqu’un a enregistré entre-temps", "Écrit par vous")
        expect(page.get_by_label(label)).to_have_value("20 000")
        save(page)
        expect(page.get_by_label(label)).to_have_value("20000")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/money/envelope.html")
def test_an_envelope_is_entered_corrected_and_taken_away_once(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/enveloppes/nouvelle")
        page.get_by_label("Nom").fill("Mécénat 2026")
        page.get_by_label("Programme").select_option("prive")
        page.get_by_label("Financeur hors annuaire").fill("Fondation des Brumes")
        page.get_by_label("Montant, en euros").fill("beaucoup")
        page.get_by_label("Première année").fill("2030")
        page.get_by_label("Dernière année").fill("2026")
        save(page)
        refused(page)
        assert words(page).count(AMOUNT) == 2, words(page)
        page.get_by_label("Montant, en euros").fill("120 000,50")
        save(page)
        refused(page, "La dernière année vient avant la première.")
        page.get_by_label("Première année").fill("2026")
        save(page)
        page.wait_for_url("**/piloter/enveloppes")
        assert "120 000,50 €" in words(page)
        page.get_by_role("link", name="Mécénat 2026").click()
        page.get_by_label("Montant, en euros").fill("1,5")
        save(page)
        page.wait_for_url("**/piloter/enveloppes")
        assert "1,50 €" in words(page)
        page.get_by_role("link", name="Mécénat 2026").click()
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_role("button", name="Supprimer l’enveloppe").click()
        page.wait_for_url("**/piloter/enveloppes")
        expect(page.get_by_role("link", name="Mécénat 2026")).to_have_count(0)
        other.get_by_role("button", name="Supprimer l’enveloppe").click()
        expect(other.get_by_text("Cette enveloppe n’existe pas")).to_be_visible()
