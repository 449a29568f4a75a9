"""The short update: where an action is, how it goes, what was done; the same from its page and from a mail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Status, Step, Synthesis, Weather

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class News:
    """What somebody says of an action. Empty texts, and dates that are None, say nothing.

    `steps` are the keys of the steps that were done on the day `steps_on`.
    """

    status: str
    weather: str
    done: str = ""
    hindered: str = ""
    coming: str = ""
    to_settle: str = ""
    reason: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    steps: tuple[int, ...] = ()
    steps_on: date | None = None


def last(action: Action) -> Synthesis | None:
    """The last synthesis of an action."""
    return action.syntheses.select_related("author").order_by("-written_at", "-pk").first()


def next_steps(action: Action) -> list[Step]:
    """What is still to be done, the soonest first."""
    left = [step for step in action.steps.all() if step.done_on is None]
    return sorted(left, key=lambda step: (step.due_on is None, step.due_on or date.max, step.rank, step.pk))


@transaction.atomic
def update(
    action: Action, news: News, author: User | None, seen: versions.Seen = None, moment: datetime | None = None
) -> Synthesis:
    """Write a synthesis, the status and the steps done, together. What the action was news before stays.

    `seen` is the version that was read; None takes the action as it is. Raises Stale, and ValidationError.
    """
    now = moment or timezone.now()
    today = timezone.localtime(now).date()
    fresh = versions.hold(action, seen)
    fresh.status = Status(news.status).value
    if news.reason.strip():
        fresh.status_reason = news.reason.strip()
    fresh.started_on = news.started_on or fresh.started_on
    fresh.ended_on = news.ended_on or fresh.ended_on
    fresh.heard_at = max(now, fresh.heard_at) if fresh.heard_at else now
    saving.save(fresh, author, today=today)
    _do(fresh, news, author, today)
    synthesis = Synthesis(
        action=fresh,
        weather=Weather(news.weather).value,
        done=news.done.strip(),
        hindered=news.hindered.strip(),
        coming=news.coming.strip(),
        to_settle=news.to_settle.strip(),
        written_at=now,
        author=author,
    )
    synthesis.full_clean()
    synthesis.save()
    return synthesis


def _do(action: Action, news: News, author: User | None, today: date) -> None:
    steps = {step.pk: step for step in Step.objects.filter(action=action, pk__in=news.steps)}
    if len(steps) < len(set(news.steps)):
        raise ValidationError({"steps": "Une de ces étapes n’est plus dans la fiche."})
    if steps and news.steps_on is None:
        raise ValidationError({"steps_on": "Dites quel jour l’étape a été terminée."})
    if steps and news.steps_on is not None and news.steps_on > today:
        raise ValidationError({"steps_on": "Ce jour n’est pas encore venu."})
    for step in steps.values():
        if step.done_on is None:
            step.done_on = news.steps_on
            step._history_user = author
            step.save()
