"""The forms of committees and of their decisions, filled in and sent in a browser: wrong, then right."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import faults
from tests.web.filling import playing, refused, submits
from tests.web.light import flaws

SECRETARY = "secretariat.comites@brumes.example"
FIX = "Fixer, et préparer l’ordre du jour"


def press(page: Page, button: str) -> None:
    """Presses a button, and waits for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).last.click()


def body_of_one_seat(page: Page, slug: str, email: str = "") -> str:
    """A new body where one member sits; its page."""
    page.goto("/piloter/comites/nouveau")
    page.get_by_label("Nom court").fill(slug)
    page.get_by_label("Nom", exact=True).fill(f"Groupe {slug}")
    page.get_by_label("Nature", exact=True).select_option("groupe")
    press(page, "Enregistrer")
    page.locator("[name=n1-who]").fill("Chambre des essais")
    page.locator("[name=n1-email]").fill(email)
    press(page, "Enregistrer")
    return f"/piloter/comites/{slug}"


def meeting_on(page: Page, body: str, day: date) -> str:
    """A new meeting of a body; its page."""
    page.goto(f"{body}/reunions/nouvelle")
    page.get_by_label("Jour").fill(day.isoformat())
    page.get_by_label("De", exact=True).fill("09:30")
    page.get_by_label("À", exact=True).fill("11:00")
    press(page, FIX)
    return page.url.removesuffix("/ordre-du-jour")


def point_on(page: Page, meeting: str, title: str, action: str = "") -> None:
    """One point on the agenda of a meeting, and none of those that facts propose; its form is then shown."""
    page.goto(f"{meeting}/ordre-du-jour")
    for box in page.locator("[name=ajouter]").all():
        box.uncheck()
    page.locator("[name=n1-title]").fill(title)
    page.locator("[name=n1-code]").fill(action)
    press(page, "Enregistrer l’ordre du jour")


def decided(page: Page, verdict: str, text: str) -> str:
    """A decision noted on the only point of the meeting that is shown; its page."""
    page.locator("[name$=-verdict]").select_option(verdict)
    page.locator("[name^=p][name$=-text]").fill(text)
    press(page, "Enregistrer")
    return page.get_by_role("link", name="Suivre cette décision").get_attribute("href") or ""


