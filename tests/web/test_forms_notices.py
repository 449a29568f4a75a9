"""The forms of notices, filled in and sent in a browser, without JavaScript too: right, then wrong."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults
from tests.web.filling import playing, submits
from tests.web.signing import letter_link

YANIS = "yanis.perrot@brumes.example"


def give(page: Page, code: str, who: str) -> None:
    """Somebody is given an action to pilot, on its sheet."""
    page.goto(f"/piloter/actions/{code}/modifier")
    page.get_by_label("Pilote").fill(who)
    page.get_by_role("button", name="Enregistrer").first.click()
    page.wait_for_url(f"**/piloter/actions/{code}*")


@pytest.mark.browser
@submits("members/notices/notices.html", "members/notices/choose.html", "members/notices/leave.html")
def test_who_is_named_is_told_reads_it_and_leaves_the_mails_in_one_click(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as chief, playing(browser, tried_out, "pilote") as page:
        give(chief, "A12", "Yanis Perrot")
        page.goto("/piloter/avis")
        notice = page.locator(".notices li", has_text="Vous pilotez l’action").first
        expect(notice).to_contain_text("De la part de Claire Delmas.")
        assert faults(page) == []
        notice.get_by_role("button", name="Lu").click()
        expect(page.locator(".notices li").first.get_by_role("button")).to_have_count(0)
        give(chief, "A28", "Yanis Perrot")
        page.reload()
        page.get_by_role("button", name="Tout marquer comme lu").click()
        expect(page.get_by_role("status")).to_have_text("Tout est lu.")
        link = letter_link(page, YANIS, "/avis/quitter/")
        with browser.new_context(base_url=tried_out, java_script_enabled=False) as context:
            plain = context.new_page()
            plain.goto(f"{link[:-4]}zzzz")
            expect(plain.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")
            plain.goto(link)
            plain.get_by_role("button", name="Ne plus recevoir").click()
            expect(plain.get_by_role("heading", level=1)).to_have_text("C’est arrêté")
            plain.get_by_role("button", name="Recevoir de nouveau").click()
            expect(plain.get_by_role("heading", level=1)).to_have_text("C’est repris")
        page.goto("/piloter/compte/courriels")
        assert faults(page) == []
        page.evaluate("document.querySelector('[name=rhythm] option').value = 'toujours'")
        page.get_by_label("Les avis").select_option("toujours")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".wrong, .errors").first).to_be_visible()
        page.get_by_label("Les avis").select_option("jour")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("main")).to_contain_text("ensemble, une fois par jour")
        page.goto("/piloter/compte/courriels")
        page.get_by_label("Les avis").select_option("aussitot")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("main")).to_contain_text("au fur et à mesure")
