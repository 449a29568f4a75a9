"""The pages of notices: one's own only; the link of a mail leaves in one click, without cookie, and opens nothing."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.directory.notices import choosing, leaving
from maillage.directory.notices.models import Notice, Rhythm
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy
from tests.web.signing import visitor
from tests.web.words import words

pytestmark = pytest.mark.django_db
HERE = "/piloter/avis"


def entered(email: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def named(site: Client, django_capture_on_commit_callbacks: Any) -> Action:
    """An action that Chief gave to Ada: she was told by one mail."""
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    chief = join("chef@exemple.fr", "Équipe", "equipe").person
    ada = join("ada@exemple.fr", "Équipe", "equipe").person
    strategy = Strategy.objects.create(slug="essai", title="Essai", level="region")
    with django_capture_on_commit_callbacks(execute=True):
        action = Action(strategy=strategy, code="A1", title="Guichet", visibility="equipe", pilot=ada)
        return saving.save(action, chief)


def test_the_desk_and_the_list_show_what_is_new_until_it_is_read(named: Action) -> None:
    ada = entered("ada@exemple.fr")
    assert "Vos avis (1 non lu)" in words(ada.get("/piloter"))
    page = words(ada.get(HERE))
    assert "1 non lu." in page
    assert "Vous pilotez l’action « A1 Guichet »" in page.replace("\u202f", " ")
    pk = Notice.objects.get().pk
    assert entered("chef@exemple.fr").post(f"{HERE}/{pk}/lu").status_code == 302
    assert "1 non lu." in words(ada.get(HERE))
    assert ada.post(f"{HERE}/{pk}/lu")["Location"] == HERE
    assert "Tout est lu." in words(ada.get(HERE))
    assert "non lu" not in words(ada.get("/piloter"))


def test_nobody_reads_the_notices_of_another(named: Action) -> None:
    assert "Aucun avis" in words(entered("chef@exemple.fr").get(HERE))


def test_how_to_be_told_is_chosen_on_the_account_and_nonsense_is_refused(named: Action) -> None:
    ada = entered("ada@exemple.fr")
    assert "Les avis : au fur et à mesure." in words(ada.get("/piloter/compte"))
    done = ada.post("/piloter/compte/courriels", {"rhythm": "semaine", "reminders": "non"})
    assert done["Location"] == "/piloter/compte?dit=oui"
    page = words(ada.get("/piloter/compte?dit=oui"))
    assert "Les avis : ensemble, une fois par semaine." in page
    assert "Le rappel de ce qui vous attend : jamais." in page
    refused = ada.post("/piloter/compte/courriels", {"rhythm": "zzz", "reminders": "oui"})
    assert refused.status_code == 422
    assert choosing.choice(User.objects.get(email="ada@exemple.fr")).rhythm == Rhythm.WEEKLY


def header() -> str:
    headers: Any = mail.outbox[-1].extra_headers
    return str(headers["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")


def test_a_mail_program_leaves_by_one_post_without_cookie_nor_session(named: Action) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    page = strict.get(header())
    assert page.status_code == 200
    assert not page.cookies
    assert choosing.choice(User.objects.get(email="ada@exemple.fr")).rhythm == Rhythm.AT_ONCE
    done = strict.post(header(), {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, dict(done.cookies)) == (200, {})
    assert "C’est arrêté" in words(done)
    assert choosing.choice(User.objects.get(email="ada@exemple.fr")).rhythm == Rhythm.NEVER
    again = strict.post(header(), {"reprendre": "oui"})
    assert "C’est repris" in words(again)
    assert choosing.choice(User.objects.get(email="ada@exemple.fr")).rhythm == Rhythm.AT_ONCE


def test_a_link_shows_no_name_and_signs_nobody_in(named: Action) -> None:
    client = visitor()
    page = words(client.get(header()))
    assert "ada" not in page.lower()
    assert "Guichet" not in page
    assert client.get("/piloter")["Location"].startswith("/piloter/connexion")


def test_links_that_were_cut_forged_or_whose_account_is_gone_answer_alike(named: Action) -> None:
    good = leaving.path(User.objects.get(email="ada@exemple.fr"), "avis")
    Notice.objects.all().delete()
    Action.objects.update(pilot=None)
    User.objects.filter(email="ada@exemple.fr").delete()
    for path in (good, good[:-3], "/avis/quitter/zzz"):
        for answer in (visitor().get(path), visitor().post(path)):
            assert answer.status_code == 410, path
            assert "Ce lien ne sert plus" in words(answer)


def test_what_one_may_read_no_more_vanishes_from_the_list_and_the_desk(named: Action) -> None:
    ada = entered("ada@exemple.fr")
    Action.objects.update(pilot=None)
    User.objects.get(email="ada@exemple.fr").memberships.update(role="lecteur")
    assert "Aucun avis" in words(ada.get(HERE))
    assert "Guichet" not in words(ada.get("/piloter"))
