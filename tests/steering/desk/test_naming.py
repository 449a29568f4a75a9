"""Who is named is told the day they are, by whichever door, but by themselves; the reminder repeats nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from maillage.directory.models import User
from maillage.directory.notices import choosing, mailing, telling
from maillage.directory.notices.models import Notice, Rhythm
from maillage.steering import handing
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.committees import holding, seating
from maillage.steering.committees.holding import Minutes, Said
from maillage.steering.committees.models import Body, Item, Meeting
from maillage.steering.committees.seating import Seated
from maillage.steering.desk import mails
from maillage.steering.targets.models import Sheet

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told() -> list[tuple[str, str]]:
    return [(str(notice.person), notice.subject) for notice in Notice.objects.order_by("pk")]


def name(action: Action, pilot: User | None, by: User | None) -> None:
    fresh = Action.objects.get(pk=action.pk)
    fresh.pilot = pilot
    saving.save(fresh, by)


def test_a_new_pilot_is_told_once_by_whom_and_the_former_or_a_change_elsewhere_is_not(
    action: Action, people: dict[str, User], at_once: Any
) -> None:
    with at_once():
        name(action, people["pilote"], people["equipe"])
    assert told() == [("pilote@exemple.fr", "Vous pilotez l’action « A01 Raccorder les écoles »")]
    assert "De la part de equipe@exemple.fr" in str(mail.outbox[0].body)
    with at_once():
        fresh = Action.objects.get(pk=action.pk)
        fresh.title = "Autre titre"
        saving.save(fresh, people["equipe"])
    assert len(mail.outbox) == 1
    with at_once():
        name(action, people["contributeur"], people["equipe"])
        name(action, None, people["equipe"])
        name(action, people["pilote"], people["equipe"])
    assert [who for who, _ in told()] == ["pilote@exemple.fr", "contributeur@exemple.fr", "pilote@exemple.fr"]


def test_who_names_themselves_is_not_told(action: Action, people: dict[str, User]) -> None:
    name(action, people["equipe"], people["equipe"])
    assert told() == []


def test_what_is_handed_over_is_told_to_who_receives_it(action: Action, people: dict[str, User], strategy: Any) -> None:
    with telling.silent():
        name(action, people["pilote"], None)
        Sheet.objects.create(code="pass", title="Pass", person=people["pilote"]).strategies.add(strategy)
    handing.hand_over(people["pilote"], people["equipe"], people["lecteur"])
    assert set(told()) == {
        ("equipe@exemple.fr", "Vous pilotez l’action « A01 Raccorder les écoles »"),
        ("equipe@exemple.fr", "Vous donnez la valeur de « Pass »"),
    }


def test_who_is_seated_is_told_and_one_who_sits_already_is_not_told_again(body: Body, people: dict[str, User]) -> None:
    def seats(email: str) -> list[Seated]:
        here = seating.sitting(body)
        return [Seated(str(seat), seat.part, email if not rank else "", seat.pk) for rank, seat in enumerate(here)]

    Notice.objects.all().delete()
    seating.seat(body, seats("pilote@exemple.fr"), people["equipe"])
    assert told() == [("pilote@exemple.fr", "Vous siégez à « Comité d’essai »")]
    seating.seat(body, list(reversed(seats("pilote@exemple.fr"))), people["equipe"])
    assert len(told()) == 1


def test_a_decision_is_told_when_the_minutes_are_closed_to_who_answers_for_it_and_to_the_pilot(
    action: Action, meeting: Meeting, people: dict[str, User], at_once: Any
) -> None:
    with telling.silent():
        name(action, people["pilote"], None)
    Meeting.objects.update(starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1))
    meeting = Meeting.objects.get(pk=meeting.pk)
    item = Item.objects.create(meeting=meeting, action=action, title="Les écoles", rank=1)
    Item.objects.exclude(pk=item.pk).delete()
    said = Said(item.pk, "Dit.", "maintien", "On continue.", "", None, people["contributeur"], date(2027, 1, 5))
    Notice.objects.all().delete()
    present = {seat.pk: "present" for seat in seating.sitting(meeting.body)}
    with at_once():
        meeting = holding.hold(meeting, Minutes("ouverte", "", "", present, [said]), people["equipe"])
    assert told() == []
    with at_once():
        holding.hold(meeting, Minutes("close", "", "", present, [said]), people["equipe"])
    assert set(told()) == {
        ("contributeur@exemple.fr", "Vous répondez de la décision « Les écoles »"),
        ("pilote@exemple.fr", "Une décision sur l’action « A01 Raccorder les écoles »"),
    }
    assert "Maintien en l’état. On continue. À faire avant le 5 janvier 2027." in Notice.objects.first().words  # type: ignore[union-attr]
    assert {letter.to[0] for letter in mail.outbox} == {"contributeur@exemple.fr", "pilote@exemple.fr"}


@pytest.fixture
def late(action: Action, people: dict[str, User]) -> Action:
    Action.objects.filter(pk=action.pk).update(pilot=people["pilote"], ends_on=date(2026, 10, 1), heard_at=MONDAY)
    return Action.objects.get(pk=action.pk)


def test_the_reminder_is_left_in_one_click_and_then_no_more_sent(late: Action, people: dict[str, User]) -> None:
    assert mails.send_due(MONDAY).gone == 1
    headers: Any = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/avis/quitter/" in headers["List-Unsubscribe"]
    assert "Ne plus recevoir ce rappel, en un clic" in str(mail.outbox[0].body)
    choosing.choose(people["pilote"], reminders=False)
    assert mails.send_due(MONDAY + timedelta(40)).gone == 0


def test_the_reminder_does_not_ask_again_what_a_notice_asked_this_week(
    late: Action, people: dict[str, User], at_once: Any
) -> None:
    with telling.silent():
        name(late, None, None)
    with at_once():
        name(late, people["pilote"], people["equipe"])
    asked = Notice.objects.get()
    assert mails.send_due(asked.claimed_at).gone == 0
    assert mails.send_due(asked.made_at + timedelta(8)).gone == 1


def test_who_wants_notices_once_a_week_reads_them_in_the_reminder_and_not_twice(
    late: Action, people: dict[str, User]
) -> None:
    pilot = people["pilote"]
    choosing.choose(pilot, rhythm=Rhythm.WEEKLY)
    about = ("action", str(late.pk))
    telling.tell(pilot, "action.decision", "Une décision", late.page, "Maintien.", about, key="9")
    assert mails.send_due(MONDAY).gone == 1
    body = str(mail.outbox[0].body)
    assert "Une décision" in body
    assert "Maintien." in body
    assert mailing.send_due(MONDAY).gone == 0
