"""A meeting at its edges: ten points and not eleven, the very day, a presence taken back, five seats named of six."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering.actions.models import Action
from maillage.steering.committees import calendar, closing, holding
from maillage.steering.committees.holding import Kept, Minutes, Said
from maillage.steering.committees.models import Attendance, Body, Decision, Item, Meeting, Seat
from tests.steering.committees.conftest import meet
from tests.steering.committees.test_agenda import decided


@pytest.fixture
def past(body: Body) -> Meeting:
    """The 10th of March 2026, from 9 h to 11 h."""
    return meet(body, 3, 10)


def attend(meeting: Meeting, **presences: str) -> None:
    """Note who came, by part."""
    seats = {seat.part: seat.pk for seat in meeting.body.seats.all()}
    by_seat = {seats[part]: presence for part, presence in presences.items()}
    holding.hold(Meeting.objects.get(pk=meeting.pk), Minutes("ouverte", presences=by_seat), None)


def test_a_presence_that_is_not_said_is_not_noted_and_one_emptied_is_taken_back(past: Meeting) -> None:
    attend(past, president="", membre="present")
    assert list(Attendance.objects.values_list("seat__part", "presence")) == [("membre", "present")]
    attend(past, membre="")
    assert not Attendance.objects.exists()


def test_a_presence_is_corrected_and_the_same_again_writes_nothing(past: Meeting) -> None:
    for presence, changes in (("present", 1), ("present", 1), ("excuse", 2)):
        attend(past, membre=presence)
        assert Attendance.objects.get().presence == presence
        assert Attendance.history.count() == changes


def test_the_seat_of_another_body_is_noted_at_no_meeting_of_this_one(past: Meeting) -> None:
    other = Body.objects.create(slug="autre", strategy=past.body.strategy, name="Autre", kind="suivi")
    seat = Seat.objects.create(body=other, name="Agence X")
    holding.hold(past, Minutes("ouverte", presences={seat.pk: "present"}), None)
    assert not Attendance.objects.exists()


def test_how_each_seat_was_held_is_empty_where_nobody_noted_it(past: Meeting) -> None:
    attend(past, membre="present")
    Seat.objects.filter(part__in=("membre", "invite")).update(left_on=date(2026, 6, 1))
    assert [(str(seat), held) for seat, held in holding.seated(past)] == [
        ("Région Essai", ""),
        ("Syndicat Essai", "present"),
    ]


def points(count: int) -> list[Kept]:
    return [Kept(f"Point {rank}", rank, 10) for rank in range(1, count + 1)]


def test_ten_points_are_an_agenda_and_eleven_are_one_too_many(meeting: Meeting) -> None:
    with pytest.raises(ValidationError, match="ôtez-en 1"):
        holding.set_agenda(meeting, points(11), None)
    holding.set_agenda(meeting, points(10), None)
    assert [item.rank for item in meeting.items.all()] == [*range(1, 11)]


def test_a_point_that_is_added_takes_the_place_of_none(meeting: Meeting) -> None:
    Item.objects.create(pk=1, meeting=meeting, title="Le premier", rank=1)
    holding.set_agenda(meeting, [Kept("Le premier", 1, 10, pk=1), Kept("Le second", 2, 10)], None)
    assert [item.title for item in meeting.items.all()] == ["Le premier", "Le second"]


def test_a_point_on_which_something_was_said_stays(meeting: Meeting) -> None:
    item = Item.objects.create(meeting=meeting, title="Le point", minutes="On en parle.")
    with pytest.raises(ValidationError, match="« Le point » a déjà des échanges"):
        holding.set_agenda(meeting, [], None)
    Item.objects.filter(pk=item.pk).update(minutes="")
    holding.set_agenda(meeting, [], None)
    assert not Item.objects.exists()


def test_points_without_action_are_as_many_as_one_wants(meeting: Meeting, action: Action) -> None:
    holding.set_agenda(meeting, [*points(2), Kept("A01", 3, 10, action=action)], None)
    kept = [Kept(item.title, item.rank, item.allotted, pk=item.pk) for item in meeting.items.all()]
    holding.set_agenda(meeting, [*kept, Kept("Un autre", 9, 10)], None)
    assert meeting.items.count() == 4


def test_what_is_said_of_a_point_of_another_meeting_is_refused(past: Meeting, body: Body) -> None:
    elsewhere = Item.objects.create(meeting=meet(body, 4, 8), title="Ailleurs")
    with pytest.raises(ValidationError, match="n’est plus à l’ordre du jour"):
        holding.hold(past, Minutes("ouverte", said=[Said(elsewhere.pk, "Dit.")]), None)


def test_a_point_may_be_spoken_of_without_any_decision(past: Meeting) -> None:
    item = Item.objects.create(meeting=past, title="Le point")
    holding.hold(past, Minutes("ouverte", said=[Said(item.pk, "On en parle.")]), None)
    assert (Item.objects.get().minutes, Decision.objects.exists()) == ("On en parle.", False)


@pytest.mark.parametrize("field", ["text", "conditions", "owner", "person", "due_on"])
def test_each_thing_typed_of_a_decision_asks_for_its_verdict(
    past: Meeting, people: dict[str, User], field: str
) -> None:
    item = Item.objects.create(meeting=past, title="Le point")
    typed: dict[str, Any] = {
        "text": "On écrit.",
        "conditions": "Si financé.",
        "owner": past.body.strategy.organisation,
        "person": people["pilote"],
        "due_on": date(2026, 5, 1),
    }
    with pytest.raises(ValidationError, match="Choisissez la décision"):
        holding.hold(past, Minutes("ouverte", said=[Said(item.pk, **{field: typed[field]})]), None)


def test_a_verdict_taken_back_takes_the_decision_back_and_signs_it(past: Meeting, secretary: User) -> None:
    decision = decided(past, None, verdict="autre", text="On écrit.")
    holding.hold(past, Minutes("ouverte", said=[Said(decision.item_id)]), secretary)
    assert not Decision.objects.exists()
    gone = Decision.history.first()
    assert (gone.history_type, gone.history_user) == ("-", secretary)


def test_a_decision_may_be_for_the_day_of_its_meeting_and_not_for_the_day_before(past: Meeting) -> None:
    item = Item.objects.create(meeting=past, title="Le point")
    before, same = (Said(item.pk, verdict="autre", due_on=date(2026, 3, day)) for day in (9, 10))
    with pytest.raises(ValidationError, match="vient avant la réunion"):
        holding.hold(past, Minutes("ouverte", said=[before]), None)
    holding.hold(Meeting.objects.get(), Minutes("ouverte", said=[same]), None)
    assert Decision.objects.get().due_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({}, 0),
        ({"stage": "ouverte"}, 0),
        ({"place": "Salle verte"}, 1),
        ({"visio": "https://visio.exemple.fr/salle"}, 1),
        ({"starts_at": datetime(2026, 12, 8, 7, tzinfo=UTC)}, 1),
        ({"ends_at": datetime(2026, 12, 8, 12, tzinfo=UTC)}, 1),
        ({"stage": "annulee", "place": "Salle verte"}, 1),
    ],
)
def test_diaries_are_told_of_each_thing_they_show_once_for_all_that_changed(
    meeting: Meeting, change: dict[str, Any], sequence: int
) -> None:
    for name, value in change.items():
        setattr(meeting, name, value)
    assert holding.plan(meeting, None).sequence == sequence


def test_a_meeting_that_stands_again_is_told_to_diaries(meeting: Meeting) -> None:
    for stage, sequence in (("annulee", 1), ("annulee", 1), ("prevue", 2)):
        meeting.stage = stage
        assert holding.plan(meeting, None).sequence == sequence


def test_a_meeting_of_today_may_be_closed_before_it_begins_and_one_of_tomorrow_not(body: Body) -> None:
    tonight = timezone.localtime().replace(hour=23, minute=30)
    closing.check_stage(Meeting(body=body, starts_at=tonight, stage="close"))
    tomorrow = Meeting(body=body, starts_at=tonight + timedelta(days=1), stage="close")
    with pytest.raises(ValidationError, match="ne peut pas être close avant"):
        closing.check_stage(tomorrow)


def test_a_meeting_that_decided_nothing_is_called_off(past: Meeting, body: Body) -> None:
    decided(meet(body, 4, 8), None, verdict="autre", text="On écrit.")
    past.stage = "annulee"
    assert holding.plan(past, None).stage == "annulee"


@pytest.mark.parametrize(
    ("seats", "end"), [(5, "S3, S4, S5."), (6, "S3, S4, S5 et 1 autre."), (7, "S3, S4, S5 et 2 autres.")]
)
def test_five_seats_without_presence_are_named_and_the_others_counted(body: Body, seats: int, end: str) -> None:
    body.seats.all().delete()
    for rank in range(1, seats + 1):
        Seat.objects.create(body=body, name=f"S{rank}", rank=rank)
    with pytest.raises(ValidationError) as refused:
        closing.check_whole(meet(body, 3, 10))
    [words] = refused.value.message_dict["stage"]
    assert words == f"Pour la clore, notez la présence de chaque siège : S1, S2, {end}"


def test_a_seat_that_was_left_is_not_asked_how_it_was_held(past: Meeting) -> None:
    Seat.objects.exclude(part="president").update(left_on=date(2026, 1, 1))
    attend(past, president="present")
    closing.check_whole(past)


def test_a_diary_has_no_place_nor_link_where_there_is_none(meeting: Meeting) -> None:
    diary = calendar.written([meeting], "Comité", members=True).decode()
    assert "LOCATION:Salle bleue" in diary
    assert "Visio" not in diary
    meeting.place = ""
    assert "LOCATION" not in calendar.written([meeting], "Comité", members=True).decode()


def test_a_request_that_stands_is_no_cancellation(meeting: Meeting) -> None:
    request = calendar.invitation(meeting).decode()
    assert "METHOD:REQUEST" in request
    assert "ORGANIZER" in request


def test_a_body_whose_only_meeting_is_called_off_has_met_not_once(body: Body) -> None:
    body.months = 2
    assert calendar.next_due(body) == "Aucune réunion encore, pour une tous les 2 mois."
    start = timezone.now() + timedelta(days=5)
    coming = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=1))
    assert calendar.next_due(body) == ""
    Meeting.objects.filter(pk=coming.pk).update(stage="annulee")
    assert calendar.next_due(body).startswith("Aucune réunion encore")
