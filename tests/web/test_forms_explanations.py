"""The forms of automatic headlines, filled in and sent in a browser: right, then wrong."""

import pytest
from playwright.sync_api import Browser, expect

from tests.web.filling import playing, refused, submits

LIST = "/piloter/titres"


@pytest.mark.browser
@submits("steer/explanations/sign.html", "steer/explanations/explanations.html")
def test_a_headline_is_explained_then_the_sentence_taken_back(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(LIST)
        page.get_by_role("link", name="Expliquer").first.click()
        page.get_by_label("Votre phrase").fill("Non.")
        page.get_by_label("Nom", exact=True).fill("Ada Martin")
        page.get_by_label("Fonction").fill("directrice du numérique")
        page.get_by_role("button", name="Signer").click()
        refused(page, "trois mots")
        page.get_by_label("Votre phrase").fill("Le recrutement a repris en mai.")
        page.get_by_role("button", name="Signer").click()
        expect(page.get_by_role("status")).to_contain_text("C’est signé")
        expect(page.locator(".explained").first).to_contain_text("Vu, expliqué par Ada Martin")
        page.get_by_role("button", name="Retirer").first.click()
        expect(page.get_by_role("status")).to_contain_text("C’est retiré")
        expect(page.locator(".explained", has_text="Ada Martin")).to_have_count(0)


@pytest.mark.browser
def test_the_electoral_period_is_opened_then_closed(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "administratrice") as page:
        page.goto(LIST)
        page.get_by_role("button", name="Ouvrir la période électorale").click()
        expect(page.get_by_role("status")).to_contain_text("est ouverte")
        page.get_by_role("button", name="Fermer la période électorale").click()
        expect(page.get_by_role("status")).to_contain_text("est fermée")
