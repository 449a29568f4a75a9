"""What moved in a portfolio since a day, and what comes: from dated facts, in sentences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions.models import Status, Step, Synthesis, Weather
from maillage.steering.committees.models import Body, Decision, Meeting, Stage
from maillage.web.steer.portfolio import Portfolio

COMING_DAYS = 92


def last_meeting(bodies: Iterable[Body], before: datetime) -> Meeting | None:
    """The last meeting that was held before a moment."""
    held = Meeting.objects.filter(body__in=bodies, ends_at__lt=before).exclude(stage=Stage.CANCELLED)
    return held.select_related("body").order_by("-starts_at", "-pk").first()


def _within(day: date | None, since: date, until: date) -> bool:
    return day is not None and since <= day <= until


def _lives(held: Portfolio, since: date) -> list[tuple[date, str]]:
    """Actions that began, ended, stopped."""
    told = []
    for action in held.actions:
        if _within(action.ended_on, since, held.today) and action.status in (Status.DONE, Status.DROPPED):
            verb = "est réalisée" if action.status == Status.DONE else "est abandonnée"
            told.append((action.ended_on, f"{action} {verb} ({french.day(action.ended_on)})."))
        elif _within(action.started_on, since, held.today):
            told.append((action.started_on, f"{action} a commencé ({french.day(action.started_on)})."))
    return told


def _skies(held: Portfolio, since: date) -> list[tuple[date, str]]:
    """Weathers that changed."""
    moment = timezone.make_aware(datetime.combine(since, time.min))
    before: dict[int, str] = {}
    after: dict[int, tuple[str, datetime]] = {}
    keys = {action.pk: action for action in held.actions}
    syntheses = Synthesis.objects.filter(action__in=keys).order_by("written_at", "pk")
    for key, weather, at in syntheses.values_list("action_id", "weather", "written_at"):
        if at < moment:
            before[key] = weather
        else:
            after[key] = (weather, at)
    told = []
    for key, (weather, at) in after.items():
        if key in before and before[key] != weather:
            day = timezone.localtime(at).date()
            was, now = (str(Weather(each).label).lower() for each in (before[key], weather))
            told.append((day, f"{keys[key]} : la météo passe de « {was} » à « {now} » ({french.day(day)})."))
    return told


def _steps(held: Portfolio, since: date) -> list[tuple[date, str]]:
    """Steps that were done, by action."""
    done: dict[int, list[Step]] = defaultdict(list)
    keys = {action.pk: action for action in held.actions}
    for step in Step.objects.filter(action__in=keys, done_on__gte=since, done_on__lte=held.today).order_by("done_on"):
        done[step.action_id].append(step)
    told = []
    for key, steps in done.items():
        titles = ", ".join(f"« {step.title} »" for step in steps)
        word = french.plural(len(steps), "étape faite", "étapes faites")
        last: Any = steps[-1].done_on
        told.append((last, f"{keys[key]} : {word}, {titles}."))
    return told


def moved(held: Portfolio, since: date) -> list[str]:
    """What moved, the last first: what began and ended, then weathers, then steps."""
    told = [*_lives(held, since), *_skies(held, since), *_steps(held, since)]
    return [words for _, words in sorted(told, key=lambda pair: pair[0], reverse=True)]


def coming(held: Portfolio, meetings: Iterable[Meeting], decisions: Iterable[Decision]) -> list[tuple[date, str]]:
    """The next dates: meetings, ends of actions, milestones, decisions, the soonest first."""
    until = held.today + timedelta(COMING_DAYS)
    dates = [(timezone.localtime(meeting.starts_at).date(), f"Réunion : {meeting.body.name}") for meeting in meetings]
    for action in held.open:
        if _within(action.ends_on, held.today, until):
            dates.append((action.ends_on, f"Fin prévue : {action}"))
        for step in action.steps.all():
            if step.milestone and step.done_on is None and _within(step.due_on, held.today, until):
                dates.append((step.due_on, f"Jalon « {step.title} » : {action}"))
    for decision in decisions:
        if decision.due_on and _within(decision.due_on, held.today, until):
            dates.append((decision.due_on, f"Échéance de la décision : {decision.item.title}"))
    return sorted(dates, key=lambda pair: pair[0])
