"""How an action stands: late, silent, stormy, without pilot, how much of it is done. Each rule is written once, here,
as a condition on rows and as an answer about one action."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions.models import Action, Status, Step, Synthesis, Weather

STARTED = (Status.RUNNING, Status.PAUSED, Status.DONE)
OPEN = [status.value for status in Status if status.open]
# An action to be studied is not expected to give news yet.
EXPECTED = [Status.PLANNED.value, Status.RUNNING.value, Status.PAUSED.value]
STORMY = [Weather.COVERED.value, Weather.STORM.value]
SILENT_AFTER_MONTHS = 3


def months_before(day: date, months: int) -> date:
    """The same day some months before, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def silent_before(today: date) -> datetime:
    """The moment before which the last news of an action are too old."""
    day = months_before(today, SILENT_AFTER_MONTHS)
    return timezone.make_aware(datetime.combine(day, time.min))


def late(today: date) -> Q:
    """Should be over, and is not."""
    return Q(status__in=OPEN, ends_on__lt=today)


def step_late(today: date) -> Q:
    """Open, with a step that should be over and is not."""
    steps = Step.objects.filter(action=OuterRef("pk"), done_on=None, due_on__lt=today)
    return Q(status__in=OPEN) & Q(Exists(steps))


def silent(today: date) -> Q:
    """Under way or planned, and nothing heard for three months, or ever since it was entered."""
    limit = silent_before(today)
    return Q(status__in=EXPECTED) & (Q(heard_at__lt=limit) | Q(heard_at=None, created_at__lt=limit))


def without_pilot() -> Q:
    """Open, and nobody is in charge."""
    return Q(status__in=OPEN, pilot=None)


def weather() -> Subquery:
    """The weather of the last synthesis, None without any."""
    syntheses = Synthesis.objects.filter(action=OuterRef("pk")).order_by("-written_at", "-pk")
    return Subquery(syntheses.values("weather")[:1])


def is_silent(action: Action, today: date) -> bool:
    """`silent`, of one action."""
    heard = action.heard_at or action.created_at
    return action.status in EXPECTED and heard < silent_before(today)


def missing_dates(action: Action) -> tuple[str, ...]:
    """The real dates that its status says there are and that nobody gave: « début réel », « fin réelle »."""
    status = Status(action.status)
    dates = []
    if status in STARTED and action.started_on is None:
        dates.append("Début réel")
    if not status.open and action.ended_on is None:
        dates.append("Fin réelle")
    return tuple(dates)


def real_dates(action: Action) -> tuple[str, str]:
    """Its real beginning and end in words: the day, « pas encore », or « non renseigné » when nobody gave it."""
    status = Status(action.status)
    ahead = status in (Status.IDEA, Status.PLANNED)
    return (
        french.day(action.started_on) or ("pas encore" if ahead else "non renseigné"),
        french.day(action.ended_on) or ("pas encore" if status.open else "non renseignée"),
    )


def progress(steps: Iterable[Step]) -> Fraction | None:
    """The share of steps done, each by its weight, from 0 to 1; None when nothing is planned or weighs anything."""
    plan = list(steps)
    whole = sum(step.weight for step in plan)
    return Fraction(sum(step.weight for step in plan if step.done_on), whole) if whole else None