@pytest.mark.more
@pytest.mark.browser
@submits("steer/committees/sheet.html", "steer/committees/seats.html")
def test_a_committee_is_opened_and_its_seats_named(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        page.goto("/piloter/comites/nouveau")
        page.get_by_label("Nom court").fill("Mon comité")
        page.get_by_label("Nom", exact=True).fill("Groupe des essais")
        page.get_by_label("Nature", exact=True).select_option("groupe")
        page.get_by_label("Mois entre deux réunions").fill("0")
        press(page, "Enregistrer")
        refused(page, "Minuscules, chiffres et tirets seulement", "supérieure ou égale à 1")
        page.get_by_label("Nom court").fill("groupe-des-essais")
        page.get_by_label("Mois entre deux réunions").fill("3")
        press(page, "Enregistrer")
        page.wait_for_url("**/piloter/comites/groupe-des-essais/membres")
        page.locator("[name=n1-who]").fill("Chambre des essais")
        page.locator("[name=n1-email]").fill("inconnue@exemple.fr")
        press(page, "Enregistrer")
        refused(page, "inconnue@exemple.fr", "n’a pas de compte ici")
        page.locator("[name=n1-email]").fill(SECRETARY)
        press(page, "Enregistrer")
        expect(page.get_by_role("group", name="Chambre des essais")).to_be_visible()
        press(page, "Enregistrer")
        expect(page.locator("#membres ~ *")).to_contain_text("Chambre des essais")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/committees/plan.html", "steer/committees/agenda.html")
def test_a_meeting_is_planned_with_its_agenda(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-agenda")
        page.goto(f"{body}/reunions/nouvelle")
        page.get_by_label("Jour").fill((date.today() + timedelta(30)).isoformat())
        page.get_by_label("De", exact=True).fill("11:00")
        page.get_by_label("À", exact=True).fill("09:30")
        press(page, FIX)
        refused(page, "La réunion se termine avant de commencer")
        page.get_by_label("À", exact=True).fill("12:30")
        press(page, FIX)
        meeting = page.url.removesuffix("/ordre-du-jour")
        page.locator("[name=n1-code]").fill("Z99")
        press(page, "Enregistrer l’ordre du jour")
        refused(page, "Z99", "que vous puissiez lire")
        point_on(page, meeting, "Ouvrir les plis")
        expect(page.get_by_role("group", name="Ouvrir les plis")).to_be_visible()
        page.goto(f"{meeting}/ordre-du-jour")
        page.get_by_label("Minutes").fill("25")
        press(page, "Enregistrer l’ordre du jour")
        expect(page.get_by_role("group", name="Ouvrir les plis")).to_contain_text("25")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/committees/hold.html")
def test_a_meeting_is_not_closed_before_its_day(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-avant")
        page.goto(meeting_on(page, body, date.today() + timedelta(30)))
        page.get_by_label("État de la réunion").select_option("close")
        page.get_by_label("Chambre des essais").select_option("present")
        press(page, "Enregistrer")
        refused(page, "elle ne peut pas être close avant")
        page.get_by_label("État de la réunion").select_option(label="Prévue")
        press(page, "Enregistrer")
        expect(page.get_by_role("status")).to_have_text("C’est enregistré.")


@pytest.mark.browser
@submits("steer/committees/hold.html")
def test_a_meeting_is_closed_with_who_came_and_what_was_decided(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-tenue")
        point_on(page, meeting_on(page, body, date.today()), "Étendre l’action", "A02")
        page.get_by_label("État de la réunion").select_option("close")
        page.locator("[name$=-verdict]").select_option("diffusion")
        page.get_by_role("combobox", name="Organisation responsable").fill("Atlantide")
        page.get_by_role("combobox", name="Personne responsable").fill("Quelqu’un")
        press(page, "Enregistrer")
        refused(page, "Atlantide", "Quelqu’un")
        page.get_by_role("combobox", name="Organisation responsable").fill("")
        page.get_by_role("combobox", name="Personne responsable").fill("")
        page.get_by_role("combobox", name="Personne responsable").press_sequentially("louise")
        page.locator(".suggestions:not([hidden]) [role=option]", has_text="Louise Garnier").click()
        assert faults(page) == []
        press(page, "Enregistrer")
        refused(page, "notez la présence de chaque siège", "Dites où et comment l’action s’étend")
        expect(page.get_by_role("combobox", name="Personne responsable")).to_have_value("Louise Garnier")
        page.get_by_label("Chambre des essais").select_option("present")
        page.locator("[name^=p][name$=-text]").fill("À tous les cantons.")
        press(page, "Enregistrer")
        expect(page.get_by_role("status")).to_have_text("C’est enregistré.")
        expect(page.get_by_text("Présences : 1 notées sur 1")).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/committees/invite.html")
def test_the_members_of_a_meeting_are_invited_once(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-invitation", SECRETARY)
        meeting = meeting_on(page, body, date.today() + timedelta(30))
        other = page.context.new_page()
        for window in (page, other):
            window.goto(f"{meeting}/inviter")
        press(page, "Envoyer (1)")
        expect(page.get_by_role("status")).to_have_text("1 invitation est partie.")
        press(other, "Envoyer (1)")
        expect(other.get_by_role("status")).to_contain_text("Personne n’était plus à prévenir")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/committees/send.html")
def test_the_agenda_is_sent_once_and_again_when_it_changed(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-envoi", SECRETARY)
        meeting = meeting_on(page, body, date.today() + timedelta(30))
        page.goto(f"{meeting}/envoyer/ordre-du-jour")
        refused(page, "L’ordre du jour est vide")
        point_on(page, meeting, "Écrire au préfet")
        page.goto(meeting)
        page.get_by_role("link", name="Envoyer aux membres").click()
        page.wait_for_load_state()
        address = page.url
        other = page.context.new_page()
        other.goto(address)
        press(page, "Envoyer (1)")
        expect(page.get_by_role("status")).to_have_text("1 message est parti.")
        press(other, "Envoyer (1)")
        expect(other.get_by_role("status")).to_contain_text("Personne n’était plus à prévenir")
        point_on(page, meeting, "Écrire au recteur")
        page.goto(meeting)
        expect(page.locator("main")).to_contain_text("modifié depuis")
        page.get_by_role("link", name="Renvoyer").click()
        press(page, "Renvoyer (1)")
        expect(page.get_by_role("status")).to_have_text("1 message est parti.")
        assert flaws(page.content()) == []


@pytest.mark.more
@pytest.mark.browser
@submits("steer/decisions/decision.html")
def test_a_decision_is_followed_until_it_is_done(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "secretaire") as page:
        body = body_of_one_seat(page, "essai-decision")
        point_on(page, meeting_on(page, body, date.today()), "Écrire au préfet")
        page.goto(decided(page, "autre", "Une lettre est envoyée."))
        press(page, "Enregistrer")
        refused(page, "Dites où elle en est, ou le jour où elle a été faite")
        page.get_by_label("Faite le").fill((date.today() + timedelta(1)).isoformat())
        press(page, "Enregistrer")
        refused(page, "Ce jour n’est pas encore venu")
        page.get_by_label("Où elle en est").fill("La lettre est partie.")
        page.get_by_label("Faite le").fill(date.today().isoformat())
        press(page, "Enregistrer")
        expect(page.locator("main")).to_contain_text("La lettre est partie.")
        other = page.context.new_page()
        other.goto(page.url)
        for window in (page, other):
            press(window, "Elle n’est pas faite : la rouvrir")
            expect(window.get_by_label("Faite le")).to_have_value("")
            expect(window.locator(".errors")).to_have_count(0)


@pytest.mark.more
@pytest.mark.browser
@submits("steer/decisions/drop.html")
def test_an_action_is_stopped_once_with_its_reason(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        body = body_of_one_seat(page, "essai-abandon")
        point_on(page, meeting_on(page, body, date.today()), "", "A02")
        page.goto(decided(page, "abandon", "Un service équivalent existe."))
        page.get_by_role("link", name="La passer à « Abandonnée »").click()
        other = page.context.new_page()
        other.goto(page.url)
        page.get_by_label("Motif").fill("   ")
        press(page, "Abandonner l’action")
        refused(page, "Champ requis")
        page.get_by_label("Motif").fill("Un service équivalent existe.")
        press(page, "Abandonner l’action")
        expect(page.locator("main")).to_contain_text("Abandonnée")
        press(other, "Abandonner l’action")
        expect(other.locator("main")).to_contain_text("L’action est déjà abandonnée")
