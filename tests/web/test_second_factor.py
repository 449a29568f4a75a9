"""A second factor: asked of administrators, offered to all, served once, counted, and never a dead end."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from maillage.config.signing import ROLES, second_factor
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import FactorRemoval, Role, User
from maillage.kernel.errors import UsageError
from tests.web.signing import by_mail, code, enrolled, link_of, visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.second_factor]
ADA, BOB = "ada@exemple.fr", "bob@exemple.fr"


@pytest.fixture(autouse=True)
def people(site: Client) -> None:
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    join(ADA, "Équipe", "administrateur")
    join(BOB, "Équipe", "contributeur")


def test_the_roles_that_must_are_those_of_the_setting() -> None:
    assert [role.value for role in Role] == list(ROLES)
    assert second_factor({}) == {"administrateur"}
    assert second_factor({"MAILLAGE_SECOND_FACTOR": "administrateur, equipe"}) == {"administrateur", "equipe"}
    assert second_factor({"MAILLAGE_SECOND_FACTOR": "personne"}) == frozenset()
    with pytest.raises(UsageError, match="chef"):
        second_factor({"MAILLAGE_SECOND_FACTOR": "chef"})


def test_a_contributor_enters_by_the_link_alone_and_all_areas_know_them() -> None:
    bob, led = by_mail(BOB)
    assert led["Location"] == "/piloter"
    assert bob.get("/piloter").status_code == 200
    assert bob.get("/contestations/espace").status_code == 200
    assert bob.get("/prevu").status_code == 200
    bob.post("/piloter/deconnexion")
    assert [bob.get(one).status_code for one in ("/piloter", "/contestations/espace", "/prevu")] == [302] * 3


def test_an_administrator_sets_up_a_telephone_first_and_gives_its_code_ever_after() -> None:
    ada, _ = by_mail(ADA)
    for address in ("/piloter", "/contestations/espace", "/prevu", "/piloter/personnes"):
        led = ada.get(address)
        assert (led.status_code, led["Location"].partition("?")[0]) == (302, "/piloter/compte/second-facteur")
    assert ada.get("/piloter/compte").status_code == 200
    page = ada.get("/piloter/compte/second-facteur")
    assert b"<svg" in page.content
    assert b"data:" not in page.content
    assert ada.post("/piloter/compte/second-facteur", {"code": "000000"}).status_code == 422
    secret, spare = enrolled(ada)
    assert len(spare) == 10
    assert ada.get("/piloter").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data)

    again, led = by_mail(ADA)
    assert led["Location"] == "/piloter/connexion/code"
    assert again.get("/piloter").status_code == 302
    wrong = again.post("/piloter/connexion/code", {"code": "12"})
    assert wrong.status_code == 422
    assert "pas le bon code" in wrong.content.decode()
    assert again.post("/piloter/connexion/code", {"code": code(secret, 1)})["Location"] == "/piloter"
    assert again.get("/piloter").status_code == 200


def test_a_code_opens_once_and_a_spare_code_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # A code lasts half a minute: one that began as the test did would be another before its end.
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    ada, _ = by_mail(ADA)
    secret, spare = enrolled(ada)
    for one in (code(secret), spare[0]):
        first, _ = by_mail(ADA)
        opened = first.post("/piloter/connexion/code", {"code": one})
        other, _ = by_mail(ADA)
        refused = other.post("/piloter/connexion/code", {"code": one})
        # The code of the telephone served already, to set it up.
        assert opened.status_code == (422 if one == code(secret) else 302)
        assert refused.status_code == 422


def test_after_ten_tries_one_waits() -> None:
    ada, _ = by_mail(ADA)
    _, spare = enrolled(ada)
    thief, _ = by_mail(ADA)
    for _ in range(9):
        thief.post("/piloter/connexion/code", {"code": "000000"})
    late = thief.post("/piloter/connexion/code", {"code": spare[0]})
    assert late.status_code == 422
    assert "Trop d’essais" in late.content.decode()


def test_the_link_of_the_mail_does_not_serve_again_while_the_code_is_awaited() -> None:
    ada, _ = by_mail(ADA)
    enrolled(ada)
    mail.outbox.clear()
    visitor().post("/piloter/connexion", {"email": ADA})
    link = link_of("/piloter/connexion")
    assert visitor().post(link)["Location"] == "/piloter/connexion/code"
    assert visitor().post(link).status_code == 410


def removal_told() -> tuple[str, str, str]:
    """Who was written to that a second factor was taken away, who did it by the journal, and by the mail."""
    (message,) = mail.outbox
    kept = FactorRemoval.history.get()  # type: ignore[attr-defined]
    assert kept.person.email == message.to[0]
    words = re.search(r"retiré le .*?, (par \S+@\S+|depuis votre compte)\. Ses", str(message.body))
    assert words is not None, message.body
    return message.to[0], str(kept.history_user), words[1]


def test_who_is_not_asked_one_may_take_it_away_with_a_code_and_who_is_may_not() -> None:
    bob, _ = by_mail(BOB)
    enrolled(bob)
    mail.outbox.clear()
    assert bob.post("/piloter/compte/second-facteur/retirer").status_code == 302
    assert not Authenticator.objects.exists()
    assert removal_told() == (BOB, BOB, "depuis votre compte")

    ada, _ = by_mail(ADA)
    enrolled(ada)
    kept = ada.post("/piloter/compte/second-facteur/retirer")
    assert "il ne peut pas être retiré" in kept.content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_old_sessions_give_the_code_again_before_spare_codes_are_shown() -> None:
    ada, _ = by_mail(ADA)
    _, spare = enrolled(ada)
    again, _ = by_mail(ADA)
    again.post("/piloter/connexion/code", {"code": spare[0]})
    led = again.get("/piloter/compte/codes")
    assert led["Location"] == "/piloter/compte/confirmer?next=%2Fpiloter%2Fcompte%2Fcodes"
    assert again.get(led["Location"]).status_code == 200
    done = again.post("/piloter/compte/confirmer", {"code": spare[1], "next": "/piloter/compte/codes"})
    assert done["Location"] == "/piloter/compte/codes"
    assert again.get("/piloter/compte/codes").context["unused_codes"] == spare[2:]
    assert again.post("/piloter/compte/codes/nouveaux").status_code == 302
    assert set(again.get("/piloter/compte/codes").context["unused_codes"]).isdisjoint(spare)


def test_an_administrator_of_the_site_takes_a_lost_telephone_away_for_somebody() -> None:
    bob, _ = by_mail(BOB)
    enrolled(bob)
    ada, _ = by_mail(ADA)
    enrolled(ada)
    key = User.objects.get(email=BOB).pk
    assert bob.post(f"/piloter/personnes/{key}/second-facteur").status_code == 403
    mail.outbox.clear()
    assert ada.post(f"/piloter/personnes/{key}/second-facteur")["Location"].endswith("fait=facteur")
    assert removal_told() == (BOB, ADA, f"par {ADA}")
    journal = ada.get("/piloter/journal").content.decode()
    assert "Retrait de second facteur" in journal
    # Nothing is left to take away: nobody is told twice.
    assert ada.post(f"/piloter/personnes/{key}/second-facteur").status_code == 302
    assert len(mail.outbox) == 1
    assert by_mail(BOB)[1]["Location"] == "/piloter"
