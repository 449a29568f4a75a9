"""The rows of steps of a workbook: which are new in their action, which change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from maillage.steering.actions.exchange.reading import Fault, Line, day
from maillage.steering.actions.models import Action, Step

HEAVIEST = 1000
DATES = ("starts_on", "due_on", "done_on")
YES, NO = ("oui", "vrai", "1", "x"), ("", "non", "faux", "0")


@dataclass(slots=True)
class Plan:
    """The steps of an action to write; empty when nothing changes. `lines` are the rows it was read from."""

    steps: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.steps)


def _fill(step: Step, line: Line) -> list[Fault]:
    """Write the cells of a row in a step; what is wrong."""
    wrong = []
    for name in DATES:
        if name in line.cells:
            try:
                setattr(step, name, day(line.cells[name]))
            except ValueError:
                wrong.append(line.fault(name, "ce n’est pas une date", "Écrivez-la 12/03/2026."))
    if "milestone" in line.cells:
        told = str(line.cells["milestone"] or "").lower()
        if told not in (*YES, *NO):
            wrong.append(line.fault("milestone", "ni oui ni non", "Écrivez oui ou non."))
        step.milestone = told in YES
    if "weight" in line.cells and line.cells["weight"] not in (None, ""):
        told = str(line.cells["weight"])
        if told.isascii() and told.isdecimal() and int(told[:6]) <= HEAVIEST:
            step.weight = int(told)
        else:
            wrong.append(
                line.fault("weight", "ce n’est pas un poids", f"Écrivez un nombre de 0 à {HEAVIEST}.")
            )
    if step.starts_on and step.due_on and step.due_on < step.starts_on:
        wrong.append(line.fault("due_on", "la fin prévue vient avant le début", "Corrigez l’une des deux."))
    return wrong


def _told(step: Step) -> tuple[object, ...]:
    return (step.starts_on, step.due_on, step.done_on, step.milestone, step.weight)


def planned(
    lines: list[Line], actions: Mapping[str, Action], named: set[str]
) -> Iterator[tuple[str, Plan, list[Fault]]]:
    """For each action with rows: its code, the steps to write, what is wrong. `named` are the codes of the other sheet.

    Two steps of the same title are matched in their order.
    """
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(str(line.cells.get("code") or ""), []).append(line)
    for code, mine in grouped.items():
        action, wrong = actions.get(code), []
        if action is None:
            if code not in named:
                advice = "Ajoutez sa ligne dans la feuille « Actions », ou corrigez ce code."
                wrong = [line.fault("code", "action inconnue", advice) for line in mine]
            yield code, Plan(lines=mine), wrong
            continue
        yield code, *_plan(action, mine)


def _plan(action: Action, lines: list[Line]) -> tuple[Plan, list[Fault]]:
    kept: dict[str, list[Step]] = {}
    have = list(action.steps.all()) if action.pk else []
    for step in have:
        kept.setdefault(step.title, []).append(step)
    plan, wrong, rank = Plan(lines=lines), [], max((one.rank for one in have), default=0)
    for line in lines:
        title = str(line.cells.get("title") or "")
        if not title or len(title) > 250:
            wrong.append(line.fault("title", "un titre de 1 à 250 signes est attendu", "Écrivez-le."))
            continue
        old = kept[title].pop(0) if kept.get(title) else None
        rank += old is None
        step = old or Step(title=title, rank=rank)
        before = _told(step)
        wrong += _fill(step, line)
        if old is None or _told(step) != before:
            plan.steps.append(step)
    return plan, wrong
