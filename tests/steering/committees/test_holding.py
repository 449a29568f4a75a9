"""What a meeting writes: all of it or nothing, never over what somebody else wrote, followed until it is done."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from maillage.directory.models import Organisation, User
from maillage.steering import shipped, versions
from maillage.steering.actions.models import Action
from maillage.steering.committees import calendar, following, holding, reference, seating
from maillage.steering.committees.holding import Kept, Minutes, Said
from maillage.steering.committees.models import Attendance, Body, Decision, Meeting, Part, Seat
from maillage.steering.committees.seating import Seated
from maillage.steering.strategies.models import Strategy
from tests.steering.committees.conftest import meet


def agenda(meeting: Meeting, action: Action | None) -> int:
    """Puts one point, and says its key."""
    holding.set_agenda(meeting, [Kept("Le point", 1, 10, action=action)], None)
    return int(meeting.items.get().pk)


def test_minutes_attendance_and_decision_are_written_together(body: Body, action: Action, secretary: User) -> None:
    meeting = meet(body, 3, 10)
    point = agenda(meeting, action)
    chair, member, guest = meeting.body.seats.all()
    owner = Organisation.objects.get(name="Syndicat Essai")
    said = Said(point, "On en parle.", "diffusion", "On étend.", "Si financé.", owner, None, date(2027, 3, 1))
    told = Minutes("close", "Bonjour", "Fin", {chair.pk: "present", member.pk: "excuse", guest.pk: "absent"}, [said])
    holding.hold(meeting, told, secretary, 2)
    decision = Decision.objects.get()
    assert (decision.action, decision.verdict, decision.owner) == (action, "diffusion", owner)
    assert decision.open
    assert dict(Attendance.objects.values_list("seat", "presence")) == {
        chair.pk: "present",
        member.pk: "excuse",
        guest.pk: "absent",
    }
    fresh = Meeting.objects.get()
    assert (fresh.stage, fresh.minutes, fresh.version, fresh.sequence) == ("close", "Fin", 3, 0)
    assert decision.history.get().history_user == secretary


def test_nothing_is_written_by_half(meeting: Meeting, action: Action) -> None:
    point = agenda(meeting, action)
    seat = meeting.body.seats.first()
    wrong = Said(point, "On en parle.", "maintien", due_on=date(2020, 1, 1))
    with pytest.raises(ValidationError) as told:
        holding.hold(meeting, Minutes("ouverte", "", "Perdu", {seat.pk: "present"}, [wrong]), None, 2)
    assert told.value.message_dict == {f"p{point}-due_on": ["L’échéance vient avant la réunion."]}
    assert not Attendance.objects.exists()
    assert Meeting.objects.get().minutes == ""


def test_a_decision_without_its_verdict_is_asked_for(meeting: Meeting) -> None:
    point = agenda(meeting, None)
    with pytest.raises(ValidationError, match="Choisissez la décision"):
        holding.hold(meeting, Minutes("ouverte", said=[Said(point, text="On étend.")]), None)


def test_the_second_to_write_is_told_and_nothing_is_written_over(meeting: Meeting) -> None:
    holding.hold(meeting, Minutes("ouverte", minutes="Le premier"), None, 1)
    with pytest.raises(versions.Stale):
        holding.hold(Meeting.objects.get(), Minutes("ouverte", minutes="Le second"), None, 1)
    assert Meeting.objects.get().minutes == "Le premier"


def test_calendars_are_told_of_another_date_and_of_nothing_else(meeting: Meeting) -> None:
    holding.hold(meeting, Minutes("ouverte", minutes="Un mot"), None)
    assert Meeting.objects.get().sequence == 0
    moved = Meeting.objects.get()
    moved.starts_at, moved.ends_at = (datetime(2026, 12, 9, 8, tzinfo=UTC), datetime(2026, 12, 9, 9, tzinfo=UTC))
    holding.plan(moved, None)
    assert Meeting.objects.get().sequence == 1
    gone = Meeting.objects.get()
    gone.stage = "annulee"
    holding.plan(gone, None)
    assert Meeting.objects.get().sequence == 2


@pytest.fixture
def drop(body: Body, action: Action) -> Decision:
    """The 10th of March 2026, the committee decides to stop A01."""
    meeting = meet(body, 3, 10)
    point = agenda(meeting, action)
    presences = {seat.pk: "present" for seat in body.seats.all()}
    said = [Said(point, "", "abandon", "Trop cher.")]
    holding.hold(meeting, Minutes("close", presences=presences, said=said), None)
    return Decision.objects.get()


def test_a_decided_stop_is_offered_and_never_done_silently(
    drop: Decision, action: Action, people: dict[str, User]
) -> None:
    assert Action.objects.get().status == "en_cours"
    assert following.to_drop(drop) == action
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        following.drop(drop, " ", people["equipe"])
    following.drop(drop, "Trop cher.", people["equipe"])
    stopped = Action.objects.get()
    assert (stopped.status, stopped.status_reason) == ("abandonnee", "Trop cher.")
    assert stopped.history.first().history_user == people["equipe"]  # type: ignore[attr-defined]
    assert following.to_drop(Decision.objects.get()) is None


def test_a_decision_is_done_neither_before_it_is_taken_nor_in_the_future(drop: Decision) -> None:
    for day, why in ((date(2026, 3, 9), "avant d’être prise"), (date(2999, 1, 1), "pas encore venu")):
        with pytest.raises(ValidationError, match=why):
            following.tell(drop, "", day, None)
    with pytest.raises(ValidationError, match="Dites où elle en est"):
        following.tell(drop, "  ", None, None)
    following.tell(drop, "Fait.", date(2026, 3, 10), None)
    assert (Decision.objects.get().done_on, drop.notes.get().text) == (date(2026, 3, 10), "Fait.")


def test_who_held_a_meeting_is_not_erased(meeting: Meeting, body: Body, secretary: User) -> None:
    chair, member, guest = body.seats.all()
    holding.hold(meeting, Minutes("ouverte", presences={member.pk: "present"}), None)
    kept = [Seated("Région Essai", "president", "equipe@exemple.fr", chair.pk), Seated("Agence X", "invite")]
    seating.seat(body, kept, secretary)
    assert [str(one) for one in seating.sitting(body)] == ["Région Essai", "Agence X"]
    assert Seat.objects.get(pk=member.pk).left_on is not None
    assert not Seat.objects.filter(pk=guest.pk).exists()
    assert "Syndicat Essai" in [str(seat) for seat, _ in holding.seated(meeting)]
    seating.seat(body, [*kept[:1], Seated("syndicat essai", "membre")], secretary)
    back = Seat.objects.get(pk=member.pk)
    assert (back.left_on, back.person) == (None, None)


def test_a_seat_is_given_to_somebody_known_only(body: Body) -> None:
    with pytest.raises(ValidationError, match="n’a pas de compte ici"):
        seating.seat(body, [Seated("Région Essai", Part.MEMBER, "inconnu@exemple.fr")], None)
    assert len(seating.sitting(body)) == 3


def test_the_bodies_of_the_official_documents_are_entered_once(strategy: Strategy) -> None:
    [done] = shipped.enter(reference.bodies(strategy))
    assert (done.added, done.left) == (13, [])
    for entered in Body.objects.all():
        entered.full_clean()
    regional = Body.objects.get(slug="comite-regional-du-numerique")
    assert regional.seats.count() == 30
    assert Body.objects.get(slug="comite-de-pilotage-du-numerique").seats.count() == 30
    assert Body.objects.get(slug="comite-de-pilotage-du-numerique").months == 3
    concertation = Body.objects.get(slug="ccrant")
    assert concertation.seats.filter(part="copresident").count() == 2
    assert concertation.validity.closed(date(2026, 11, 22))
    assert concertation.replaced_by == "commission régionale de stratégie numérique (CRSN)"
    assert not Body.objects.get(slug="crsn").validity.closed(date(2026, 11, 22))
    departements = regional.seats.filter(name__startswith="Conseil départemental")
    assert departements.count() == 8
    regional.name = "Autre nom"
    regional.save()
    Body.objects.get(slug="ccrant").delete()
    [again] = shipped.enter(reference.bodies(strategy))
    assert (again.added, again.same, len(again.left)) == (0, 11, 2)
    assert Body.objects.get(pk=regional.pk).name == "Autre nom"
    other = Strategy.objects.create(slug="autre", title="Autre", level="region")
    [own] = shipped.enter(reference.bodies(other))
    assert own.added == 13
    assert Body.objects.filter(slug="comite-regional-du-numerique-autre").exists()


def test_the_bodies_say_the_document_and_the_section_that_name_them(strategy: Strategy) -> None:
    shipped.enter(reference.bodies(strategy))
    sources = dict(Body.objects.values_list("slug", "source"))
    assert not [slug for slug, source in sources.items() if "juillet" in source]
    for slug in ("suivi-des-zones-privees", "suivi-des-rip"):
        assert sources[slug].endswith("juin 2019, orientation 1")


def test_loading_again_corrects_a_body_where_nobody_touched_it(strategy: Strategy) -> None:
    shipped.enter(reference.bodies(strategy))
    for held in (Body.objects, Body.history):
        held.filter(slug="suivi-des-rip").update(source="Circulaire, 2013")
        held.filter(slug="ccrant").update(ends_on=None, replaced_by="")
    [again] = shipped.enter(reference.bodies(strategy))
    assert (again.added, again.changed, again.left) == (0, 2, [])
    assert Body.objects.get(slug="suivi-des-rip").source.endswith("orientation 1")


def test_nothing_is_due_of_a_body_that_is_over(body: Body) -> None:
    body.months = 3
    assert calendar.next_due(body)
    body.ends_on = date(2024, 12, 31)
    assert calendar.next_due(body) == ""
