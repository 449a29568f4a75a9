"""Writing an action: one transaction, one more version, one line of history, or nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.models import User
from maillage.steering.actions.models import Action, Status

STARTED = (Status.RUNNING, Status.PAUSED)
EXPLAINED = (Status.PAUSED, Status.DROPPED)
# Not « printable » for Python, wanted by French typography and by texts of several scripts.
SPACES = "\u00a0\u2009\u202f\u200c\u200d"


class Stale(Exception):
    """Somebody else wrote the action meanwhile; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(f"L’action {code} a été modifiée entre-temps.")
        self.code = code


def clean(text: str) -> str:
    """A text as it is kept: lines end one way, nothing that cannot be printed, no space around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or sign.isprintable() or sign in SPACES).strip()


def settle(action: Action, today: date) -> None:
    """Put the real dates that a status implies where none is known, and take back those it contradicts."""
    for field in action._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            setattr(action, field.attname, clean(getattr(action, field.attname)))
    status = Status(action.status)
    if status in STARTED and action.started_on is None:
        action.started_on = today
    if not status.open and action.ended_on is None:
        action.ended_on = today
    if status.open:
        action.ended_on = None
    if status not in EXPLAINED:
        action.status_reason = ""


def check(action: Action) -> None:
    """Raises ValidationError for what must not be written; a stopped action says why."""
    if Status(action.status) in EXPLAINED and not action.status_reason.strip():
        raise ValidationError({"status_reason": "Dites pourquoi elle est suspendue ou abandonnée."})
    action.full_clean()


def touch(action: Action, version: int | None) -> None:
    """One more version, inside a transaction. Raises Stale when it is no longer the one given."""
    mine = Action.objects.filter(pk=action.pk)
    if version is not None:
        mine = mine.filter(version=version)
    now = timezone.now()
    if not mine.update(version=F("version") + 1, changed_at=now):
        raise Stale(action.code)
    action.version = Action.objects.values_list("version", flat=True).get(pk=action.pk)


@transaction.atomic
def save(
    action: Action,
    author: User | None,
    version: int | None = None,
    many: Mapping[str, Iterable[Any]] | None = None,
    today: date | None = None,
) -> Action:
    """Write an action and, in `many`, its nodes, partners or strategies it is shared with.

    `version` is the one that was read; None writes over any. Raises Stale, and ValidationError.
    """
    settle(action, today or timezone.localdate())
    check(action)
    action.territories = typed.written(typed.refs(action.territories))
    written: Any = action
    written.skip_history_when_saving = True
    try:
        if action.pk is None:
            action.save()
        else:
            touch(action, version)
        for name, chosen in (many or {}).items():
            getattr(action, name).set(chosen)
    finally:
        del written.skip_history_when_saving
    action._history_user = author
    action.save()
    return action
