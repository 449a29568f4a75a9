"""Changing several actions at once: what will change is shown first, then all of it is written, or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from maillage.directory.models import User
from maillage.kernel import french
from maillage.steering.actions import saving, standing
from maillage.steering.actions.models import Action, Priority, Status, Visibility

LONGEST_SHIFT = 3650
UNKNOWN = "non renseigné : à dire dans la fiche"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to change; an empty text, None or 0 days leaves things as they are. `pilot`: None leaves, 0 removes."""

    status: str = ""
    reason: str = ""
    priority: str = ""
    visibility: str = ""
    pilot: int | None = None
    days: int = 0

    @property
    def fields(self) -> frozenset[str]:
        """The fields that change."""
        given = {
            "status": bool(self.status),
            "priority": bool(self.priority),
            "visibility": bool(self.visibility),
            "pilot": self.pilot is not None,
            "starts_on": self.days != 0,
        }
        return frozenset(name for name, asked in given.items() if asked)


@dataclass(frozen=True, slots=True)
class Change:
    """What changes in an action: (what, before, after); `wrong` says why it cannot be written, or is empty."""

    action: Action
    lines: tuple[tuple[str, str, str], ...]
    wrong: str = ""


def _moved(when: date | None, days: int) -> date | None:
    try:
        return when + timedelta(days=days) if when else None
    except OverflowError:
        raise ValidationError("Une date sort du calendrier.") from None


def _told(action: Action) -> dict[str, str]:
    return {
        "État": str(Status(action.status).label),
        "Motif": action.status_reason,
        "Priorité": str(Priority(action.priority).label),
        "Visible par": str(Visibility(action.visibility).label),
        "Pilote": str(action.pilot or ""),
        "Début prévu": french.day(action.starts_on),
        "Fin prévue": french.day(action.ends_on),
        "Début réel": french.day(action.started_on),
        "Fin réelle": french.day(action.ended_on),
    }


def _changed(action: Action, asked: Asked, pilots: Mapping[int, User]) -> None:
    action.status = asked.status or action.status
    action.status_reason = asked.reason if asked.status and asked.reason else action.status_reason
    action.priority = asked.priority or action.priority
    action.visibility = asked.visibility or action.visibility
    if asked.pilot is not None:
        action.pilot = pilots.get(asked.pilot)
    action.starts_on = _moved(action.starts_on, asked.days)
    action.ends_on = _moved(action.ends_on, asked.days)
    saving.settle(action)


def preview(actions: Iterable[Action], asked: Asked, pilots: Mapping[int, User], today: date) -> list[Change]:
    """What would change, action by action; nothing is written. The actions given are changed in memory."""
    changes = []
    for action in actions:
        before, wrong = _told(action), ""
        try:
            _changed(action, asked, pilots)
            saving.check(action, today)
        except ValidationError as error:
            wrong = " ".join(error.messages)
        after = _told(action)
        lines = tuple((what, before[what], after[what]) for what in before if before[what] != after[what])
        if asked.status and not wrong:
            lines += tuple((what, "", UNKNOWN) for what in standing.missing_dates(action))
        if asked.days and not wrong and action.steps.exists():
            lines += (("Étapes à venir", "", f"décalées de {french.counted(asked.days, 'jour')}"),)
        changes.append(Change(action, lines, wrong))
    return changes


@transaction.atomic
def apply(
    actions: Iterable[tuple[Action, int]], asked: Asked, pilots: Mapping[int, User], author: User | None, today: date
) -> int:
    """Write them all, each with the version that was shown; how many. Raises Stale or ValidationError: then nothing."""
    count = 0
    for action, version in actions:
        _changed(action, asked, pilots)
        saving.save(action, author, version, today=today)
        if asked.days:
            for step in action.steps.filter(done_on=None):
                step.starts_on, step.due_on = (_moved(step.starts_on, asked.days), _moved(step.due_on, asked.days))
                step._history_user = author
                step.save()
        count += 1
    return count
