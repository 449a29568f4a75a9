"""Actions in time, drawn on the server: what was planned above, what is real below, steps, today. The page tells the
same in a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from textwrap import shorten
from typing import Any

from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Status
from maillage.web.drawing import paper

NAMES, WIDTH, ROW, HEAD = 350, 820, 34, 44
PAPER = 480
"""The width of the time on paper, where letters must stay large enough to be read."""
MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
LONGEST_NAME = 46
MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The time a drawing covers: whole months."""

    first: date
    last: date
    width: int = WIDTH

    def x(self, day: date) -> float:
        """Where a day is, inside the drawing."""
        inside = min(max(day, self.first), self.last)
        whole = (self.last - self.first).days or 1
        return round(NAMES + self.width * (inside - self.first).days / whole, 1)

    def months(self) -> list[date]:
        """The first day of each of its months."""
        months, month = [], self.first
        while month < self.last:
            months.append(month)
            month = (month + timedelta(32)).replace(day=1)
        return months


def _days(action: Action) -> Iterable[date]:
    days = [action.starts_on, action.ends_on, action.started_on, action.ended_on]
    days += [day for step in action.steps.all() for day in (step.due_on, step.done_on)]
    return (day for day in days if day)


def span(actions: Sequence[Action], today: date) -> Span | None:
    """From the first date to the last, today within; None when nothing has a date; twelve years at most."""
    days = sorted(day for action in actions for day in _days(action))
    if not days:
        return None
    low, high = (today.replace(year=today.year - MOST_YEARS // 2, day=1), today + timedelta(366 * MOST_YEARS // 2))
    first = max(min(days[0], today), low).replace(day=1)
    last = (min(max(days[-1], today), high) + timedelta(32)).replace(day=1)
    return Span(first, last)


def _ruler(time: Span, height: int) -> str:
    months = time.months()
    every = 1 if len(months) <= 14 else 3 if len(months) <= 50 else 6
    drawn = []
    for month in months:
        x = time.x(month)
        if month.month == 1 or month == months[0]:
            drawn.append(f'<text class="year" x="{x + 4}" y="14">{month.year}</text>')
        if (month.month - 1) % every == 0:
            kind = "year-line" if month.month == 1 else "month-line"
            drawn.append(f'<path class="{kind}" d="M{x} 20V{height}"/>')
            drawn.append(f'<text class="month" x="{x + 4}" y="34">{MONTHS[month.month - 1]}</text>')
    return "".join(drawn)


def _bar(kind: str, time: Span, start: date, end: date, y: float, tall: int) -> str:
    x = time.x(start)
    wide = max(round(time.x(end) - x, 1), 3)
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{wide}" height="{tall}"/>'


def _steps(action: Action, time: Span, y: float, today: date) -> str:
    drawn = []
    for step in action.steps.all():
        day = step.done_on or step.due_on
        if day is None or not time.first <= day <= time.last:
            continue
        late = step.late(today) and Status(action.status).open
        kind = "done" if step.done_on else "late" if late else "ahead"
        x, half = time.x(day), 6 if step.milestone else 4
        words = f"{step.title}, {french.day(day)}"
        drawn.append(
            f'<path class="step-{kind}" d="M{x} {y - half}l{half} {half}l{-half} {half}l{-half} {-half}z">'
            f"<title>{escape(words)}</title></path>"
        )
    return "".join(drawn)


def _row(action: Action, address: str, time: Span, y: int, today: date) -> str:
    name = escape(shorten(f"{action.code} {action.title}", LONGEST_NAME, placeholder="…"))
    drawn = f'<text class="name" x="0" y="{y + 21}">{name}</text>'
    if address:
        drawn = f'<a href="{escape(address)}">{drawn}</a>'
    start, end = action.starts_on or action.ends_on, action.ends_on or action.starts_on
    if start and end:
        drawn += _bar("planned", time, start, end, y + 6, 9)
    if action.started_on:
        # The end of what is over and has no date is not known: its beginning alone is drawn.
        over = action.ended_on or (today if Status(action.status).open else action.started_on)
        dropped = action.status == Status.DROPPED
        if over >= action.started_on:
            drawn += _bar("dropped" if dropped else "real", time, action.started_on, over, y + 17, 9)
    if action.late(today) and action.ends_on:
        drawn += _bar("overdue", time, action.ends_on, today, y + 17, 9)
    return f"{drawn}{_steps(action, time, y + 21.5, today)}"


def drawn(actions: Sequence[Action], addresses: Sequence[str], today: date) -> str:
    """The drawing, a row for each action, its name leading to its page; empty when nothing has a date."""
    time = span(actions, today)
    if time is None:
        return ""
    height = HEAD + ROW * len(actions) + 8
    hatch = (
        '<defs><pattern id="gantt-late" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="late-ground" d="M0 0h6v6H0z"/>'
        '<path class="late-line" d="M0 0V6"/></pattern></defs>'
    )
    between = f"du {french.day(time.first)} au {french.day(time.last)}"
    said = f"{french.counted(len(actions), 'action')} dans le temps, {between}"
    return (
        f'<svg class="gantt" viewBox="0 0 {NAMES + WIDTH + 10} {height}" width="{NAMES + WIDTH + 10}" '
        f'height="{height}" role="group" aria-label="{said}. Le tableau qui suit dit la même chose.">'
        f"{hatch}{_inside(actions, addresses, time, height, today)}</svg>"
    )


def _inside(actions: Sequence[Action], addresses: Sequence[str], time: Span, height: int, today: date) -> str:
    """The ruler, the rows, today."""
    rows = "".join(
        f'<path class="row-line" d="M0 {HEAD + ROW * rank}H{NAMES + time.width}"/>'
        f"{_row(action, addresses[rank], time, HEAD + ROW * rank, today)}"
        for rank, action in enumerate(actions)
    )
    x = time.x(today)
    now = (
        f'<path class="today" d="M{x} 20V{height}"/>'
        f'<text class="today-word" x="{x + 4}" y="{height - 4}">aujourd’hui</text>'
    )
    return f"{_ruler(time, height)}{rows}{now}"


def picture(actions: Sequence[Action], today: date) -> str:
    """The drawing on paper, for a document; empty when nothing has a date."""
    time = span(actions, today)
    if time is None:
        return ""
    height = HEAD + ROW * len(actions) + 8
    narrow = replace(time, width=PAPER)
    drawn = _inside(actions, [""] * len(actions), narrow, height, today)
    return paper.sheet(drawn, NAMES + PAPER + 60, height)


def calendar_rows(actions: list[Action], addresses: list[str]) -> list[dict[str, Any]]:
    """What the drawing shows, in words."""
    today = timezone.localdate()
    rows = []
    for rank, action in enumerate(actions):
        left = [step for step in action.steps.all() if step.done_on is None]
        late = sum(step.late(today) for step in left) if Status(action.status).open else 0
        rows.append(
            {
                "action": action,
                "address": addresses[rank],
                "status": Status(action.status).label,
                "planned": (french.day(action.starts_on), french.day(action.ends_on)),
                "real": standing.real_dates(action),
                "late": action.late(today),
                "left": len(left),
                "late_steps": late,
            }
        )
    return rows
