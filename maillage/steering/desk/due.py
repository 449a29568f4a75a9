"""What is due to somebody: their actions to be told, the decisions they answer for, their meetings. The desk shows it,
the mail tells it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.rights import memberships
from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Meeting, Stage
from maillage.steering.rights import Act, doable
from maillage.steering.targets import asking, progress
from maillage.steering.targets.models import Entry, Sheet, State
from maillage.steering.validity import closed

SOON_DAYS = 14
MEETINGS_DAYS = 120
MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Due:
    """A thing due. `key` names the fact for a month: it is told once by mail; `why` is in words."""

    key: str
    title: str
    page: str
    why: tuple[str, ...]
    thing: Any


def my_actions(person: Any) -> QuerySet[Action]:
    """The open actions somebody pilots."""
    open_actions = Action.objects.filter(pilot=person, status__in=standing.OPEN)
    return open_actions.select_related("strategy", "lead").prefetch_related("steps").order_by("ends_on", "code")


def orphans(person: Any) -> QuerySet[Action]:
    """The open actions without pilot, led by an organisation of somebody who may update them."""
    mine = [membership.organisation for membership in memberships(person)]
    open_actions = Action.objects.filter(
        doable(person, Act.UPDATE), pilot=None, status__in=standing.OPEN, lead__in=mine
    )
    return open_actions.select_related("strategy", "lead").order_by("ends_on", "code")


def why_action(action: Action, today: date) -> tuple[str, ...]:
    """Why an action is to be updated, in words; nothing when it is not."""
    reasons = []
    if action.late(today):
        reasons.append(f"elle devait être terminée le {french.day(action.ends_on)}")
    late = [step for step in action.steps.all() if step.late(today)]
    if late:
        first = min(late, key=lambda step: step.due_on or today)
        reasons.append(f"l’étape « {first.title} » devait être terminée le {french.day(first.due_on)}")
    if standing.is_silent(action, today):
        heard = action.heard_at
        since = f"depuis le {french.day(timezone.localtime(heard).date())}" if heard else "depuis sa saisie"
        reasons.append(f"elle est sans nouvelles {since}")
    return tuple(reasons)


def actions(person: Any, today: date) -> list[Due]:
    """The actions that somebody pilots and must tell about."""
    facts = []
    for action in my_actions(person):
        why = why_action(action, today)
        if why:
            key = f"action:{action.pk}:{today:{MONTH}}"
            facts.append(Due(key, str(action), action.page, why, action))
    return facts


def decisions(person: Any) -> QuerySet[Decision]:
    """The open decisions that somebody answers for."""
    open_decisions = Decision.objects.filter(following.OPEN & access.mine(person)).distinct()
    return open_decisions.select_related("item__meeting__body", "action", "owner")


def near_decisions(person: Any, today: date) -> list[Due]:
    """Those whose term is past, or near."""
    facts = []
    for decision in decisions(person).filter(due_on__lte=today + timedelta(days=SOON_DAYS)):
        late = decision.late(today)
        why = f"elle {'devait' if late else 'doit'} être faite avant le {french.day(decision.due_on)}"
        # Told once before its term, and once a month after.
        key = f"decision:{decision.pk}:{f'{today:{MONTH}}' if late else 'avant'}"
        facts.append(Due(key, decision.item.title, decision.page, (why,), decision))
    return facts


def meetings(person: Any, now: datetime, days: int = MEETINGS_DAYS) -> QuerySet[Meeting]:
    """The coming meetings where somebody sits, or that they hold."""
    bodies = Body.objects.filter(Q(seats__person=person, seats__left_on=None) | access.run_by(person))
    today = timezone.localtime(now).date()
    start = timezone.make_aware(datetime.combine(today, time.min))
    coming_meetings = Meeting.objects.filter(
        body__in=bodies, starts_at__gte=start, starts_at__lt=now + timedelta(days=days)
    )
    return coming_meetings.exclude(stage=Stage.CANCELLED).select_related("body").order_by("starts_at", "pk")


def near_meetings(person: Any, now: datetime) -> list[Due]:
    """Those of the next days."""
    facts = []
    for meeting in meetings(person, now, SOON_DAYS):
        key = f"reunion:{meeting.pk}:{meeting.sequence}"
        facts.append(Due(key, str(meeting), meeting.page, (meeting.hours,), meeting))
    return facts


def told_by_mail(person: Any, now: datetime) -> Iterator[Due]:
    """All that a mail would say today."""
    today = timezone.localtime(now).date()
    yield from actions(person, today)
    yield from near_decisions(person, today)
    yield from near_meetings(person, now)


def values(today: date) -> dict[int, list[Due]]:
    """The values that are late and were not asked yet, by the key of the person who gives them."""
    facts: dict[int, list[Due]] = defaultdict(list)
    for late_value in asking.due(today):
        key = f"valeur:{late_value.sheet.pk}:{late_value.territory}:{late_value.period}"
        why = (f"la valeur de {_period(late_value.period)} est attendue",)
        facts[late_value.person.pk].append(Due(key, late_value.sheet.title, late_value.sheet.page, why, late_value))
    return facts


def _period(code: str) -> str:
    return Period.parse(code).label


def awaited(person: Any, today: date) -> list[tuple[Sheet, str, str]]:
    """The late values that somebody gives, asked by mail or not: sheet, territory, period in words. None of a closed
    series."""
    given = Entry.objects.filter(state__in=(State.ACCEPTED, State.PROPOSED), source="")
    late_values = []
    for sheet in Sheet.objects.filter(indicator="", person=person).exclude(closed(today)):
        period = progress.ended(sheet.frequency, today, 1)[0].code
        known = set(given.filter(sheet=sheet, period=period).values_list("territory", flat=True))
        for ref in map(str, typed.refs(sheet.territories)):
            if ref not in known:
                late_values.append((sheet, ref, _period(period)))
    return late_values
