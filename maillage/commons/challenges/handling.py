"""What becomes of a challenge: sent to its operator, answered, settled. Each step says who may take it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.commons.challenges.models import ANSWER_WITHIN_DAYS, ANSWERS, Challenge, State
from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.directory.models import Kind, Organisation, Role
from maillage.directory.rights import may, organisations
from maillage.kernel.errors import UsageError
from maillage.kernel.french import counted


def seen_by(person: Any) -> Any:
    """The challenges somebody may read: those their organisations filed, or received."""
    mine = organisations(person)
    return Challenge.objects.filter(organisation__in=mine) | Challenge.objects.filter(operator__in=mine)


def may_answer(person: Any, challenge: Challenge) -> bool:
    """Whether somebody may answer it now, for its operator."""
    return challenge.state == State.SENT and may(person, challenge.operator, Role.CONTRIBUTEUR)


def may_settle(person: Any, challenge: Challenge) -> bool:
    """Whether somebody may close it now, for the collectivité that filed it."""
    return challenge.state in ANSWERS and may(person, challenge.organisation, Role.CONTRIBUTEUR)


def answer(challenge: Challenge, person: Any, verdict: str, words: str) -> None:
    """The operator's answer. Raises PermissionDenied or UsageError."""
    with transaction.atomic():
        held = Challenge.objects.select_for_update().get(pk=challenge.pk)
        if not may_answer(person, held):
            raise PermissionDenied("Seul l’opérateur peut répondre, une fois, à une contestation transmise.")
        if verdict not in ANSWERS:
            raise UsageError("Choisissez : concédée ou contestée.")
        if verdict == State.CONTESTED and not words.strip():
            raise UsageError("Dites pourquoi vous contestez.")
        held.state = held.verdict = verdict
        held.answer, held.answered_at = words.strip(), timezone.now()
        held._history_user = person
        held.save()


def settle(challenge: Challenge, person: Any, words: str) -> None:
    """Closes a challenge that was answered. Raises PermissionDenied or UsageError."""
    with transaction.atomic():
        held = Challenge.objects.select_for_update().get(pk=challenge.pk)
        if not may_settle(person, held):
            raise PermissionDenied("Seule la collectivité peut clore une contestation à laquelle on a répondu.")
        if not words.strip():
            raise UsageError("Dites comment la contestation a été réglée.")
        held.state, held.settlement, held.settled_at = State.SETTLED, words.strip(), timezone.now()
        held._history_user = person
        held.save()


@dataclass(slots=True)
class Transmitted:
    """What a run did: challenges sent, mails refused, mails gone perhaps."""

    challenges: int = 0
    refused: int = 0
    unsure: int = 0


def transmit_due() -> Transmitted:
    """Send to each operator, in one mail, what was filed.

    The time to answer starts now. An operator without address waits: the page of its challenges says so.
    """
    done = Transmitted()
    with get_connection() as connection:
        operators = Organisation.objects.filter(kind=Kind.OPERATEUR, challenges_received__state=State.FILED).exclude(
            email=""
        )
        for operator in operators.distinct():
            waiting = _claim(operator)
            if not waiting:
                continue
            words = {
                "operator_name": operator.name,
                "challenges": [(challenge, absolute(challenge.page)) for challenge in waiting],
                "due_on": waiting[0].due_on,
                "link": absolute(reverse("challenge.space")),
            }
            subject = f"{counted(len(waiting), 'contestation')} à examiner"
            outcome = deliver(letter("share/challenge/mail_operator", operator.email, subject, words), connection)
            if outcome is Outcome.REFUSED:
                _release(waiting)
            done.challenges += len(waiting) if outcome is Outcome.GONE else 0
            done.refused += outcome is Outcome.REFUSED
            done.unsure += outcome is Outcome.UNSURE
    return done


def _claim(operator: Organisation) -> list[Challenge]:
    """What was filed against an operator, marked as sent before it leaves: nothing leaves twice."""
    now = timezone.now()
    due = timezone.localdate() + timedelta(days=ANSWER_WITHIN_DAYS)
    with transaction.atomic():
        waiting = list(
            Challenge.objects.select_for_update().filter(operator=operator, state=State.FILED).order_by("pk")
        )
        for challenge in waiting:
            challenge.state, challenge.sent_at, challenge.due_on = State.SENT, now, due
            challenge.save()
    return waiting


def _release(waiting: list[Challenge]) -> None:
    with transaction.atomic():
        for challenge in waiting:
            challenge.state, challenge.sent_at, challenge.due_on = State.FILED, None, None
            challenge.save()
