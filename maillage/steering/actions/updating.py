"""The short update: where an action is, how it goes, what was done; the same from its page and from a mail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Status, Step, Synthesis, Weather

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of an action. `steps` are the keys of steps done today; empty texts say nothing."""

    status: str
    weather: str
    done: str = ""
    hindered: str = ""
    coming: str = ""
    to_settle: str = ""
    reason: str = ""
    steps: tuple[int, ...] = ()


def last(action: Action) -> Synthesis | None:
    """The last synthesis of an action."""
    return action.syntheses.select_related("author").order_by("-written_at", "-pk").first()  # type: ignore[no-any-return]


def next_steps(action: Action) -> list[Step]:
    """What is still to be done, the soonest first."""
    left = [one for one in action.steps.all() if one.done_on is None]
    return sorted(left, key=lambda one: (one.due_on is None, one.due_on or date.max, one.rank, one.pk))


@transaction.atomic
def update(
    action: Action,
    told: Told,
    author: User | None,
    version: int | None = None,
    moment: datetime | None = None,
) -> Synthesis:
    """Write a synthesis, the status and the steps done, together. What the action was told before stays.

    `version` is the one that was read; None takes the action as it is now. Raises Stale, and ValidationError.
    """
    now = moment or timezone.now()
    today = timezone.localtime(now).date()
    fresh = Action.objects.select_for_update().get(pk=action.pk)
    fresh.status = Status(told.status).value
    if told.reason.strip():
        fresh.status_reason = told.reason.strip()
    fresh.heard_at = max(now, fresh.heard_at) if fresh.heard_at else now
    saving.save(fresh, author, version, today=today)
    _do(fresh, told.steps, author, today)
    synthesis = Synthesis(
        action=fresh,
        weather=Weather(told.weather).value,
        done=told.done.strip(),
        hindered=told.hindered.strip(),
        coming=told.coming.strip(),
        to_settle=told.to_settle.strip(),
        written_at=now,
        author=author,
    )
    synthesis.full_clean()
    synthesis.save()
    return synthesis


def _do(action: Action, steps: tuple[int, ...], author: User | None, today: date) -> None:
    found = {one.pk: one for one in Step.objects.filter(action=action, pk__in=steps)}
    if len(found) < len(set(steps)):
        raise ValidationError({"steps": "Une de ces étapes n’est plus dans la fiche."})
    for one in found.values():
        if one.done_on is None:
            one.done_on = today
            one._history_user = author
            one.save()
