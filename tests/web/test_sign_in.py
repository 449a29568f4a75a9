"""Signing in shuts nobody out, tells nobody who has an account, and no link takes an account over."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from maillage.commons.offers.people import let_enter
from maillage.directory import governing
from maillage.directory.governing import Given
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Invitation, Membership, Organisation, User
from maillage.web.forms.sender import OFFICE, SIGN_IN
from tests.web.signing import by_mail, code, enrolled, visitor

pytestmark = pytest.mark.django_db
ADA, EVE = "ada@exemple.fr", "eve@exemple.fr"
PASSWORD = "un long mot de passe 42"


def said(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture(autouse=True)
def people(site: Client) -> None:
    describe("Doubs", Described(territory="departement:25"))
    describe("Projet", Described(kind="equipe", territory="region:27"))
    join(ADA, "Doubs", "contributeur")
    join("chef@exemple.fr", "Projet", "administrateur")


def asked(email: str, **more: Any) -> Any:
    return visitor().post("/piloter/connexion", {"email": email}, **more)


def entered(email: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=email))
    return client


def invited(email: str, role: str = "pilote") -> str:
    chief, doubs = User.objects.get(email="chef@exemple.fr"), Organisation.objects.get(name="Doubs")
    made = governing.invite(chief, email, doubs, Given(role, strategy="plan"))
    return f"/piloter/invitation/{governing.token_of(made)}"


def test_following_a_place_five_times_shuts_no_member_out() -> None:
    client = visitor()
    form = {"commune": "25547", "email": ADA}
    assert [client.post("/suivre", form).status_code for _ in range(6)] == [302] * 5 + [429]
    mail.outbox.clear()
    assert asked(ADA).status_code == 200
    assert len(mail.outbox) == 1


def test_many_people_behind_one_address_sign_in_and_one_who_insists_shuts_out_themselves_only() -> None:
    assert {asked(f"agent{rank}@exemple.fr").status_code for rank in range(60)} == {200}
    assert [asked(ADA).status_code for _ in range(SIGN_IN.here.times + 1)][-1] == 429
    assert asked("chef@exemple.fr").status_code == 200
    # The same person from another network address is let in: who insists elsewhere shuts nobody out.
    assert asked(ADA, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_when_no_mail_leaves_known_and_unknown_addresses_are_answered_alike(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    pages = [asked(email) for email in (ADA, "personne@exemple.fr")]
    assert {one.status_code for one in pages} == {422}
    told = [said(one).replace(email, "") for one, email in zip(pages, (ADA, "personne@exemple.fr"), strict=True)]
    assert "Les courriels ne partent pas en ce moment" in told[0]
    assert _without_tokens(told[0]) == _without_tokens(told[1])


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_who_comes_from_a_webmail_stays_signed_in() -> None:
    client, answer = by_mail(ADA)
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}
    assert answer["Location"] == "/piloter"


def test_an_invitation_is_no_key_to_an_account_that_exists() -> None:
    link = invited(ADA)
    thief = visitor()
    page = said(thief.get(link))
    assert "a déjà un compte" in page
    assert "Oui, entrer" not in page
    assert thief.post(link).status_code == 403
    assert thief.get("/piloter").status_code == 302
    assert Membership.objects.filter(person__email=ADA).count() == 1
    assert Invitation.objects.exists()
    # Its holder signs in by mail, comes back, says yes.
    ada, led = by_mail(ADA, after=link)
    assert led["Location"] == link
    assert ada.post(link)["Location"] == "/piloter"
    assert Membership.objects.filter(person__email=ADA).count() == 2
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("email", [EVE, "chef@exemple.fr"])
def test_an_invitation_opened_by_somebody_else_who_is_signed_in_gives_them_nothing(email: str) -> None:
    link, ada = invited(email), entered(ADA)
    assert "Cette invitation n’est pas à votre adresse" in said(ada.get(link))
    assert ada.post(link).status_code == 403
    assert not Membership.objects.filter(strategy="plan").exists()
    assert not User.objects.filter(email=EVE).exists()
    assert "pas de limite" not in said(ada.get("/piloter/compte"))
    assert ada.get("/piloter/personnes").status_code == 403, "still the same person"


def test_somebody_invited_again_after_their_last_role_signs_in_to_say_yes() -> None:
    keeper(EVE)
    link = invited(EVE)
    assert visitor().post(link).status_code == 403
    eve, led = by_mail(EVE, after=link)
    assert led["Location"] == link
    assert eve.post(link)["Location"] == "/piloter"
    assert Membership.objects.get(person__email=EVE).role == "pilote"


def keeper(email: str) -> None:
    """An account of the back office."""
    User.objects.create_user(email, PASSWORD)
    let_enter(email)


def office(email: str, password: str, client: Client | None = None) -> Any:
    return (client or visitor()).post(
        "/gestion/login/?next=/gestion/", {"username": email, "password": password, "next": "/gestion/"}
    )


def test_passwords_of_the_back_office_are_tried_a_few_times() -> None:
    keeper(EVE)
    tries = [office(EVE, f"essai {rank}").status_code for rank in range(OFFICE.here.times + 1)]
    assert tries == [200] * OFFICE.here.times + [429]
    assert office(EVE, PASSWORD).status_code == 429
    assert office(ADA, "essai").status_code == 200


@pytest.mark.second_factor
@pytest.mark.django_db(transaction=True)
def test_the_back_office_asks_the_second_factor() -> None:
    keeper(EVE)
    eve = visitor()
    assert office(EVE, PASSWORD, eve)["Location"] == "/gestion/"
    led = eve.get("/gestion/")
    assert led["Location"].startswith("/piloter/compte/second-facteur?next=")
    assert eve.get("/gestion/pages/").status_code == 302
    secret, _ = enrolled(eve)
    assert eve.get("/gestion/").status_code == 200
    again = visitor()
    assert office(EVE, PASSWORD, again)["Location"].startswith("/piloter/connexion/code")
    assert again.get("/gestion/").status_code == 302
    done = again.post("/piloter/connexion/code?next=/gestion/", {"code": code(secret, 1)})
    assert done.status_code == 302
    assert again.get("/gestion/").status_code == 200
    assert eve.get("/piloter").status_code == 403, "who keeps the texts is no member"
