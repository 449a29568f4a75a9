"""What somebody answers for in the steering wing, and how it passes to somebody else: never lost, never in silence.

What they wrote stays theirs: syntheses, minutes, values, and the whole journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from maillage.directory.models import User
from maillage.steering.actions import saving, standing
from maillage.steering.actions.models import Action
from maillage.steering.committees import following
from maillage.steering.committees.models import Decision, Seat
from maillage.steering.targets.models import Sheet


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody answers for today: open actions and decisions, seats they have not left, values to give."""

    actions: tuple[Action, ...]
    decisions: tuple[Decision, ...]
    seats: tuple[Seat, ...]
    sheets: tuple[Sheet, ...]

    def __bool__(self) -> bool:
        return bool(self.actions or self.decisions or self.seats or self.sheets)

    def lines(self) -> list[tuple[str, list[str]]]:
        """The same in words: what it is, and which."""
        kinds: tuple[tuple[str, Iterable[Any]], ...] = (
            ("Pilote de", self.actions),
            ("Répond des décisions", self.decisions),
            ("Siège à", [f"{seat.body.name} ({seat})" for seat in self.seats]),
            ("Donne la valeur de", self.sheets),
        )
        return [(label, [str(thing) for thing in things]) for label, things in kinds if things]


def held_by(person: User) -> Holding:
    """What somebody answers for."""
    decisions = Decision.objects.filter(following.OPEN, person=person).select_related("item__meeting")
    return Holding(
        tuple(Action.objects.filter(pilot=person, status__in=standing.OPEN).order_by("code")),
        tuple(decisions),
        tuple(Seat.objects.filter(person=person, left_on=None).select_related("body", "organisation")),
        tuple(Sheet.objects.filter(person=person)),
    )


@transaction.atomic
def hand_over(person: User, to: User | None, by: User | None) -> Holding:
    """Give what somebody answers for to another, or to nobody yet; each change is kept with `by`. What was given."""
    holding = held_by(person)
    for action in holding.actions:
        action.pilot = to
        saving.save(action, by)
    things: tuple[Any, ...] = (*holding.decisions, *holding.seats, *holding.sheets)
    for thing in things:
        thing.person = to
        thing._history_user = by
        thing.save()
    return holding
