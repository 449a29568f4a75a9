"""The forms of people and of their accounts, filled in and sent in a browser: right, then wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.filling import playing, refused, submits
from tests.web.signing import code, letter_link

PEOPLE = "/piloter/personnes"
ACCOUNT = "/piloter/compte"


def invite(page: Page, email: str, role: str = "lecteur") -> None:
    """Invite somebody in the organisation of the administrator; the page then says so."""
    page.goto(f"{PEOPLE}/inviter")
    page.get_by_label("Adresse électronique").fill(email)
    expect(page.get_by_label("Organisation")).to_have_value("Équipe projet numérique")
    page.get_by_label("Rôle", exact=True).select_option(role)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_have_text("L’invitation est partie.")


@contextmanager
def joined(browser: Browser, address: str, email: str) -> Iterator[tuple[Page, Page]]:
    """The page of an administrator, and that of somebody they just invited, who said yes."""
    with playing(browser, address, "administratrice") as chief, playing(browser, address, "") as page:
        invite(chief, email)
        page.goto(letter_link(page, email, "/piloter/invitation/"))
        page.get_by_role("button", name="Oui, entrer").click()
        page.wait_for_url("**/piloter")
        yield chief, page


def change_role(page: Page, email: str, role: str) -> None:
    """An administrator gives somebody another role."""
    page.goto(PEOPLE)
    page.get_by_role("link", name=f"Changer le rôle de {email}").click()
    page.get_by_label("Rôle", exact=True).select_option(role)
    page.get_by_role("button", name="Changer", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Le rôle est changé.")


def second_tab(page: Page) -> Page:
    """The same page, in another tab of the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    return other


def type_code(page: Page, typed: str, button: str) -> None:
    page.get_by_label("Votre code").fill(typed)
    page.get_by_role("button", name=button).click()


@pytest.mark.more
@pytest.mark.browser
@submits("members/people/invite.html", "members/people/people.html", "members/people/invitation.html")
def test_an_invitation_is_sent_called_off_and_accepted_once(browser: Browser, tried_out: str) -> None:
    email = "invitee@exemple.fr"
    with playing(browser, tried_out, "administratrice") as page, playing(browser, tried_out, "") as guest:
        page.goto(f"{PEOPLE}/inviter")
        page.get_by_label("Adresse électronique").fill("invitee@exemple")
        page.get_by_label("Organisation").fill("Équipe projet numérique")
        page.get_by_label("Limité à ces territoires").fill("departement:75")
        page.get_by_role("button", name="Envoyer l’invitation").click()
        refused(page, "Saisissez une adresse de courriel valide", "departement:75")
        expect(page.get_by_label("Adresse électronique")).to_have_value("invitee@exemple")
        invite(page, email)
        other = second_tab(page)
        name = f"Annuler l’invitation de {email}"
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("status")).to_contain_text("L’invitation est annulée")
        other.get_by_role("button", name=name).click()
        expect(other.locator("main")).to_contain_text("Cette invitation a déjà servi, ou elle est annulée.")
        invite(page, email)
        link = letter_link(guest, email, "/piloter/invitation/")
        page.goto(link)
        expect(page.locator("main")).to_contain_text("Cette invitation n’est pas à votre adresse.")
        page.get_by_role("button", name="Se déconnecter").click()
        guest.goto(link)
        late = second_tab(guest)
        guest.get_by_role("button", name="Oui, entrer").click()
        guest.wait_for_url("**/piloter")
        late.get_by_role("button", name="Oui, entrer").click()
        expect(late.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")


@pytest.mark.browser
@submits("members/account/identity.html")
def test_one_says_ones_name_and_function_and_an_address_is_no_name(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "lectrice") as page:
        page.goto(ACCOUNT)
        page.get_by_role("link", name="Corriger votre nom et vos fonctions").click()
        page.get_by_label("Prénom et nom").fill("jeanne.aubry@brumes.example")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Écrivez un nom, pas une adresse électronique")
        page.get_by_label("Prénom et nom").fill("Jeanne Aubry")
        page.get_by_label("Votre fonction").fill("chargée de mission")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_have_text("C’est enregistré.")
        expect(page.locator("main")).to_contain_text("Jeanne Aubry, jeanne.aubry@brumes.example")
        expect(page.locator("main")).to_contain_text("chargée de mission")


@pytest.mark.more
@pytest.mark.browser
@submits("members/people/organisation.html")
def test_an_organisation_is_opened_and_one_without_good_number_refused(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "administratrice") as page:
        page.goto(f"{PEOPLE}/organisations/nouvelle")
        page.get_by_label("Nom").fill("Syndicat d’essai des Brumes")
        page.get_by_label("SIREN").fill("12 34")
        page.get_by_label("Territoire").fill("departement:75")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Un SIREN a neuf chiffres.", "departement:75")
        page.get_by_label("SIREN").fill("123 456 782")
        page.get_by_label("Territoire").fill("region:99")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("status")).to_have_text("L’organisation est enregistrée.")
        page.goto(f"{PEOPLE}/organisations/nouvelle")
        page.get_by_label("Nom").fill("Syndicat d’essai des Brumes")
        page.get_by_label("SIREN").fill("123456782")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Une autre organisation porte déjà ce nom.")
        page.get_by_label("Nom").fill("Autre syndicat d’essai")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Une autre organisation a déjà ce SIREN.")
        page.goto(PEOPLE)
        page.get_by_role("link", name="Modifier Syndicat d’essai des Brumes").click()
        page.get_by_label("Adresse électronique du service").fill("a@b")
        page.get_by_role("button", name="Enregistrer").click()
        refused(page, "Saisissez une adresse de courriel valide")
        page.get_by_label("Adresse électronique du service").fill("syndicat@exemple.fr")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator("main")).to_contain_text("syndicat@exemple.fr")


