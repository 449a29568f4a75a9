"""Writing in a discussion. Every door asks the right again, of the thing as it is: taking part, or hiding.

A message is plain text. Its author corrects it for a quarter of an hour, and withdraws it whenever they want.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory import things
from maillage.directory.discussion import calling, following
from maillage.directory.discussion.kinds import CALLED, HIDDEN, SAID
from maillage.directory.discussion.models import LONGEST, Message
from maillage.directory.models import User
from maillage.directory.notices import telling
from maillage.directory.rights import Act
from maillage.directory.things import About, Thing
from maillage.kernel.errors import UsageError

CORRECTED_MINUTES = 15
_GONE = "Cette discussion n’est pas ici, ou votre rôle ne permet pas d’y prendre part."


def taking_part(person: Any, about: About, act: Act = Act.DISCUSS) -> Thing:
    """The thing, for who may take part in its discussion, or hide there. Raises UsageError: the rest is not there."""
    thing = things.read(person, about)
    if thing is None or not {Act.DISCUSS, act} <= thing.acts(person):
        raise UsageError(_GONE)
    return thing


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign == "\n" or sign.isprintable() or sign.isspace()).strip()
    if not kept:
        raise ValidationError({"text": "Écrivez votre message."})
    if len(kept) > LONGEST:
        raise ValidationError({"text": f"{LONGEST} signes au plus : le vôtre en a {len(kept)}."})
    return kept


@transaction.atomic
def post(person: User, about: About, text: str, called: str = "") -> Message:
    """Write a message. `called` names who is to be told, besides those whom `@` names in the text.

    Raises UsageError, ValidationError by field (« text », « called »).
    """
    thing = taking_part(person, about)
    said = _clean(text)
    people = calling.named(person, thing, said, called)
    message = Message.objects.create(
        about_kind=about[0], about_key=about[1], author=person, text=said, written_at=timezone.now()
    )
    message.mentioned.set(people)
    following.join(person, about)
    _tell(message, thing, people)
    return message


def _tell(message: Message, thing: Thing, people: Sequence[User]) -> None:
    """One notice to each, with the whole text: to who is called, then to who follows."""
    address, words = f"{thing.address}#m{message.pk}", message.text
    subject, key = f"{message.author} vous appelle : {thing.title}", str(message.pk)
    for person in people:
        telling.tell(person, CALLED, subject, address, words, thing.about, by=message.author, key=key)
        following.join(person, thing.about)
    subject = f"{message.author} a écrit : {thing.title}"
    for person in following.followers(thing):
        if person not in people:
            telling.tell(person, SAID, subject, address, words, thing.about, by=message.author, key=key)


def _correct_notices(message: Message) -> None:
    words = message.text if message.shown else ""
    for occasion in (CALLED, SAID):
        telling.correct(occasion, message.about, str(message.pk), words)


def _held(pk: int) -> Message:
    message = Message.objects.select_for_update(of=("self",)).select_related("author").filter(pk=pk).first()
    if message is None:
        raise UsageError(_GONE)
    return message


def _mine(person: User, pk: int) -> tuple[Message, Thing]:
    message = _held(pk)
    thing = taking_part(person, message.about)
    if message.author != person:
        raise PermissionDenied("Ce message est d’une autre personne.")
    if not message.shown:
        raise UsageError("Ce message est déjà retiré ou masqué.")
    return message, thing


def may_correct(person: User, message: Message) -> bool:
    """Whether somebody may still correct a message."""
    fresh = timezone.now() - message.written_at <= timedelta(minutes=CORRECTED_MINUTES)
    return message.author == person and message.shown and fresh


@transaction.atomic
def correct(person: User, pk: int, text: str) -> Message:
    """Correct one's message. Whom the new text calls is told. Raises UsageError, ValidationError, PermissionDenied."""
    message, thing = _mine(person, pk)
    if not may_correct(person, message):
        raise UsageError(f"Un message se corrige pendant {CORRECTED_MINUTES} minutes : retirez-le, ou répondez.")
    said = _clean(text)
    known = set(message.mentioned.all())
    people = [other for other in calling.named(person, thing, said, "") if other not in known]
    message.text, message.corrected_at = said, timezone.now()
    message.save(update_fields=["text", "corrected_at"])
    message.mentioned.add(*people)
    _correct_notices(message)
    _tell(message, thing, people)
    return message


@transaction.atomic
def withdraw(person: User, pk: int) -> Message:
    """Take one's message back: its text is erased. Raises UsageError, PermissionDenied."""
    message, _ = _mine(person, pk)
    message.text, message.withdrawn_at = "", timezone.now()
    message.save(update_fields=["text", "withdrawn_at"])
    message.mentioned.clear()
    _correct_notices(message)
    return message


@transaction.atomic
def hide(person: User, pk: int, reason: str) -> Message:
    """Hide the message of anybody, with why; its author is told. Raises UsageError, ValidationError."""
    message = _held(pk)
    thing = taking_part(person, message.about, Act.MODERATE)
    why = " ".join(reason.split())
    if not why or len(why) > 300:
        raise ValidationError({"reason": "Dites pourquoi, en 300 signes au plus."})
    if not message.shown:
        raise UsageError("Ce message est déjà retiré ou masqué.")
    message.hidden_at, message.hidden_by, message.hidden_reason = timezone.now(), person, why
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _correct_notices(message)
    subject = f"Votre message est masqué : {thing.title}"
    words = f"Par {person}. Pourquoi : {why}"
    key = f"{message.pk}:{message.hidden_at.timestamp():.0f}"
    telling.tell(message.author, HIDDEN, subject, thing.address, words, thing.about, by=person, key=key)
    return message


@transaction.atomic
def show_again(person: User, pk: int) -> Message:
    """Undo hiding. Raises UsageError."""
    message = _held(pk)
    taking_part(person, message.about, Act.MODERATE)
    if message.hidden_at is None:
        raise UsageError("Ce message n’est pas masqué.")
    message.hidden_at, message.hidden_by, message.hidden_reason = None, None, ""
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    return message


def follow(person: User, about: About, follows: bool) -> Thing:
    """Be told of what is said about this, or not any more. Raises UsageError."""
    thing = taking_part(person, about)
    following.choose(person, about, follows)
    return thing
