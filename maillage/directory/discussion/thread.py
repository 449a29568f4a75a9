"""What is said about a thing, as a reader of it sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from maillage.directory.discussion import following, talking
from maillage.directory.discussion.models import Message
from maillage.directory.models import User
from maillage.directory.rights import Act
from maillage.directory.things import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """A message, and what its reader may do with it. `text` is empty for who may not read it."""

    message: Message
    at: datetime
    text: str
    called: tuple[User, ...]
    corrects: bool
    withdraws: bool
    hides: bool
    shows: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages about a thing, the oldest first: the last ones when `before` are left out."""

    thing: Thing
    lines: list[Line]
    before: int
    follows: bool


def thread(person: Any, thing: Thing, most: int | None = None) -> Thread | None:
    """What is said about this thing, for who may take part; None for others."""
    acts = thing.acts(person)
    if Act.DISCUSS not in acts:
        return None
    kind, key = thing.about
    messages = Message.objects.filter(about_kind=kind, about_key=key).select_related("author", "hidden_by")
    count = messages.count()
    before = max(count - most, 0) if most else 0
    shown = messages.prefetch_related(Prefetch("mentioned"))[before:count]
    lines = [_line(person, message, Act.MODERATE in acts) for message in shown]
    return Thread(thing, lines, before, following.follows(person, thing))


def _line(person: User, message: Message, moderates: bool) -> Line:
    mine = message.author == person
    hidden = message.hidden_at is not None
    return Line(
        message,
        timezone.localtime(message.written_at),
        message.text if message.shown or (moderates and hidden) else "",
        tuple(message.mentioned.all()) if message.shown else (),
        talking.may_correct(person, message),
        mine and message.shown,
        moderates and message.shown and not mine,
        moderates and hidden,
    )
