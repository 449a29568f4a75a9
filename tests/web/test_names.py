"""Members read a name and a function where there was an address; files keep addresses; the public reads neither."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Strategy
from tests.web.signing import visitor
from tests.web.words import markup, words

pytestmark = pytest.mark.django_db
IDENTITY = "/piloter/compte/identite"


@pytest.fixture
def ada(site: Client) -> Client:
    """Ada Brun, who administrates the project team and pilots a public action."""
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    held = join("ada@exemple.fr", "Équipe", "administrateur")
    strategy = Strategy.objects.create(slug="essai", title="Essai", level="region", shown=True)
    client = visitor()
    client.force_login(held.person)
    told = {"name": "Ada Brun", f"function-{held.pk}": "directrice du numérique"}
    assert client.post(IDENTITY, told)["Location"] == "/piloter/compte?dit=oui"
    public = Action(strategy=strategy, code="A1", title="Guichet", visibility=Visibility.PUBLIC)
    public.pilot = User.objects.get()
    saving.save(public, public.pilot)
    return client


def lines(client: Client, address: str) -> list[list[str]]:
    answer: Any = client.get(address)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_the_account_says_the_name_and_the_function(ada: Client) -> None:
    page = words(ada.get("/piloter/compte"))
    assert "Ada Brun, ada@exemple.fr" in page
    assert "directrice du numérique" in page


def test_sheets_histories_and_the_journal_call_people_by_their_name(ada: Client) -> None:
    assert "Pilote : Ada Brun (directrice du numérique, Équipe)" in words(ada.get("/piloter/actions/A1"))
    for address in ("/piloter/actions/A1/historique", "/piloter/journal", "/piloter/journal?qui=brun"):
        page = words(ada.get(address))
        assert "Ada Brun" in page, address
        assert "ada@exemple.fr" not in page, address
    assert "Rien ne répond" in words(ada.get("/piloter/journal?qui=durand"))


def test_choices_say_the_name_and_beside_it_the_address(ada: Client) -> None:
    assert 'value="Ada Brun"' in markup(ada.get("/piloter/actions/A1/modifier"))
    (proposed,) = ada.get("/piloter/choix/pilotes", {"q": "brun"}).json()["choices"]
    assert (proposed["label"], proposed["hint"].partition(",")[0]) == ("Ada Brun", "ada@exemple.fr")


def test_people_are_listed_by_name_with_their_function_and_their_address(ada: Client) -> None:
    page = words(ada.get("/piloter/personnes"))
    assert "Ada Brun directrice du numérique ada@exemple.fr" in page


def test_columns_of_files_keep_the_address_and_new_ones_come_last(ada: Client) -> None:
    head, first = lines(ada, "/piloter/personnes.csv")[-2:]
    assert head[:9] == [
        "organisation", "siren", "nature", "territoire", "personne", "role", "strategie", "territoires",
        "derniere_connexion",
    ]  # fmt: skip
    assert head[9:11] == ["nom", "fonction"]
    assert (first[4], first[9:11]) == ("ada@exemple.fr", ["Ada Brun", "directrice du numérique"])
    head, first = lines(ada, "/piloter/actions.csv")[-2:]
    assert first[head.index("pilote")] == "ada@exemple.fr"
    rows = lines(ada, "/piloter/journal.csv")
    head = next(row for row in rows if "qui" in row)
    who = {row[head.index("qui")] for row in rows[rows.index(head) + 1 :]}
    assert "ada@exemple.fr" in who
    assert "Ada Brun" not in who


def test_public_pages_and_files_say_neither_name_nor_address(ada: Client) -> None:
    for address in ("/strategies/essai/actions/A1", "/strategies/essai/suivi", "/strategies/essai/suivi.csv"):
        answer: Any = visitor().get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Guichet" in body, address
        assert b"Brun" not in body, address
        assert b"ada@" not in body, address


def test_a_name_that_is_an_address_or_another_s_role_changes_nothing(ada: Client) -> None:
    other = join("bob@exemple.fr", "Équipe", "lecteur")
    refused = ada.post(IDENTITY, {"name": "ada@exemple.fr"})
    assert refused.status_code == 422
    assert "Écrivez un nom, pas une adresse électronique" in words(refused)
    ada.post(IDENTITY, {"name": "Ada Brun", f"function-{other.pk}": "chef"})
    assert Membership.objects.get(pk=other.pk).function == ""


def test_an_invitation_says_who_invites_by_name(ada: Client) -> None:
    organisation = Membership.objects.get().organisation.pk
    told = {"email": "eve@exemple.fr", "name": "Ève Roy", "function": "élue", "organisation": organisation}
    assert ada.post("/piloter/personnes/inviter", {**told, "role": "lecteur", "strategy": ""}).status_code == 302
    assert "L’invitation vient de Ada Brun." in str(mail.outbox[-1].body)
    assert "Ève Roy, eve@exemple.fr" in words(ada.get("/piloter/personnes"))