@pytest.mark.more
@pytest.mark.browser
@submits("members/people/role.html", "members/people/leave.html")
def test_a_role_is_changed_then_taken_back_once(browser: Browser, tried_out: str) -> None:
    email = "passage@exemple.fr"
    with joined(browser, tried_out, email) as (page, _):
        page.goto(PEOPLE)
        page.get_by_role("link", name=f"Changer le rôle de {email}").click()
        page.get_by_label("Limité à ces territoires").fill("commune:quelque-part")
        page.get_by_role("button", name="Changer", exact=True).click()
        refused(page, "commune:quelque-part")
        page.get_by_label("Limité à ces territoires").fill("")
        page.get_by_label("Rôle", exact=True).select_option("contributeur")
        page.get_by_role("button", name="Changer", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Le rôle est changé.")
        page.get_by_role("link", name=f"Changer le rôle de {email}").click()
        page.get_by_role("link", name="Reprendre ce rôle").click()
        other = second_tab(page)
        page.get_by_role("button", name="Reprendre ce rôle").click()
        expect(page.get_by_role("status")).to_have_text("Le rôle est repris.")
        other.get_by_role("button", name="Reprendre ce rôle").click()
        expect(other.locator("main")).to_contain_text("Ce rôle n’existe plus.")


@pytest.mark.more
@pytest.mark.browser
@submits("members/people/leave.html")
def test_the_last_administrator_is_not_let_go(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "administratrice") as page:
        page.goto(PEOPLE)
        page.get_by_role("link", name="Changer le rôle de Sonia Arnal").click()
        page.get_by_role("link", name="Reprendre ce rôle").click()
        page.get_by_role("button", name="Reprendre ce rôle").click()
        refused(page, "C’est le dernier administrateur", "nommez-en un autre d’abord")


@pytest.mark.more
@pytest.mark.browser
@submits("members/sign_in/sign_in.html", "members/sign_in/enter.html", "members/account/account.html")
def test_a_link_enters_once_and_one_leaves_by_the_account(browser: Browser, tried_out: str) -> None:
    email = "lien@exemple.fr"
    with joined(browser, tried_out, email) as (_, page):
        page.goto(ACCOUNT)
        other = second_tab(page)
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page).to_have_url(f"{tried_out}/")
        other.get_by_role("button", name="Se déconnecter").click()
        expect(other).to_have_url(f"{tried_out}/")
        page.goto("/piloter/connexion")
        page.get_by_label("adresse électronique professionnelle").fill("lien@exemple")
        page.get_by_role("button", name="Recevoir le lien").click()
        refused(page, "Saisissez une adresse de courriel valide")
        page.get_by_label("adresse électronique professionnelle").fill(email)
        page.get_by_role("button", name="Recevoir le lien").click()
        expect(page.get_by_role("status")).to_contain_text("un lien vient de partir")
        page.goto(letter_link(page, email, "/piloter/connexion/"))
        other.goto(page.url)
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url("**/piloter")
        other.get_by_role("button", name="Entrer").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Ce lien ne sert plus")


