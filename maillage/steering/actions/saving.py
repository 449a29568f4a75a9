"""Writing an action: one transaction, one more version, one line of history, or nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions.models import Action, Status

EXPLAINED = (Status.PAUSED, Status.DROPPED)
# Not « printable » for Python, wanted by French typography and by texts of several scripts.
SPACES = "\u00a0\u2009\u202f\u200c\u200d"


def clean(text: str) -> str:
    """A text as it is kept: lines end one way, nothing that cannot be printed, no space around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or sign.isprintable() or sign in SPACES).strip()


def settle(action: Action) -> None:
    """Clean what was typed, and let go of what only the former status had said: its end, its reason.

    A date that nobody gave stays unknown: a status says that an action began or ended, never when.
    """
    for field in action._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            setattr(action, field.attname, clean(getattr(action, field.attname)))
    contradicted = _contradicted(action)
    if not contradicted:
        return
    fields = ("status", "ended_on", "status_reason")
    kept: Mapping[str, Any] | None = Action.objects.filter(pk=action.pk).values(*fields).first()
    if kept is None or kept["status"] == action.status:
        return
    for name in contradicted:
        # What was typed with the new status is asked about by `check`, not thrown away.
        if getattr(action, name) == kept[name]:
            setattr(action, name, None if name == "ended_on" else "")


def _contradicted(action: Action) -> dict[str, str]:
    """What an action says that its status denies: the field, and what to do."""
    status = Status(action.status)
    wrong = {}
    if status.open and action.ended_on is not None:
        wrong["ended_on"] = (
            f"Elle n’est pas finie (état : {status.label.lower()}) : videz cette date, ou changez l’état."
        )
    if status not in EXPLAINED and action.status_reason:
        wrong["status_reason"] = (
            f"Ce motif ne vaut que pour une action suspendue ou abandonnée (état : {status.label.lower()}) : "
            "videz-le, ou changez l’état."
        )
    return wrong


def check(action: Action, today: date) -> None:
    """Raises ValidationError for what must not be written.

    A stopped action says why, an open one has not ended, and what is real has already come.
    """
    wrong = _contradicted(action)
    for name in ("started_on", "ended_on"):
        day = getattr(action, name)
        if day is not None and day > today:
            wrong.setdefault(name, "Une date réelle ne peut pas être à venir.")
    if Status(action.status) in EXPLAINED and not action.status_reason.strip():
        wrong["status_reason"] = "Dites pourquoi elle est suspendue ou abandonnée."
    if wrong:
        raise ValidationError(wrong)
    action.full_clean(exclude=_read(action))


def _read(action: Action) -> set[str]:
    """The relations whose other end was read from the database already: that it exists is not asked once more."""
    relations = (field for field in action._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return {field.name for field in relations if field.is_cached(action) and getattr(action, field.attname) is not None}


@transaction.atomic
def save(
    action: Action,
    author: User | None,
    seen: versions.Seen = None,
    many: Mapping[str, Iterable[Any]] | None = None,
    today: date | None = None,
) -> Action:
    """Write an action and, in `many`, its nodes, partners or strategies it is shared with.

    `seen` is the version that was read. Raises Stale, and ValidationError.
    """
    settle(action)
    check(action, today or timezone.localdate())
    return write(action, author, seen, many)


@transaction.atomic
def write(
    action: Action, author: User | None, seen: versions.Seen = None, many: Mapping[str, Iterable[Any]] | None = None
) -> Action:
    """The same for an action that was settled and checked. Raises Stale."""
    action.territories = typed.written(typed.refs(action.territories))
    written: Any = action
    written.skip_history_when_saving = True
    try:
        if action.pk is None:
            action.save()
        else:
            versions.count(action, seen)
        for name, chosen in (many or {}).items():
            getattr(action, name).set(chosen)
    finally:
        del written.skip_history_when_saving
    action._history_user = author
    action.save()
    return action
