"""What an action is to notices, discussions and links; why people are told of one; the weekly reminder, to be left."""

from typing import Any

from django.db.models import QuerySet

from maillage.directory.links.sorts import Sort
from maillage.directory.models import User
from maillage.directory.notices import choosing
from maillage.directory.notices.occasions import Leaving, Occasion
from maillage.directory.rights import memberships
from maillage.directory.things import Kind
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act, acquainted, acts_on, readable

PILOT, DECIDED = "action.pilote", "action.decision"


def _readable(person: Any) -> QuerySet[Action]:
    actions = Action.objects.filter(readable(person)).select_related("strategy__organisation", "lead", "pilot")
    return actions.prefetch_related("shared_with", "partners")


def _pilot(action: Action) -> list[User]:
    return [action.pilot] if action.pilot else []


def _people(person: Any, action: Action) -> QuerySet[User]:
    return acquainted(person)


def _page(person: Any, action: Action) -> str:
    """Who is no member is led to the public sheet."""
    return action.page if memberships(person) else action.public_page


KINDS = (Kind("action", "Action", Action, _readable, acts_on, concerned=_pilot, people=_people, page=_page),)
SORTS = (
    # The page of a convention is read from a file, without its links: only the sheet of the action shows them.
    Sort(
        "repond",
        "action",
        ("contestation", "signalement", "convention"),
        "Ce à quoi elle répond",
        "Ce qui est engagé",
        Act.EDIT,
    ),
)
OCCASIONS = (Occasion(PILOT, asks=True), Occasion(DECIDED, needs=Act.UPDATE))
REMINDER = "rappel"


def _left(person: User, key: str) -> bool:
    return not choosing.choice(person).reminders


def _leave(person: User, key: str, gone: bool) -> None:
    choosing.choose(person, reminders=not gone)


LEAVINGS = (Leaving(REMINDER, lambda person, key: "le rappel de la semaine par courriel", _left, _leave),)
