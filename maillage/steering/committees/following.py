"""Decisions until they are done: which are open or late, what is told of them, what follows an « abandon »."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Status
from maillage.steering.committees.models import Body, Decision, Note, Stage, Verdict

# A meeting that was called off decided nothing.
TAKEN = ~Q(item__meeting__stage=Stage.CANCELLED)
FOLLOWED = Q(due_on__isnull=False) | Q(owner__isnull=False) | Q(person__isnull=False)
OPEN = Q(done_on=None) & FOLLOWED & TAKEN


def late(today: date) -> Q:
    """Should be done, and is not."""
    return Q(done_on=None, due_on__lt=today) & TAKEN


def of_body(body: Body) -> QuerySet[Decision]:
    """The decisions of a body still to be done, the most urgent first."""
    decisions = Decision.objects.filter(OPEN, item__meeting__body=body)
    return decisions.select_related("item__meeting__body", "action", "owner", "person")


def on_action(action: Action, now: datetime) -> QuerySet[Decision]:
    """The decisions that committees took on an action, the last first; none of a meeting to come or called off."""
    decisions = Decision.objects.filter(TAKEN, action=action, item__meeting__starts_at__lte=now)
    return decisions.select_related("item__meeting__body", "owner", "person", "action").order_by(
        "-item__meeting__starts_at", "-pk"
    )


@transaction.atomic
def tell(decision: Decision, text: str, done_on: date | None, author: User | None) -> Decision:
    """Note what becomes of a decision and, with a day, that it is done. Raises ValidationError.

    An empty text is taken with a day only; a day before the meeting or after today is refused.
    """
    fresh = Decision.objects.select_for_update().select_related("item__meeting").get(pk=decision.pk)
    said = saving.clean(text)
    if not said and done_on is None:
        raise ValidationError({"text": "Dites où elle en est, ou le jour où elle a été faite."})
    if done_on is not None:
        check_day(fresh, done_on)
        fresh.done_on = done_on
        fresh._history_user = author
        fresh.save()
    if said:
        note = Note(decision=fresh, text=said, written_at=timezone.now(), author=author)
        note.full_clean()
        note.save()
    return fresh


def check_day(decision: Decision, done_on: date) -> None:
    """Raises ValidationError for a day when the decision cannot have been done."""
    taken = timezone.localtime(decision.item.meeting.starts_at).date()
    if done_on < taken:
        raise ValidationError({"done_on": "Elle ne peut pas être faite avant d’être prise."})
    if done_on > timezone.localdate():
        raise ValidationError({"done_on": "Ce jour n’est pas encore venu."})


def reopen(decision: Decision, author: User | None) -> Decision:
    """Take back that it is done; what is open already stays as it is."""
    if decision.done_on is None:
        return decision
    decision.done_on = None
    decision._history_user = author
    decision.save()
    return decision


def to_drop(decision: Decision) -> Action | None:
    """The action that an « abandon » has not stopped yet; None when there is nothing left to do."""
    if decision.verdict != Verdict.DROP or decision.action is None:
        return None
    return decision.action if Status(decision.action.status) is not Status.DROPPED else None


@transaction.atomic
def drop(decision: Decision, reason: str, author: User) -> Action:
    """Stop the action of an « abandon », with the reason that is told to everybody. Raises ValidationError."""
    action = to_drop(decision)
    if action is None:
        raise ValidationError("L’action est déjà abandonnée, ou la décision n’est pas un abandon.")
    fresh = Action.objects.select_for_update().get(pk=action.pk)
    fresh.status, fresh.status_reason = Status.DROPPED.value, reason.strip()
    return saving.save(fresh, author)
