"""The discussion of a sheet: read and written where the sheet is, as plain text; mails hold all of it."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from maillage.directory.discussion.models import Message
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.directory.notices import telling
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy
from tests.web.signing import visitor
from tests.web.words import markup, words

pytestmark = pytest.mark.django_db
SHEET = "/piloter/actions/A1"


def entered(email: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def talk(site: Client) -> str:
    """The address of the discussion of A1, public, that Ada pilots; Bob is of the team, Zoé of elsewhere."""
    describe("Doubs", Described(territory="departement:25"))
    describe("Jura", Described(territory="departement:39"))
    ada = join("ada@exemple.fr", "Doubs", "equipe").person
    join("bob@exemple.fr", "Doubs", "lecteur")
    join("zoe@exemple.fr", "Jura", "equipe")
    User.objects.filter(email="bob@exemple.fr").update(name="Bob Roy")
    strategy = Strategy.objects.create(
        slug="plan", title="Plan", level="departement", shown=True, organisation=ada.memberships.get().organisation
    )
    with telling.silent():
        action = Action.objects.create(code="A1", title="Guichet", strategy=strategy, visibility="publique", pilot=ada)
    return f"/piloter/discussions/action/{action.pk}"


def test_a_message_is_written_on_the_sheet_and_read_there_by_who_works_on_it_only(
    talk: str, django_capture_on_commit_callbacks: Any
) -> None:
    bob = entered("bob@exemple.fr")
    assert "Personne n’a encore rien écrit." in words(bob.get(SHEET))
    with django_capture_on_commit_callbacks(execute=True):
        done = bob.post(talk, {"text": "Où en est-on ?\nVoir https://exemple.fr/a?b=1"})
    message = Message.objects.get()
    assert done["Location"] == f"{SHEET}#m{message.pk}"
    page = markup(bob.get(SHEET))
    assert "Bob Roy" in page
    assert "Où en est-on ?<br>" in page
    assert 'href="https://exemple.fr/a?b=1" rel="nofollow"' in page
    (letter,) = mail.outbox
    assert letter.to == ["ada@exemple.fr"]
    assert "Où en est-on ?\nVoir https://exemple.fr/a?b=1" in str(letter.body)
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Où en est-on" in html
    assert "Ne plus suivre cette discussion" in html
    zoe = entered("zoe@exemple.fr")
    assert "Discussion" not in words(zoe.get(SHEET))
    for address in ("/strategies/plan/actions/A1", "/strategies/plan/suivi"):
        assert "Où en est-on" not in words(visitor().get(address))


def test_tags_and_scripts_are_only_text_in_the_page_and_in_the_mail(
    talk: str, django_capture_on_commit_callbacks: Any
) -> None:
    bad = "<script>alert(1)</script> javascript:alert(1) <a href='https://x.fr'>x</a>"
    with django_capture_on_commit_callbacks(execute=True):
        entered("bob@exemple.fr").post(talk, {"text": bad})
    page = markup(entered("bob@exemple.fr").get(SHEET))
    html = str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]
    for text in (page, html):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
        assert 'href="javascript' not in text


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(talk: str) -> None:
    bob = entered("bob@exemple.fr")
    empty = bob.post(talk, {"text": "  "})
    assert (empty.status_code, "Écrivez votre message." in words(empty)) == (422, True)
    unknown = bob.post(talk, {"text": "Un mot gardé", "called": "Quelqu’un d’ailleurs"})
    assert unknown.status_code == 422
    assert "Aucune personne que vous puissiez nommer ne s’appelle « Quelqu’un d’ailleurs »" in words(unknown)
    assert "Un mot gardé" in words(unknown)
    assert bob.post(talk, {"text": "x" * 4001}).status_code == 422
    assert not Message.objects.exists()


def test_people_are_called_by_name_by_address_or_by_what_is_chosen_among_namesakes(talk: str) -> None:
    bob = entered("bob@exemple.fr")
    for who in ("claire", "autre"):
        join(f"{who}@exemple.fr", "Doubs", "equipe")
        User.objects.filter(email=f"{who}@exemple.fr").update(name="Claire Morel")
    done = bob.post(talk, {"text": "Un mot", "called": "ADA@exemple.fr, Claire Morel (autre@exemple.fr)"})
    assert done.status_code == 302
    told = Message.objects.get().mentioned.order_by("email")
    assert [person.email for person in told] == ["ada@exemple.fr", "autre@exemple.fr"]
    several = bob.post(talk, {"text": "Un autre mot", "called": "claire morel"})
    assert (several.status_code, "Plusieurs répondent" in words(several)) == (422, True)
    chosen = str(User.objects.get(email="claire@exemple.fr").pk)
    assert f'name="called_choix0" value="{chosen}"' in several.content.decode()
    again = {"text": "Un autre mot", "called": "claire morel", "called_choix0": chosen}
    assert bob.post(talk, again).status_code == 302
    assert [person.email for person in Message.objects.latest("pk").mentioned.all()] == ["claire@exemple.fr"]


def test_whom_one_may_call_is_proposed_to_who_takes_part_and_nobody_else_is(talk: str) -> None:
    def labels(who: str, text: str) -> list[str]:
        answer = entered(f"{who}@exemple.fr").get(f"{talk}/personnes", {"q": text}).json()
        return [choice["label"] for choice in answer["choices"]]

    assert labels("ada", "bob") == ["Bob Roy"]
    assert labels("bob", "bob") == []
    assert labels("ada", "zoe") == []
    assert entered("zoe@exemple.fr").get(f"{talk}/personnes?q=bob").status_code == 404
    assert "Bob Roy" not in entered("ada@exemple.fr").get(SHEET).content.decode()


def test_too_many_messages_in_an_hour_are_refused_and_another_member_still_writes(talk: str) -> None:
    bob, ada = entered("bob@exemple.fr"), entered("ada@exemple.fr")
    answers = {bob.post(talk, {"text": f"Message {number}"}).status_code for number in range(30)}
    assert answers == {302}
    assert bob.post(talk, {"text": "Un de trop"}).status_code == 429
    assert ada.post(talk, {"text": "Moi aussi"}).status_code == 302


def test_the_sheet_shows_the_last_messages_and_leads_to_all(talk: str) -> None:
    bob = entered("bob@exemple.fr")
    for number in range(23):
        bob.post(talk, {"text": f"Message n{number}."})
    page = words(bob.get(SHEET))
    assert "Lire les 3 messages d’avant" in page
    assert ("Message n2." in page, "Message n3." in page) == (False, True)
    assert "Message n0." in words(bob.get(talk))


def test_one_leaves_and_follows_again_from_the_sheet(talk: str) -> None:
    ada = entered("ada@exemple.fr")
    assert "Vous êtes prévenu des messages." in words(ada.get(SHEET))
    assert ada.post(f"{talk}/suivre", {"suivre": "non"})["Location"] == f"{SHEET}#discussion"
    assert "Vous n’êtes pas prévenu des messages." in words(ada.get(SHEET))
    entered("bob@exemple.fr").post(talk, {"text": "Un mot"})
    assert "non lu" not in words(ada.get("/piloter"))


def test_a_message_is_corrected_taken_back_hidden_and_shown_again_by_who_may(talk: str) -> None:
    bob, ada = entered("bob@exemple.fr"), entered("ada@exemple.fr")
    bob.post(talk, {"text": "Une fote."})
    message = f"/piloter/discussions/messages/{Message.objects.get().pk}"
    assert ada.get(f"{message}/corriger").status_code == 404
    assert bob.post(f"{message}/corriger", {"text": "Une faute."}).status_code == 302
    assert "Une faute." in words(ada.get(SHEET))
    assert bob.post(f"{message}/masquer", {"reason": "Non"}).status_code == 404
    assert ada.post(f"{message}/masquer", {"reason": ""}).status_code == 422
    assert ada.post(f"{message}/masquer", {"reason": "Hors sujet"}).status_code == 302
    page = words(bob.get(SHEET))
    assert ("Une faute." in page, "Hors sujet" in page) == (False, True)
    assert ada.post(f"{message}/masquer", {"montrer": "oui"}).status_code == 302
    assert "Une faute." in words(bob.get(SHEET))
    assert bob.post(f"{message}/retirer").status_code == 302
    page = words(ada.get(SHEET))
    assert ("Une faute." in page, "Message retiré par son auteur." in page) == (False, True)
