"""The forms of a discussion, filled in and sent in a browser, without JavaScript too: right, then wrong."""

import pytest
from playwright.sync_api import Browser, expect

from tests.web.axe import faults
from tests.web.filling import playing, refused, submits
from tests.web.signing import letter_link

CLAIRE = "claire.delmas@brumes.example"
SHEET = "/piloter/actions/A16"


@pytest.mark.browser
@submits(
    "carried/discussion.html",
    "members/discussion/correct.html",
    "members/discussion/withdraw.html",
    "members/discussion/hide.html",
)
def test_members_talk_call_each_other_correct_take_back_and_hide(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "administratrice") as page, playing(browser, tried_out, "animatrice") as chief:
        page.goto(SHEET)
        page.get_by_label("Votre message").fill("Peut-on avancer la date ?")
        page.get_by_label("Prévenir").fill("Quelqu’un d’autre")
        page.get_by_role("button", name="Envoyer").click()
        refused(page, "Aucune personne que vous puissiez nommer ne s’appelle", "Quelqu’un d’autre")
        assert faults(page) == []
        expect(page.get_by_label("Votre message")).to_have_value("Peut-on avancer la date ?")
        field = page.get_by_role("combobox", name="Prévenir")
        expect(field).to_have_value("Quelqu’un d’autre")
        field.fill("")
        field.press_sequentially("claire")
        page.locator("#f-called-suggestions [role=option]", has_text="Claire Delmas").click()
        expect(page.get_by_role("button", name="Retirer Claire Delmas")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="Envoyer").click()
        page.wait_for_url(f"**{SHEET}#m*")
        message = page.locator(".message", has_text="Peut-on avancer la date ?").last
        expect(message).to_contain_text("Sonia Arnal")
        assert faults(page) == []
        message.get_by_role("link", name="Corriger").click()
        page.get_by_label("Votre message").fill(" ")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page)
        page.get_by_label("Votre message").fill("Peut-on avancer la date d’un mois ?")
        page.get_by_role("button", name="Enregistrer").click()
        chief.goto(SHEET)
        message = chief.locator(".message", has_text="d’un mois ?").last
        message.get_by_role("link", name="Masquer").click()
        chief.get_by_label("Pourquoi").fill("  ")
        chief.get_by_role("button", name="Masquer").click()
        refused(chief, "Dites pourquoi")
        chief.get_by_label("Pourquoi").fill("Déjà tranché")
        chief.get_by_role("button", name="Masquer").click()
        expect(chief.locator("main")).to_contain_text("Déjà tranché")
        chief.locator(".message", has_text="Déjà tranché").get_by_role("link", name="Montrer de nouveau").click()
        chief.get_by_role("button", name="Montrer").click()
        page.goto(SHEET)
        page.locator(".message", has_text="d’un mois ?").last.get_by_role("link", name="Retirer").click()
        page.get_by_role("button", name="Retirer").click()
        expect(page.locator("main")).to_contain_text("Message retiré par son auteur.")
        link = letter_link(page, CLAIRE, "/avis/quitter/")
        page.goto(link)
        expect(page.locator("main")).to_contain_text("les messages de cette discussion")


@pytest.mark.browser
def test_without_javascript_a_message_is_written_and_one_stops_following(browser: Browser, tried_out: str) -> None:
    with browser.new_context(base_url=tried_out, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/piloter/connexion")
        page.locator("button[name=role][value=animatrice]").click()
        page.goto(SHEET)
        page.get_by_label("Votre message").fill("Sans script, avec @Yanis Perrot.")
        page.get_by_label("Prévenir").fill("sonia")
        page.get_by_role("button", name="Envoyer").click()
        refused(page, "Aucune personne que vous puissiez nommer ne s’appelle")
        page.get_by_role("radio", name="Sonia Arnal").check()
        page.get_by_role("button", name="Envoyer").click()
        expect(page.locator(".message").last).to_contain_text("Sonia Arnal")
        expect(page.locator(".message").last).to_contain_text("Yanis Perrot")
        page.get_by_role("button", name="Ne plus suivre").click()
        expect(page.get_by_role("button", name="Suivre cette discussion")).to_be_visible()
