"""Committees of the demonstration region: eight meetings held over two years, two to come, decisions kept and not.

What they say is in demonstration.toml; dates turn around the day they are entered.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.playground import DOMAIN, enter_person
from maillage.observatory.door import Observatory
from maillage.steering.actions.models import Action
from maillage.steering.actions.standing import months_before
from maillage.steering.committees.models import Attendance, Body, Decision, Item, Meeting, Note, Presence, Seat, Stage
from maillage.steering.strategies.demonstration import MAIN, TEAM
from maillage.steering.strategies.models import Strategy

AFTER = ("actions", "targets")
FILE = Path(__file__).with_name("demonstration.toml")
TUESDAY = 1
MINUTES, CHASED_DAYS = 15, 60
# How seats are held, in turn: most come.
PRESENCES = (
    Presence.PRESENT,
    Presence.PRESENT,
    Presence.PRESENT,
    Presence.EXCUSED,
    Presence.PRESENT,
    Presence.REPRESENTED,
    Presence.PRESENT,
    Presence.ABSENT,
)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many meetings."""
    strategy = Strategy.objects.get(slug=MAIN)
    described: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
    _secretary(described["secretary"])
    bodies = {record["slug"]: _body(strategy, record) for record in described["bodies"]}
    actions = {action.code: action for action in strategy.actions.all()}
    for rank, record in enumerate(described["meetings"]):
        meeting = _meeting(bodies[record["body"]], record, today)
        if record["months"] < 0:
            _attend(meeting, rank)
        for number, point in enumerate(record["points"], start=1):
            _point(meeting, number, point, actions, today)
    _follow(bodies.values())
    return len(described["meetings"])


def _secretary(account: str) -> None:
    """Who holds the committees, in the project team; they can be written to nowhere."""
    team, _ = Organisation.objects.get_or_create(name=TEAM, defaults={"kind": Kind.EQUIPE})
    person = enter_person(account, "Nadia Lemoine")
    defaults = {"role": Role.SECRETAIRE, "function": "secrétaire des comités"}
    Membership.objects.get_or_create(person=person, organisation=team, defaults=defaults)


def _body(strategy: Strategy, record: dict[str, Any]) -> Body:
    fields = {name: value for name, value in record.items() if name != "seats"}
    body = Body(strategy=strategy, source="Document fictif, écrit pour la démonstration.", simulated=True, **fields)
    body.save()
    for rank, (part, who, person) in enumerate(record["seats"], start=1):
        organisation = Organisation.objects.filter(name=who).first()
        Seat(
            body=body,
            organisation=organisation,
            name="" if organisation else who,
            part=part,
            person=User.objects.filter(email=f"{person}@{DOMAIN}").first() if person else None,
            rank=rank,
        ).save()
    return body


def _day(today: date, months: int) -> date:
    """The second Tuesday of a month so many months away."""
    first = months_before(today.replace(day=1), -months)
    return first + timedelta((TUESDAY - first.weekday()) % 7 + 7)


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _meeting(body: Body, record: dict[str, Any], today: date) -> Meeting:
    day = _day(today, record["months"])
    held = record["months"] < 0
    meeting = Meeting(
        body=body,
        starts_at=_moment(day, time(9, 30)),
        ends_at=_moment(day, time(11, 30)),
        place=record["place"],
        introduction=record["introduction"],
        minutes=record["minutes"],
        stage=Stage.CLOSED if held else Stage.PLANNED,
        # The same at each start, so that a calendar that follows it keeps its events.
        uid=f"fictive{record['months']:+d}-{body.slug}"[:40],
    )
    meeting.save()
    return meeting


def _attend(meeting: Meeting, rank: int) -> None:
    for number, seat in enumerate(meeting.body.seats.all()):
        presence = PRESENCES[(number * 3 + rank) % len(PRESENCES)]
        Attendance(meeting=meeting, seat=seat, presence=presence).save()


def _point(meeting: Meeting, rank: int, record: list[Any], actions: dict[str, Action], today: date) -> None:
    code, title, said, decided = record
    action = actions.get(code)
    item = Item(meeting=meeting, action=action, title=title or str(action), rank=rank, allotted=MINUTES, minutes=said)
    item.save()
    verdict, text, conditions, owner, due, done = decided
    held = timezone.localtime(meeting.starts_at).date()
    decision = Decision(
        item=item,
        action=action,
        verdict=verdict,
        text=text,
        conditions=conditions,
        owner=Organisation.objects.filter(name=owner).first() if owner else None,
        due_on=max(months_before(today, -due), held) if due else None,
        done_on=min(max(months_before(today, -done), held), today) if done else None,
    )
    decision.save()


def _follow(bodies: Any) -> None:
    """A word on what was done, and on what is late."""
    decisions = Decision.objects.filter(item__meeting__body__in=bodies).exclude(due_on=None)
    for decision in decisions.select_related("item__meeting"):
        late = decision.done_on is None
        day = decision.done_on or timezone.localtime(decision.item.meeting.starts_at).date() + timedelta(CHASED_DAYS)
        if day > timezone.localdate():
            continue
        text = "Relancée par le secrétariat ; réponse attendue." if late else "Fait, et rapporté au comité."
        Note(decision=decision, text=text, written_at=_moment(day, time(17))).save()
