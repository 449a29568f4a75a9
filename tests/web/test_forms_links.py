"""The forms of links, filled in and sent in a browser without JavaScript: right, then wrong."""

import pytest
from playwright.sync_api import Browser, expect

from tests.web.axe import faults
from tests.web.filling import playing, submits

SHEET = "/piloter/actions/A02"
HERE = "96001"


@pytest.mark.browser
@submits("members/links/links.html")
def test_an_action_is_tied_by_name_to_a_report_and_untied(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page, playing(browser, tried_out, "") as reader:
        reader.goto(f"/signaler?commune={HERE}")
        reader.get_by_label("Qu’est-ce qui ne va pas").select_option("fibre")
        reader.get_by_label("Ce que vous constatez").fill("La fibre n’arrive pas.")
        reader.get_by_role("button", name="Envoyer").click()
        page.goto(SHEET)
        page.locator("#liens ~ .entries").get_by_role("link", name="Lier, ou retirer un lien").click()
        page.get_by_label("Quelques mots de son nom").fill("introuvable vraiment")
        page.get_by_role("button", name="Montrer").click()
        expect(page.locator("main")).to_contain_text("Rien de ce nom")
        assert faults(page) == []
        page.get_by_label("Quelques mots de son nom").fill("signalement etat fibre")
        page.get_by_role("button", name="Montrer").click()
        line = page.locator(".tied li", has_text="Signalement").first
        name = line.locator("span").first.inner_text()
        page.evaluate("document.querySelector('button[name=autre]').value = 'signalement:999999'")
        line.get_by_role("button", name="Lier").click()
        expect(page.get_by_role("alert")).to_contain_text("Rien n’est lié.")
        page.get_by_label("Quelques mots de son nom").fill("signalement fibre")
        page.get_by_role("button", name="Montrer").click()
        page.locator(".tied li", has_text=name).get_by_role("button", name="Lier").click()
        expect(page.get_by_role("status")).to_contain_text("C’est lié")
        assert faults(page) == []
        page.get_by_role("link", name=name).click()
        expect(page.locator("main")).to_contain_text("Ce qui est engagé")
        page.goto(SHEET)
        page.get_by_role("link", name="Lier, ou retirer un lien").click()
        page.get_by_role("button", name="Retirer").first.click()
        page.wait_for_url(f"**{SHEET}#liens")


@pytest.mark.browser
@submits("members/links/links.html")
def test_an_action_leads_to_the_convention_that_it_is_tied_to(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/piloter/actions/A04")
        page.get_by_role("link", name="Lier, ou retirer un lien").click()
        page.get_by_label("Quelques mots de son nom").fill("convention introuvable")
        page.get_by_role("button", name="Montrer").click()
        expect(page.locator("main")).to_contain_text("Rien de ce nom")
        page.get_by_label("Quelques mots de son nom").fill("convention deploiements")
        page.get_by_role("button", name="Montrer").click()
        page.locator(".tied li", has_text="Convention de suivi").first.get_by_role("button", name="Lier").click()
        expect(page.get_by_role("status")).to_have_text("C’est lié.")
        assert faults(page) == []
        # The demonstration has such links from its beginning.
        for action in ("A04", "A01", "A03"):
            page.goto(f"/piloter/actions/{action}")
            page.get_by_role("link", name="Convention de suivi des déploiements").first.click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Convention de suivi des déploiements")
