"""The agenda and the minutes are sent to who sits, once a version; the file only to who may read the papers."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from maillage.directory.models import User
from maillage.steering.committees import holding, sending
from maillage.steering.committees.holding import Kept, Minutes, Said
from maillage.steering.committees.models import Item, Meeting, Paper, Seat, Sending, SentPaper
from maillage.steering.committees.sending import File
from tests.commons.mails import DROPS, NAME, REFUSES, Server

FILE = File("ordre-du-jour.pdf", b"%PDF-1.7")


@pytest.fixture
def ready(meeting: Meeting) -> Meeting:
    """The meeting, with a point."""
    holding.set_agenda(meeting, [Kept("Le guichet des maires", 1, 20)], None)
    return Meeting.objects.get()


def send(meeting: Meeting, author: User, paper: Paper = Paper.AGENDA) -> Any:
    return sending.send(Meeting.objects.get(pk=meeting.pk), paper, author, FILE)


def test_the_agenda_goes_once_to_each_address_with_the_file(ready: Meeting, secretary: User) -> None:
    done = send(ready, secretary)
    assert (done.gone, done.without) == (2, 1)
    assert {one.to[0] for one in mail.outbox} == {"equipe@exemple.fr", "pilote@exemple.fr"}
    first: Any = mail.outbox[0]
    assert "1. Le guichet des maires (20 min)" in first.body
    assert f"/piloter/reunions/{ready.pk}" in first.body
    assert first.attachments[0][0] == "ordre-du-jour.pdf"
    assert send(ready, secretary).gone == 0
    assert len(mail.outbox) == 2
    told = sending.situation(ready, Paper.AGENDA)
    assert told.words.endswith("à 2\u00a0sièges")
    assert not told.changed


def test_an_agenda_that_changed_is_sent_again_and_says_so(ready: Meeting, secretary: User) -> None:
    send(ready, secretary)
    point = Item.objects.get()
    holding.set_agenda(ready, [Kept("Le guichet des élus", 1, 20, pk=point.pk)], None)
    ready = Meeting.objects.get()
    assert "modifié depuis : renvoyer ?" in sending.situation(ready, Paper.AGENDA).words
    assert send(ready, secretary).gone == 2
    again: Any = mail.outbox[-1]
    assert "a changé depuis le précédent envoi" in again.body
    assert "ordre du jour modifié" in again.subject
    assert list(Sending.objects.values_list("number", "author")) == [(1, secretary.pk), (2, secretary.pk)]
    assert SentPaper.objects.exclude(sent_at=None).count() == 4
    # As it was at first: the members have another one in their hands.
    holding.set_agenda(ready, [Kept("Le guichet des maires", 1, 20, pk=point.pk)], None)
    assert send(ready, secretary).gone == 2


def test_an_organisation_is_told_and_receives_no_file(ready: Meeting, secretary: User) -> None:
    seat = Seat.objects.get(rank=2)
    seat.person = None
    seat.save()
    assert seat.organisation is not None
    seat.organisation.email = "accueil@exemple.fr"
    seat.organisation.save()
    send(ready, secretary)
    letter: Any = next(one for one in mail.outbox if one.to == ["accueil@exemple.fr"])
    assert letter.attachments == []
    assert "/piloter/reunions/" not in letter.body
    assert "demandez à son secrétariat" in letter.body


def test_minutes_that_are_not_final_say_so_and_what_becomes_of_a_decision_changes_nothing(
    ready: Meeting, secretary: User
) -> None:
    point = Item.objects.get()
    with pytest.raises(ValidationError, match="pas encore commencé"):
        send(ready, secretary, Paper.MINUTES)
    Meeting.objects.update(starts_at="2026-01-08T08:00Z", ends_at="2026-01-08T10:00Z")
    held = Meeting.objects.get()
    said = Said(point.pk, "On en parle.", "autre", "Le guichet ouvre.")
    holding.hold(held, Minutes(stage="ouverte", said=[said]), secretary)
    send(ready, secretary, Paper.MINUTES)
    first: Any = mail.outbox[0]
    assert "provisoire" in first.body
    assert "Le guichet ouvre" not in first.body
    decision = Item.objects.get().decision  # type: ignore[attr-defined]
    decision.done_on = "2026-02-01"
    decision.save()
    assert not sending.situation(Meeting.objects.get(), Paper.MINUTES).changed


def test_an_empty_agenda_and_a_meeting_called_off_are_not_sent(meeting: Meeting, secretary: User) -> None:
    with pytest.raises(ValidationError, match="vide"):
        send(meeting, secretary)
    meeting.stage = "annulee"
    holding.plan(meeting, None)
    with pytest.raises(ValidationError, match="annulée"):
        send(meeting, secretary)


def test_who_does_not_hold_the_body_sends_nothing(ready: Meeting, people: dict[str, User]) -> None:
    for who in ("pilote", "lecteur"):
        with pytest.raises(PermissionDenied):
            send(ready, people[who])
    assert mail.outbox == []
    assert not Sending.objects.exists()


def test_what_is_refused_may_be_sent_again_and_what_left_perhaps_may_not(
    ready: Meeting, secretary: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = NAME
    Server.starts([REFUSES, DROPS])
    done = send(ready, secretary)
    assert (done.gone, done.refused, done.unsure) == (0, 1, 1)
    assert send(ready, secretary).gone == 1
    assert sorted(one.to[0] for one in Server.arrived) == ["equipe@exemple.fr", "pilote@exemple.fr"]
