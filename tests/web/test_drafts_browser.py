"""Drafts in a browser: kept while one types, offered back, gone once saved or signed out; and after a lost session."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.axe import faults
from tests.web.filling import playing, submits

NEW = "/piloter/strategies/nouvelle"
SHEET, OTHER = "/piloter/actions/A08/modifier", "/piloter/actions/A09/modifier"


def emptied(page: Page) -> None:
    """Without the drafts of other tests, whose tab this was."""
    page.goto("/piloter")
    page.evaluate("localStorage.clear()")


MINE = "Object.keys(localStorage).filter((key) => key.startsWith('maillage-brouillon:')).length"


def drafts(page: Page, count: int) -> None:
    """Waits until the browser keeps so many: what is typed is written a moment later."""
    for _ in range(100):
        if page.evaluate(MINE) == count:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(MINE) == count


def typed(page: Page, address: str, label: str, text: str) -> None:
    """Somebody writes there, and leaves before sending."""
    page.goto(address)
    page.get_by_label(label).fill(text)
    drafts(page, 1)
    page.goto("/aide")


@pytest.mark.browser
@submits("steer/actions/edit.html", "parts/thrown.html", "errors/kept.html")
def test_a_draft_is_offered_back_and_gone_once_saved(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        typed(page, SHEET, "Public visé", "Les artisans")
        page.goto(SHEET)
        offer = page.get_by_role("region", name="Brouillon")
        # The browser matches it, to which « é » is no letter of a word.
        expect(offer).to_contain_text(re.compile(r"Vous aviez commencé le (1er|[2-9]|\d\d) \S+ à \d+.h"))
        assert faults(page) == []
        expect(page.get_by_label("Public visé")).not_to_have_value("Les artisans")
        offer.get_by_role("button", name="Reprendre").click()
        expect(page.get_by_label("Public visé")).to_have_value("Les artisans")
        page.get_by_role("button", name="Enregistrer").click()
        page.wait_for_url("**/piloter/actions/A08")
        drafts(page, 0)
        page.goto(SHEET)
        expect(page.get_by_label("Public visé")).to_have_value("Les artisans")
        expect(page.get_by_role("region", name="Brouillon")).to_have_count(0)
        # Refused, it stays; thrown away, it goes.
        page.get_by_label("Titre").fill("   ")
        page.get_by_label("Description").fill("Un long texte")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".errors")).to_be_visible()
        page.goto(SHEET)
        page.get_by_role("region", name="Brouillon").get_by_role("button", name="Jeter").click()
        assert page.evaluate(MINE) == 0
        expect(page.get_by_label("Description")).not_to_have_value("Un long texte")
        # The session ends while one writes.
        page.get_by_label("Description").fill("Écrit trop tard")
        page.context.clear_cookies(name="maillage_gestion")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Votre session est finie")
        assert faults(page) == []
        page.get_by_role("link", name="Se reconnecter et reprendre").click()
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(SHEET)
        expect(page.get_by_role("status").first).to_contain_text("Rien n’est encore enregistré.")
        expect(page.get_by_label("Description")).to_have_value("Écrit trop tard")
        assert faults(page) == []
        page.get_by_role("button", name="Jeter ce que j’avais écrit").click()
        expect(page.get_by_label("Description")).not_to_have_value("Écrit trop tard")


@pytest.mark.browser
def test_what_is_typed_before_the_page_is_whole_is_kept_too(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        emptied(page)
        waiting: list[Route] = []
        page.route("**/drafts*.js", lambda route: waiting.append(route))
        page.goto(OTHER)
        page.get_by_label("Public visé").fill("Tapé pendant le chargement")
        page.wait_for_timeout(200)
        waiting[0].continue_()
        page.unroute("**/drafts*.js")
        drafts(page, 1)
        page.evaluate("localStorage.clear()")
        page.goto(OTHER)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(MINE) == 0


@pytest.mark.more
@pytest.mark.browser
def test_a_draft_is_of_one_person_and_ends_with_signing_out(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        emptied(page)
        typed(page, NEW, "En quelques mots", "Notre stratégie")
        page.goto("/piloter/connexion")
        page.locator("button[name=role][value=administratrice]").click()
        page.goto(NEW)
        expect(page.get_by_role("region", name="Brouillon")).to_have_count(0)
        page.goto("/piloter")
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_load_state()
        assert page.evaluate(MINE) == 0


@pytest.mark.more
@pytest.mark.browser
def test_a_draft_stays_when_the_network_fails_and_a_week_only(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        emptied(page)
        typed(page, OTHER, "Description", "Sans réseau")
        page.goto(OTHER)
        page.get_by_role("region", name="Brouillon").get_by_role("button", name="Reprendre").click()
        page.context.set_offline(True)
        page.get_by_role("button", name="Enregistrer").click(no_wait_after=True)
        page.wait_for_timeout(500)
        page.context.set_offline(False)
        page.goto(OTHER)
        expect(page.get_by_role("region", name="Brouillon")).to_be_visible()
        page.evaluate(
            "for (const key of Object.keys(localStorage)) { const held = JSON.parse(localStorage[key]);"
            " held.at -= 8 * 24 * 3600 * 1000; localStorage[key] = JSON.stringify(held); }"
        )
        page.goto(OTHER)
        expect(page.get_by_role("region", name="Brouillon")).to_have_count(0)