def sign_in_by_code(page: Page, email: str, good: str) -> None:
    """Out, then in by the link of a mail and a code: one that nobody was given first."""
    page.goto(ACCOUNT)
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/piloter/connexion")
    page.get_by_label("adresse électronique professionnelle").fill(email)
    page.get_by_role("button", name="Recevoir le lien").click()
    page.goto(letter_link(page, email, "/piloter/connexion/"))
    page.get_by_role("button", name="Entrer").click()
    type_code(page, "000000", "Entrer")
    refused(page, "pas le bon code")
    type_code(page, good, "Entrer")
    page.wait_for_url("**/piloter")


@pytest.mark.more
@pytest.mark.browser
@submits(
    "members/account/enrol.html",
    "members/account/code.html",
    "members/account/confirm.html",
    "members/account/new_codes.html",
    "members/account/remove.html",
)
def test_a_telephone_is_set_up_asked_and_taken_away(browser: Browser, tried_out: str) -> None:
    email = "telephone@exemple.fr"
    with joined(browser, tried_out, email) as (chief, page):
        page.goto(f"{ACCOUNT}/second-facteur")
        type_code(page, "000000", "Ajouter")
        refused(page, "pas le bon code")
        secret = page.locator(".key").inner_text().replace(" ", "")
        type_code(page, code(secret), "Ajouter")
        spare = page.locator(".codes li").all_inner_texts()
        assert len(spare) == 10
        sign_in_by_code(page, email, code(secret, 1))
        page.goto(f"{ACCOUNT}/codes")
        type_code(page, "111111", "Continuer")
        refused(page, "pas le bon code")
        type_code(page, spare[0], "Continuer")
        expect(page.locator(".codes li")).to_have_count(9)
        page.goto(f"{ACCOUNT}/codes/nouveaux")
        other = second_tab(page)
        page.get_by_role("button", name="Faire d’autres codes").click()
        expect(page.locator(".codes li")).to_have_count(10)
        assert not set(spare) & set(page.locator(".codes li").all_inner_texts())
        page.goto(f"{ACCOUNT}/second-facteur/retirer")
        change_role(chief, email, "administrateur")
        page.get_by_role("button", name="Retirer").click()
        refused(page, "Votre rôle demande un second facteur")
        change_role(chief, email, "lecteur")
        page.goto(f"{ACCOUNT}/second-facteur/retirer")
        page.get_by_role("button", name="Retirer").click()
        expect(page.get_by_role("link", name="Ajouter un second facteur")).to_be_visible()
        # The other tab still offers spare codes of a telephone that is there no more.
        other.get_by_role("button", name="Faire d’autres codes").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Ajouter un second facteur")


@pytest.mark.more
@pytest.mark.browser
@submits("members/people/role.html")
def test_a_lost_telephone_is_taken_away_once(browser: Browser, tried_out: str) -> None:
    email = "perdu@exemple.fr"
    with joined(browser, tried_out, email) as (chief, page):
        page.goto(f"{ACCOUNT}/second-facteur")
        type_code(page, code(page.locator(".key").inner_text().replace(" ", "")), "Ajouter")
        expect(page.locator(".codes li")).to_have_count(10)
        chief.goto(PEOPLE)
        chief.get_by_role("link", name=f"Changer le rôle de {email}").click()
        other = second_tab(chief)
        chief.get_by_role("button", name="Retirer son second facteur").click()
        expect(chief.get_by_role("status")).to_contain_text("Le second facteur est retiré")
        other.get_by_role("button", name="Retirer son second facteur").click()
        expect(other.get_by_role("status")).to_contain_text("n’a pas de second facteur")


@pytest.mark.more
@pytest.mark.browser
@submits("fibre/planned/space.html")
def test_an_agent_leaves_the_planned_dates_even_twice(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto("/prevu")
        other = second_tab(page)
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page).to_have_url(f"{tried_out}/")
        other.get_by_role("button", name="Se déconnecter").click()
        expect(other).to_have_url(f"{tried_out}/")
        page.goto("/prevu")
        expect(page).to_have_url(re.compile("/prevu/connexion"))
