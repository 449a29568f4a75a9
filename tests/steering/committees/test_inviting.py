"""Invitations: once for each date, with the agenda in the mail and the meeting for calendars."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from maillage.directory.joining import join
from maillage.directory.models import Organisation, User
from maillage.kernel.errors import UsageError
from maillage.steering.committees import calendar, holding, inviting
from maillage.steering.committees.holding import Kept
from maillage.steering.committees.models import Body, Invitation, Meeting, Seat
from tests.commons.mails import DROPS, NAME, REFUSES, Server

READER = ("Région Essai", "lecteur")


def test_each_address_is_invited_once_with_the_agenda_and_the_meeting(meeting: Meeting, secretary: User) -> None:
    holding.set_agenda(meeting, [Kept("Le guichet des maires", 1, 20)], None)
    done = inviting.invite(Meeting.objects.get(), secretary)
    assert (done.gone, done.without) == (2, 1)
    assert {one.to[0] for one in mail.outbox} == {"equipe@exemple.fr", "pilote@exemple.fr"}
    first: Any = mail.outbox[0]
    assert "Comité d’essai" in first.subject
    for words in ("8 décembre 2026", "9\u00a0h", "1. Le guichet des maires (20 min)", "parce que vous siégez ici"):
        assert words in first.body
    html = first.alternatives[0][0]
    assert "Le guichet des maires" in html
    name, content, kind = first.attachments[0]
    assert (name, kind) == ("reunion.ics", "text/calendar; method=REQUEST")
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["summary"] == "Comité d’essai"
    assert event.decoded("dtstart") == datetime(2026, 12, 8, 8, tzinfo=UTC)
    assert Meeting.objects.get().invited_at is not None
    assert inviting.invite(Meeting.objects.get(), secretary).gone == 0
    assert len(mail.outbox) == 2


def test_another_date_is_another_invitation_and_a_cancelled_one_is_said(meeting: Meeting) -> None:
    inviting.invite(meeting, None)
    moved = Meeting.objects.get()
    moved.ends_at = datetime(2026, 12, 8, 11, tzinfo=UTC)
    holding.plan(moved, None)
    inviting.invite(Meeting.objects.get(), None)
    assert len(mail.outbox) == 4
    assert "change de date ou de lieu" in str(mail.outbox[-1].body)
    gone = Meeting.objects.get()
    gone.stage = "annulee"
    holding.plan(gone, None)
    inviting.invite(Meeting.objects.get(), None)
    last: Any = mail.outbox[-1]
    assert "est annulée" in last.body
    assert "METHOD:CANCEL" in last.attachments[0][1]
    # A diary that subscribed to the calendar reads this line only: without it, the meeting stays.
    for members in (calendar.FOR_EVERYBODY, calendar.FOR_MEMBERS):
        subscribed = calendar.written([Meeting.objects.get()], "Comité", members=members).decode()
        assert "STATUS:CANCELLED" in subscribed
        assert "STATUS:CONFIRMED" not in subscribed


def test_what_is_refused_may_be_sent_again_and_what_left_perhaps_may_not(meeting: Meeting, settings: Any) -> None:
    settings.EMAIL_BACKEND = NAME
    Server.starts([REFUSES, DROPS])
    done = inviting.invite(meeting, None)
    assert (done.gone, done.refused, done.unsure) == (0, 1, 1)
    assert Invitation.objects.count() == 1
    assert inviting.invite(meeting, None).gone == 1
    assert sorted(one.to[0] for one in Server.arrived) == ["equipe@exemple.fr", "pilote@exemple.fr"]


def test_the_public_calendar_tells_dates_and_places_and_nothing_else(meeting: Meeting, body: Body) -> None:
    meeting.visio = "https://visio.exemple.fr/secret"
    meeting.save()
    everybody = calendar.written([meeting], "Comité", members=calendar.FOR_EVERYBODY).decode()
    assert "Salle bleue" in everybody
    assert "secret" not in everybody
    assert "/piloter" not in everybody
    assert "secret" in calendar.written([meeting], "Comité", members=calendar.FOR_MEMBERS).decode()
    token = calendar.feed(body).removeprefix("/comites/").removesuffix(".ics")
    assert calendar.body_of(token) == body
    body.shown = False
    body.save()
    for wrong in (token, f"{token}x", "1"):
        with pytest.raises(UsageError, match="Aucun calendrier à cette adresse"):
            calendar.body_of(wrong)


def test_a_mail_says_first_what_it_is_an_invitation_then_a_new_date_then_a_meeting_called_off(meeting: Meeting) -> None:
    subjects = []
    for change in ({}, {"place": "Salle verte"}, {"stage": "annulee"}):
        fresh = Meeting.objects.get()
        for name, value in change.items():
            setattr(fresh, name, value)
        holding.plan(fresh, None)
        inviting.invite(Meeting.objects.get(), None)
        subjects.append(mail.outbox[-1].subject.split(" : ")[1].partition(",")[0])
    assert subjects == ["invitation", "nouvelle date", "réunion annulée"]
    first, *_ = mail.outbox
    assert "change de date ou de lieu" not in str(first.body)


def test_who_was_told_of_this_date_is_not_due_again_and_a_seat_that_is_added_is(meeting: Meeting, body: Body) -> None:
    addresses, without = inviting.due(meeting)
    assert list(addresses) == ["equipe@exemple.fr", "pilote@exemple.fr"]
    assert [str(seat) for seat in without] == ["Préfecture d’essai"]
    inviting.invite(meeting, None)
    assert list(inviting.due(meeting)[0]) == []
    new = Seat.objects.create(body=body, name="Agence X", person=join("x@exemple.fr", *READER).person)
    assert inviting.due(meeting)[0] == {"x@exemple.fr": [new]}
    Seat.objects.filter(pk=new.pk).update(left_on=date(2026, 1, 1))
    assert inviting.due(meeting)[0] == {}


def test_that_it_is_called_off_is_told_to_none_but_who_was_invited(meeting: Meeting, body: Body) -> None:
    inviting.invite(meeting, None)
    Seat.objects.create(body=body, name="Agence X", person=join("x@exemple.fr", *READER).person)
    gone = Meeting.objects.get()
    gone.stage = "annulee"
    holding.plan(gone, None)
    assert set(inviting.due(Meeting.objects.get())[0]) == {"equipe@exemple.fr", "pilote@exemple.fr"}


def test_two_seats_of_one_address_are_one_mail_that_names_both(
    meeting: Meeting, body: Body, people: dict[str, User]
) -> None:
    Seat.objects.create(body=body, name="Agence X", person=people["pilote"], part="secretariat", rank=4)
    assert inviting.invite(meeting, None).gone == 2
    assert "vous siégez ici : Syndicat Essai ; Agence X." in str(mail.outbox[-1].body)


def test_a_meeting_is_said_to_be_invited_once_a_mail_left_and_keeps_the_first_day(
    meeting: Meeting, settings: Any
) -> None:
    settings.EMAIL_BACKEND = NAME
    Server.starts([REFUSES, REFUSES])
    assert inviting.invite(meeting, None).refused == 2
    assert Meeting.objects.get().invited_at is None
    Meeting.objects.update(invited_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert inviting.invite(Meeting.objects.get(), None).gone == 2
    assert Meeting.objects.get().invited_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_mail_claimed_by_somebody_at_the_same_time_does_not_leave_twice(meeting: Meeting) -> None:
    seat = meeting.body.seats.first()
    assert inviting._claim(meeting, [seat]) == [seat]
    assert inviting._claim(meeting, [seat]) == []


def test_the_page_of_the_meeting_is_given_to_who_may_read_it_only(meeting: Meeting, body: Body) -> None:
    Organisation.objects.create(name="Agence X", kind="autre", email="accueil@agence.fr")
    Seat.objects.create(body=body, organisation=Organisation.objects.get(name="Agence X"), rank=0)
    inviting.invite(meeting, None)
    bodies = {str(letter.to[0]): str(letter.body) for letter in mail.outbox}
    assert meeting.page not in bodies["accueil@agence.fr"]
    assert meeting.page in bodies["equipe@exemple.fr"]
