"""Writing a meeting: when and where it is, its agenda, what was said and decided. One version more each time, or
nothing: who writes over an older one is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.actions.saving import clean
from maillage.steering.committees import closing
from maillage.steering.committees.models import Attendance, Decision, Item, Meeting, Stage

MOST_ITEMS = 10
CALENDAR = ("starts_at", "ends_at", "place", "visio", "stage")


@transaction.atomic
def plan(meeting: Meeting, author: User | None, seen: versions.Seen = None) -> Meeting:
    """Write when, where and how far a meeting is. What calendars show having changed, they are told by `sequence`.

    Raises Stale, and ValidationError: what decided something is not called off, what is to come is not closed.
    """
    _plan(meeting, author, seen)
    closing.check_stage(meeting)
    return meeting


def _plan(meeting: Meeting, author: User | None, seen: versions.Seen) -> None:
    if meeting.pk is None:
        versions.write(meeting, author)
        return
    versions.count(meeting, seen)
    before = Meeting.objects.get(pk=meeting.pk)
    # « Ouverte » and « close » are nothing to a calendar; « annulée » is.
    shown = [name for name in CALENDAR if name != "stage"]
    moved = any(getattr(before, name) != getattr(meeting, name) for name in shown)
    cancelled = (before.stage == "annulee") != (meeting.stage == "annulee")
    meeting.sequence = before.sequence + (1 if moved or cancelled else 0)
    versions.write(meeting, author)


@dataclass(frozen=True, slots=True)
class Kept:
    """A point as the secretary wants it: `pk` of one already there, else None with what makes it; `row` names what is
    wrong in it."""

    title: str
    rank: int
    allotted: int
    pk: int | None = None
    action: Action | None = None
    follows: Decision | None = None
    reasons: tuple[str, ...] = ()
    row: str = ""


@transaction.atomic
def set_agenda(meeting: Meeting, kept: Sequence[Kept], author: User | None, seen: versions.Seen = None) -> None:
    """Write the agenda: these points in the order of their ranks, ten at most; the others are removed.

    Raises Stale, and ValidationError: a point on which something was said or decided is not removed, an action has one.
    """
    versions.count(meeting, seen)
    if len(kept) > MOST_ITEMS:
        over = len(kept) - MOST_ITEMS
        raise ValidationError(f"{MOST_ITEMS} points au plus tiennent dans une réunion : ôtez-en {over}.")
    here: dict[int | None, Item] = {item.pk: item for item in meeting.items.select_related("decision")}
    for pk in set(here) - {point.pk for point in kept}:
        _remove(here[pk], author)
    actions = {here[point.pk].action_id for point in kept if point.pk in here}
    for rank, point in enumerate(sorted(kept, key=lambda each: each.rank), start=1):
        item = here.get(point.pk) or Item(
            meeting=meeting, action=point.action, follows=point.follows, reasons=list(point.reasons)
        )
        if item.pk is None and item.action_id is not None:
            if item.action_id in actions:
                twice = ValidationError(f"L’action {item.action} a déjà un point : gardez-en un seul.")
                raise versions.beside(twice, point.row, usual="code")
            actions.add(item.action_id)
        item.title, item.rank, item.allotted = clean(point.title), rank, point.allotted
        try:
            versions.write(item, author)
        except ValidationError as error:
            raise versions.beside(error, point.row, usual="title") from None


def _remove(item: Item, author: User | None) -> None:
    if item.minutes or hasattr(item, "decision"):
        words = f"« {item.title} » a déjà des échanges ou une décision : il reste à l’ordre du jour."
        raise ValidationError({f"i{item.pk}-remove": words})
    versions.drop(item, author)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said and decided on a point. No verdict is no decision."""

    item: int
    minutes: str = ""
    verdict: str = ""
    text: str = ""
    conditions: str = ""
    owner: Any = None
    person: Any = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is typed in a meeting. `presences` are by seat; an empty one is none noted."""

    stage: str
    introduction: str = ""
    minutes: str = ""
    presences: Mapping[int, str] = field(default_factory=dict)
    said: Sequence[Said] = ()


@transaction.atomic
def hold(meeting: Meeting, minutes: Minutes, author: User | None, seen: versions.Seen = None) -> Meeting:
    """Write the minutes, who came, what was decided: all of it or nothing.

    Raises Stale, and ValidationError: a meeting is closed once it was held, with who came and whole decisions.
    """
    meeting.stage = minutes.stage
    meeting.introduction, meeting.minutes = clean(minutes.introduction), clean(minutes.minutes)
    _plan(meeting, author, seen)
    _attend(meeting, minutes.presences, author)
    items = {item.pk: item for item in meeting.items.select_related("decision", "action")}
    for outcome in minutes.said:
        if outcome.item not in items:
            raise ValidationError("Un point n’est plus à l’ordre du jour.")
        try:
            _say(items[outcome.item], outcome, author)
        except ValidationError as error:
            raise versions.beside(error, f"p{outcome.item}") from None
    closing.check_stage(meeting)
    if meeting.stage == Stage.CLOSED:
        closing.check_whole(meeting)
    return meeting


def _attend(meeting: Meeting, presences: Mapping[int, str], author: User | None) -> None:
    here = {attendance.seat_id: attendance for attendance in meeting.attendances.all()}
    for seat in meeting.body.seats.filter(pk__in=presences):
        noted, presence = here.get(seat.pk), presences[seat.pk]
        if not presence:
            if noted is not None:
                versions.drop(noted, author)
            continue
        if noted is not None and noted.presence == presence:
            continue
        noted = noted or Attendance(meeting=meeting, seat=seat)
        noted.presence = presence
        versions.write(noted, author)


def _say(item: Item, outcome: Said, author: User | None) -> None:
    said = clean(outcome.minutes)
    if said != item.minutes:
        item.minutes = said
        versions.write(item, author)
    decision: Decision | None = getattr(item, "decision", None)
    if not outcome.verdict:
        if any((outcome.text, outcome.conditions, outcome.owner, outcome.person, outcome.due_on)):
            raise ValidationError({"verdict": "Choisissez la décision, ou videz ce qui la suit."})
        if decision is not None:
            versions.drop(decision, author)
        return
    decision = decision or Decision(item=item, action=item.action)
    after = {
        "verdict": outcome.verdict,
        "text": clean(outcome.text),
        "conditions": clean(outcome.conditions),
        "owner": outcome.owner,
        "person": outcome.person,
        "due_on": outcome.due_on,
    }
    if decision.pk and all(getattr(decision, name) == value for name, value in after.items()):
        return
    for name, value in after.items():
        setattr(decision, name, value)
    _check(decision, item)
    versions.write(decision, author)


def _check(decision: Decision, item: Item) -> None:
    held = timezone.localtime(item.meeting.starts_at).date()
    if decision.due_on is not None and decision.due_on < held:
        raise ValidationError({"due_on": "L’échéance vient avant la réunion."})


def seated(meeting: Meeting) -> Iterable[tuple[Any, str]]:
    """Each seat of the body, and how it was held at this meeting; empty when nobody noted it."""
    noted = {attendance.seat_id: attendance.presence for attendance in meeting.attendances.all()}
    seats = meeting.body.seats.filter(Q(left_on=None) | Q(pk__in=noted))
    for seat in seats.select_related("organisation", "person"):
        yield seat, noted.get(seat.pk, "")
