"""What was typed once the session was over comes back after signing in again: to who typed it, not saved, a week."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from maillage.directory import drafts
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy
from tests.web.signing import by_mail, visitor
from tests.web.words import words

EDIT = "/piloter/actions/A1/modifier"
FROM_HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def strategy(site: Client, db: None) -> Strategy:
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    for who in ("ada", "bob"):
        join(f"{who}@exemple.fr", "Doubs", "equipe")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs)
    Action.objects.create(code="A1", title="Semaine", strategy=plan)
    return plan


def key(who: str) -> int:
    return User.objects.get(email=f"{who}@exemple.fr").pk


def signed_in(who: str) -> Client:
    client, _ = by_mail(f"{who}@exemple.fr")
    return client


def typing(client: Client, **typed: str) -> dict[str, str]:
    """What the form of the action would send, with this typed."""
    page = client.get(EDIT)
    action = Action.objects.get(code="A1")
    first = {name: getattr(action, name) for name in ("title", "status", "priority", "visibility")}
    return first | {"version": page.context["version"], "base": page.context["base"]} | typed


def lost(client: Client) -> None:
    """The session of this browser comes to its end."""
    Session.objects.filter(session_key=client.cookies["maillage_gestion"].value).delete()


def sent_late(client: Client, **typed: Any) -> Any:
    filled = typing(client, **typed)
    lost(client)
    return client.post(EDIT, filled, headers=FROM_HERE)


def test_the_form_comes_back_filled_and_not_saved_after_signing_in_again() -> None:
    client = signed_in("ada")
    answer = sent_late(client, description="Trois pages de notes", audience="Les maires")
    assert answer.status_code == 403
    assert "vous attend 7 jours" in words(answer)
    assert "/piloter/connexion?suite=%2Fpiloter%2Factions%2FA1%2Fmodifier" in answer.content.decode()
    again = signed_in("ada")
    page = again.get(EDIT)
    assert page.status_code == 200
    assert "Trois pages de notes</textarea>" in page.content.decode()
    assert 'value="Les maires"' in page.content.decode()
    assert "voici ce que vous aviez écrit. Rien n’est encore enregistré." in words(page)
    assert Action.objects.get(code="A1").description == ""
    assert "Trois pages de notes" in again.get(EDIT).content.decode()
    kept = dict(drafts.waiting(key("ada"), EDIT).fields)  # type: ignore[union-attr]
    assert again.post(EDIT, kept).status_code == 302
    assert Action.objects.get(code="A1").description == "Trois pages de notes"
    assert drafts.waiting(key("ada"), EDIT) is None
    assert "vous aviez écrit" not in words(again.get(EDIT))


def test_what_another_wrote_meanwhile_is_still_merged() -> None:
    client = signed_in("ada")
    sent_late(client, description="Les notes d’Ada")
    bob = signed_in("bob")
    assert bob.post(EDIT, typing(bob, audience="De Bob")).status_code == 302
    again = signed_in("ada")
    again.get(EDIT)
    kept = dict(drafts.waiting(key("ada"), EDIT).fields)  # type: ignore[union-attr]
    answer = again.post(EDIT, kept)
    assert answer.status_code == 409
    assert "De Bob" in answer.content.decode()
    assert "Les notes d’Ada" in answer.content.decode()


def test_nobody_else_ever_sees_it() -> None:
    sent_late(signed_in("ada"), description="Secret d’Ada")
    for client in (signed_in("bob"), visitor()):
        assert "Secret d’Ada" not in client.get(EDIT).content.decode()
    # A mark of another person cannot be made: the cookie is signed.
    thief = visitor()
    thief.cookies["maillage_brouillon"] = str(key("bob"))
    answer = thief.post(EDIT, {"description": "Long mot glissé"}, headers=FROM_HERE)
    assert answer.status_code == 403
    assert drafts.waiting(key("bob"), EDIT) is None
    assert "vous attend" not in words(answer)


def test_a_form_of_another_site_is_not_kept() -> None:
    client = signed_in("ada")
    filled = typing(client, description="Glissé d’ailleurs")
    lost(client)
    assert client.post(EDIT, filled, headers={"sec-fetch-site": "cross-site"}).status_code in (302, 403)
    assert drafts.waiting(key("ada"), EDIT) is None


def test_files_are_not_kept_and_it_says_so() -> None:
    client = signed_in("ada")
    client.get(EDIT)
    lost(client)
    file = SimpleUploadedFile("bilan.xlsx", b"des cellules")
    typed = {"fichier": file, "mot": "Avec un mot"}
    answer = client.post("/piloter/actions/echange", typed, headers=FROM_HERE)
    assert "Vous devrez choisir à nouveau : bilan.xlsx" in words(answer)
    page = signed_in("ada").get("/piloter/actions/echange")
    assert "Vous devrez choisir à nouveau : bilan.xlsx" in words(page)
    assert "Avec un mot" in words(page)
    assert b"des cellules" not in page.content


def test_it_is_thrown_away_when_asked_and_when_signing_out() -> None:
    sent_late(signed_in("ada"), description="À jeter bientôt")
    client = signed_in("ada")
    assert client.post(EDIT, {"jeter-brouillon": "oui"}, headers={"sec-fetch-site": "cross-site"}).status_code != 302
    sent_late(client, description="À jeter bientôt")
    client = signed_in("ada")
    assert client.post(EDIT, {"jeter-brouillon": "oui"}, headers=FROM_HERE)["Location"] == EDIT
    assert "À jeter bientôt" not in client.get(EDIT).content.decode()
    sent_late(client, description="Et encore cela")
    client = signed_in("ada")
    client.post("/piloter/deconnexion")
    assert drafts.waiting(key("ada"), EDIT) is None
    assert client.cookies["maillage_brouillon"].value == ""


def test_only_the_last_ones_are_kept_a_week_and_none_too_long() -> None:
    person = key("ada")
    for rank in range(7):
        assert drafts.keep(person, f"/page/{rank}", [("texte", "mot")])
    assert drafts.waiting(person, "/page/1") is None
    assert drafts.waiting(person, "/page/6") is not None
    assert not drafts.keep(person, "/page/8", [("texte", "m" * 200_001)])
    ends = Session.objects.latest("expire_date").expire_date
    assert timedelta(days=6) < ends - timezone.now() <= timedelta(days=7)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert drafts.waiting(person, "/page/6") is None


def test_a_code_of_second_factor_is_never_kept() -> None:
    client = signed_in("ada")
    client.get(EDIT)
    lost(client)
    answer = client.post("/piloter/compte/second-facteur", {"code": "123456 mot"}, headers=FROM_HERE)
    assert answer.status_code == 403
    assert drafts.waiting(key("ada"), "/piloter/compte/second-facteur") is None
