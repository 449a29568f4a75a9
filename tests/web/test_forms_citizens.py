"""The forms of anybody, to follow a place and to say that something is false: sent in a browser, right, then wrong."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.web.filling import playing, refused, submits
from tests.web.signing import letter_link

HERE, THERE = "96001", "96002"


def picture(width: int, height: int, kind: str) -> bytes:
    """A picture of one colour."""
    made = BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, kind)
    return made.getvalue()


def follow(page: Page, commune: str, email: str) -> None:
    """Ask to follow a commune, and open the link of the mail."""
    page.goto(f"/suivre?commune={commune}")
    page.get_by_label("Votre adresse électronique").fill(email)
    page.get_by_role("button", name="Recevoir le lien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos messages")
    page.goto(letter_link(page, email, "/suivre/confirmer/"))


@pytest.mark.more
@pytest.mark.browser
@submits("share/follow/follow.html", "share/follow/yes.html", "share/follow/stop.html")
def test_places_are_followed_then_left_one_by_one(browser: Browser, tried_out: str) -> None:
    email = "habitante@exemple.fr"
    with playing(browser, tried_out, "") as page:
        page.goto(f"/suivre?commune={HERE}")
        page.get_by_label("Votre adresse électronique").fill("habitante@exemple")
        page.get_by_role("button", name="Recevoir le lien").click()
        refused(page, "Saisissez une adresse de courriel valide")
        expect(page.get_by_label("Votre adresse électronique")).to_have_value("habitante@exemple")
        for commune in (THERE, HERE):
            follow(page, commune, email)
            confirming = page.url
            page.get_by_role("button", name="Oui, suivre ce lieu").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Vous suivez")
        other = page.context.new_page()
        other.goto(confirming)
        page.get_by_role("link", name="Arrêter").click()
        expect(page.locator(".stops li")).to_have_count(2)
        page.locator(".stops button").first.click()
        expect(page.get_by_role("status")).to_contain_text("C’est noté.")
        stopping = page.url
        page.get_by_role("button", name="Tout arrêter").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est arrêté")
        # Said yes too late, then stopped by a link of which the end was lost.
        other.get_by_role("button", name="Oui, suivre ce lieu").click()
        expect(other.locator("main")).to_contain_text("Ce suivi n’existe plus.")
        page.goto(stopping)
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est arrêté")
        page.goto(stopping[:-3])
        expect(page.locator("main")).to_contain_text("Ce lien n’est pas complet.")


@pytest.mark.browser
@submits("share/report/report.html")
def test_what_is_false_is_reported_with_a_photo_that_is_not_too_large(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "") as page:
        page.goto(f"/signaler?commune={HERE}")
        page.get_by_label("Qu’est-ce qui ne va pas").select_option("Autre chose")
        page.get_by_label("Votre adresse électronique").fill("voisin@exemple")
        page.get_by_role("button", name="Envoyer").click()
        refused(page, "Dites en quelques mots ce que vous constatez.", "adresse de courriel valide")
        page.get_by_label("Votre adresse électronique").fill("voisin@exemple.fr")
        page.get_by_label("Ce que vous constatez").fill("Le poteau est tombé.")
        large = {"name": "mur.png", "mimeType": "image/png", "buffer": picture(5000, 4000, "PNG")}
        page.get_by_label("Une photo").set_input_files(large)  # type: ignore[arg-type]
        page.get_by_role("button", name="Envoyer").click()
        refused(page, "La photo a trop de pixels", "Envoyez-la plus petite")
        expect(page.get_by_label("Ce que vous constatez")).to_have_value("Le poteau est tombé.")
        small = {"name": "mur.jpg", "mimeType": "image/jpeg", "buffer": picture(800, 600, "JPEG")}
        page.get_by_label("Une photo").set_input_files(small)  # type: ignore[arg-type]
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Signalement \d{4}-\d{6}$"))
        expect(page.get_by_role("status")).to_contain_text("Gardez ce numéro")


@pytest.mark.more
@pytest.mark.browser
@submits("share/report/report.html")
def test_a_missing_address_is_reported_with_the_place_where_it_is(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "", width=390) as page:
        page.goto(f"/signaler?commune={HERE}")
        page.get_by_label("Qu’est-ce qui ne va pas").select_option("adresse_absente")
        page.get_by_role("button", name="Envoyer").click()
        refused(page, "Écrivez l’adresse qui n’existe pas.")
        page.get_by_label("Où exactement").fill("12 bis, chemin des Écluses")
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_role("status")).to_contain_text("Gardez ce numéro")
