"""No false state: a meeting is closed once held, with who came and whole decisions; one called off counts nowhere."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from maillage.directory.models import User
from maillage.steering.actions.models import Action, Synthesis
from maillage.steering.committees import agenda, calendar, following, holding, inviting
from maillage.steering.committees.holding import Kept, Minutes, Said
from maillage.steering.committees.models import Body, Decision, Item, Meeting
from maillage.steering.desk import due
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import make
from tests.steering.committees.conftest import meet
from tests.steering.committees.test_agenda import TODAY, decided, heard, reasons


@pytest.fixture
def past(body: Body) -> Meeting:
    """The 10th of March 2026, from 9 h to 11 h."""
    return meet(body, 3, 10)


def everybody(meeting: Meeting, presence: str = "present") -> dict[int, str]:
    return {seat.pk: presence for seat in meeting.body.seats.all()}


def point(meeting: Meeting, action: Action | None) -> int:
    return int(Item.objects.create(meeting=meeting, action=action, title="Le point", rank=1).pk)


def test_a_meeting_to_come_is_not_closed(body: Body) -> None:
    day = timezone.now() + timedelta(2)
    coming = Meeting.objects.create(body=body, starts_at=day, ends_at=day + timedelta(hours=1))
    with pytest.raises(ValidationError, match="ne peut pas être close avant"):
        holding.hold(coming, Minutes("close", presences=everybody(coming)), None)
    assert Meeting.objects.get().stage == "prevue"
    Meeting.objects.update(starts_at=timezone.now() - timedelta(1), ends_at=timezone.now(), stage="close")
    moved = Meeting.objects.get()
    moved.starts_at, moved.ends_at = day, day + timedelta(hours=1)
    with pytest.raises(ValidationError, match="ne peut pas être close avant"):
        holding.plan(moved, None)


def test_a_closed_meeting_says_how_each_seat_was_held(past: Meeting) -> None:
    first = past.body.seats.first()
    with pytest.raises(ValidationError, match="Syndicat Essai, Préfecture d’essai"):
        holding.hold(past, Minutes("close", presences={first.pk: "present"}), None)
    with pytest.raises(ValidationError, match="au moins un siège présent"):
        holding.hold(Meeting.objects.get(), Minutes("close", presences=everybody(past, "excuse")), None)
    holding.hold(Meeting.objects.get(), Minutes("close", presences=everybody(past, "represente")), None)
    assert Meeting.objects.get().stage == "close"


@pytest.mark.parametrize(
    ("verdict", "with_action", "text", "field", "why"),
    [
        ("diffusion", True, "", "text", "Dites où et comment"),
        ("abandon", True, " ", "text", "Dites pourquoi"),
        ("autre", True, "", "text", "Écrivez ce qui est décidé"),
        ("maintien", False, "On continue.", "verdict", "n’a pas d’action"),
        ("diffusion", False, "Partout.", "verdict", "n’a pas d’action"),
        ("abandon", False, "Trop cher.", "verdict", "n’a pas d’action"),
    ],
)
def test_an_unfinished_decision_keeps_the_meeting_open(
    past: Meeting, action: Action, verdict: str, with_action: bool, text: str, field: str, why: str
) -> None:
    key = point(past, action if with_action else None)
    said = [Said(key, "", verdict, text)]
    with pytest.raises(ValidationError) as refused:
        holding.hold(past, Minutes("close", presences=everybody(past), said=said), None)
    assert list(refused.value.message_dict) == [f"p{key}-{field}"]
    assert why in refused.value.message_dict[f"p{key}-{field}"][0]
    assert not Decision.objects.exists()
    holding.hold(Meeting.objects.get(), Minutes("ouverte", presences=everybody(past), said=said), None)
    assert Decision.objects.get().verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "with_action", "text"),
    [
        ("maintien", True, ""),
        ("diffusion", True, "Partout."),
        ("abandon", True, "Trop cher."),
        ("autre", False, "On écrit."),
    ],
)
def test_a_whole_decision_closes_the_meeting(
    past: Meeting, action: Action, verdict: str, with_action: bool, text: str
) -> None:
    said = [Said(point(past, action if with_action else None), "", verdict, text)]
    holding.hold(past, Minutes("close", presences=everybody(past), said=said), None)
    assert Meeting.objects.get().stage == "close"


def test_a_meeting_that_decided_something_is_not_called_off(past: Meeting, action: Action) -> None:
    decided(past, action)
    past.stage = "annulee"
    with pytest.raises(ValidationError, match="ôtez-les avant"):
        holding.plan(past, None)


def test_what_a_cancelled_meeting_held_is_never_counted_nor_proposed(
    body: Body, meeting: Meeting, action: Action, people: dict[str, User]
) -> None:
    heard(action, weather="soleil")
    gone = meet(body, 3, 10)
    left = decided(gone, action, due_on=date(2026, 5, 1), text="Écrire", person=people["pilote"])
    assert [proposal.follows for proposal in agenda.proposed(meeting, TODAY)] == [left]
    assert following.on_action(action, timezone.now()).count() == 1
    # As it could be written before it was refused.
    Meeting.objects.filter(pk=gone.pk).update(stage="annulee")
    assert agenda.proposed(meeting, TODAY) == []
    assert following.on_action(action, timezone.now()).count() == 0
    assert following.of_body(body).count() == 0
    assert Decision.objects.filter(following.late(TODAY)).count() == 0
    assert due.decisions(people["pilote"]).count() == 0
    Meeting.objects.filter(pk=meeting.pk).update(stage="annulee")
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert list(due.meetings(people["pilote"], now)) == []
    assert "Aucune réunion encore" in calendar.next_due(body)


def test_that_a_meeting_is_called_off_is_told_to_who_was_invited_only(
    meeting: Meeting, people: dict[str, User]
) -> None:
    meeting.stage = "annulee"
    holding.plan(meeting, None)
    assert inviting.due(Meeting.objects.get()) == ({}, [])
    assert inviting.invite(Meeting.objects.get(), None).gone == 0
    assert mail.outbox == []


def test_open_decisions_of_one_action_make_one_point(body: Body, meeting: Meeting, action: Action) -> None:
    heard(action, weather="soleil")
    decided(meet(body, 3, 10), action, due_on=date(2027, 2, 1), text="Former")
    late = decided(meet(body, 4, 10), action, due_on=date(2026, 9, 1), text="Écrire")
    alone = [decided(meet(body, 5, day), None, due_on=date(2027, 1, 1)) for day in (10, 11)]
    proposals = agenda.candidates(body, meeting.starts_at, TODAY)
    assert [proposal.follows for proposal in proposals] == [late, *alone]
    assert len(proposals[0].reasons) == 2
    kept = [Kept(one.title, rank, 10, action=one.action, follows=one.follows) for rank, one in enumerate(proposals)]
    holding.set_agenda(meeting, kept, None)
    assert agenda.proposed(meeting, TODAY) == []


def test_an_action_has_one_point_in_an_agenda(meeting: Meeting, action: Action) -> None:
    with pytest.raises(ValidationError, match="a déjà un point"):
        holding.set_agenda(meeting, [Kept("Un", 1, 10, action=action), Kept("Deux", 2, 10, action=action)], None)
    holding.set_agenda(meeting, [Kept("Un", 1, 10, action=action)], None)
    mine = [Kept(item.title, item.rank, 10, pk=item.pk) for item in meeting.items.all()]
    with pytest.raises(ValidationError, match="a déjà un point"):
        holding.set_agenda(meeting, [*mine, Kept("Deux", 2, 10, action=action)], None)


def test_a_question_that_a_committee_answered_is_asked_no_more(
    body: Body, meeting: Meeting, strategy: Strategy
) -> None:
    asked = make(strategy, "A02", title="Guichet")
    heard(asked, weather="couvert", to_settle="Faut-il continuer ?")
    before = meet(body, 11, 1)
    decided(before, asked)
    Meeting.objects.filter(pk=before.pk).update(stage="close")
    question = "Arbitrage demandé le 2 novembre 2026 : « Faut-il continuer ? »."
    assert question in reasons(meeting)["A02 Guichet"]
    after = meet(body, 11, 10)
    decided(after, asked)
    assert question in reasons(meeting)["A02 Guichet"]
    Meeting.objects.filter(pk=after.pk).update(stage="close")
    assert reasons(meeting) == {"A02 Guichet": ("Difficultés sérieuses, selon la synthèse du 2 novembre 2026.",)}
    again = datetime(2026, 11, 12, tzinfo=UTC)
    Synthesis.objects.create(action=asked, weather="couvert", to_settle="Et le budget ?", written_at=again)
    assert any("Et le budget" in reason for reason in reasons(meeting)["A02 Guichet"])


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (date(2026, 11, 21), "En retard de 1\u00a0jour"),
        (date(2026, 11, 12), "En retard de 10\u00a0jours"),
        (date(2025, 9, 22), "En retard de"),
    ],
)
def test_how_late_an_action_is_is_counted_from_its_planned_end(
    meeting: Meeting, strategy: Strategy, ends_on: date, words: str
) -> None:
    heard(make(strategy, "A02", starts_on=date(2025, 1, 1), ends_on=ends_on), weather="soleil")
    proposal = agenda.proposed(meeting, TODAY)[0]
    assert proposal.reasons[0].startswith(words), proposal.reasons
    days = (TODAY - ends_on).days
    assert proposal.score == 25 + min(days // 30, 12)


def test_every_calendar_defines_the_zones_it_names(meeting: Meeting, body: Body) -> None:
    files: list[Any] = [
        calendar.written([meeting], "Comité", members=calendar.FOR_EVERYBODY),
        calendar.written([meeting], "Comité", members=calendar.FOR_MEMBERS),
        calendar.invitation(meeting),
    ]
    for content in files:
        read = Calendar.from_ical(content)
        named = {str(event["dtstart"].params["TZID"]) for event in read.walk("VEVENT")}
        defined = {str(zone["TZID"]) for zone in read.walk("VTIMEZONE")}
        assert named == defined == {"Europe/Paris"}
        assert read.get_missing_tzids() == set()
        offsets = {part.to_ical().decode() for zone in read.walk("VTIMEZONE") for part in zone.subcomponents}
        assert any("TZOFFSETTO:+0100" in part for part in offsets)
        assert any("TZOFFSETTO:+0200" in part for part in offsets)
