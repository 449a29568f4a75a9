"""The rows of steps of a workbook: which are new in their action, which change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from maillage.steering.actions.models import Action, Step
from maillage.steering.exchange.cells import bare, day
from maillage.steering.exchange.changes import Change
from maillage.steering.exchange.columns import STEP_COLUMNS, step_row, worded
from maillage.steering.exchange.reading import Fault, Line

HEAVIEST = 1000
DATES = ("starts_on", "due_on", "done_on")
BLANK = ("", "", "", "", "", "non", "1")
YES, NO = ("oui", "vrai", "1", "x"), ("", "non", "faux", "0")


@dataclass(slots=True)
class Plan:
    """The steps of an action to write; empty when nothing changes.

    `changes` are the cells that differ from what is kept, `lines` the rows it was read from.
    """

    steps: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.steps)


def _fill(step: Step, line: Line, today: date) -> list[Fault]:
    """Write the cells of a row in a step; what is wrong."""
    wrong = []
    for name in DATES:
        if name in line.cells:
            try:
                setattr(step, name, day(line.cells[name]))
            except ValueError:
                wrong.append(line.fault(name, "ce n’est pas une date", "Écrivez-la 12/03/2026."))
    if "milestone" in line.cells:
        milestone = str(line.cells["milestone"] or "").lower()
        if milestone not in (*YES, *NO):
            wrong.append(line.fault("milestone", "ni oui ni non", "Écrivez oui ou non."))
        step.milestone = milestone in YES
    if "weight" in line.cells and line.cells["weight"] not in (None, ""):
        weight = str(line.cells["weight"])
        if weight.isascii() and weight.isdecimal() and int(weight[:6]) <= HEAVIEST:
            step.weight = int(weight)
        else:
            wrong.append(line.fault("weight", "ce n’est pas un poids", f"Écrivez un nombre de 0 à {HEAVIEST}."))
    if step.done_on and step.done_on > today:
        wrong.append(line.fault("done_on", "ce jour n’est pas encore venu", "Corrigez-le, ou videz-le."))
    if step.starts_on and step.due_on and step.due_on < step.starts_on:
        wrong.append(line.fault("due_on", "la fin prévue vient avant le début", "Corrigez l’une des deux."))
    return wrong


def _words(step: Step) -> tuple[str, ...]:
    return tuple(map(worded, step_row("", step)))


def _changes(line: Line, title: str, before: tuple[str, ...], after: tuple[str, ...]) -> list[Change]:
    """What differs in a step, each cell told with the title of the step; its title when it is new."""
    changes = []
    for column, was, now in zip(STEP_COLUMNS, before, after, strict=True):
        if column.field == "title":
            was, now = ("", title) if before is BLANK else ("", "")
        what = "Étape" if column.field == "title" else f"Étape « {title} », {column.head.lower()}"
        if was != now:
            changes.append(Change(column.field, line.places.get(column.field, ""), what, was, now))
    return changes


def planned(
    lines: list[Line], actions: Mapping[str, Action], named: set[str], today: date
) -> Iterator[tuple[str, Plan, list[Fault]]]:
    """For each action with rows: its code, the steps to write, what is wrong. `named` are the codes of the other sheet.

    Two steps of the same title are matched in their order.
    """
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        if "code" not in line.cells:
            yield "", Plan(lines=[line]), line.unread
            continue
        grouped.setdefault(str(line.cells.get("code") or ""), []).append(line)
    for code, mine in grouped.items():
        action, wrong = actions.get(code), []
        if action is None:
            if code not in named:
                advice = "Ajoutez sa ligne dans la feuille « Actions », ou corrigez ce code."
                wrong = [line.fault("code", "action inconnue", advice) for line in mine]
            yield code, Plan(lines=mine), wrong
            continue
        yield code, *_plan(action, mine, today)


def _plan(action: Action, lines: list[Line], today: date) -> tuple[Plan, list[Fault]]:
    kept: dict[str, list[Step]] = {}
    have = list(action.steps.all()) if action.pk else []
    for step in have:
        kept.setdefault(bare(step.title), []).append(step)
    plan, wrong, rank = Plan(lines=lines), [], max((step.rank for step in have), default=0)
    for line in lines:
        wrong += line.unread
        if "title" not in line.cells:
            continue
        title = bare(str(line.cells["title"] or ""))
        if not title or len(title) > 250:
            wrong.append(line.fault("title", "un titre de 1 à 250 signes est attendu", "Écrivez-le."))
            continue
        old = kept[title].pop(0) if kept.get(title) else None
        rank += old is None
        step = old or Step(title=title, rank=rank)
        before = _words(step) if old else BLANK
        wrong += _fill(step, line, today)
        changes = _changes(line, title, before, _words(step))
        if old is None or changes:
            wrong += filter(None, (line.unseen(change.field) for change in changes))
            plan.steps.append(step)
            plan.changes += changes
    return plan, wrong
