"""Writing the budget and the financing plan of an action together: all of it or nothing."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.money.models import BudgetLine, Envelope, Funding

ROWS = (BudgetLine, Funding)
"""What the version of a budget counts; a change of the sheet does not count as one."""


@dataclass(frozen=True, slots=True)
class Given:
    """A funding as it is to be; `pk` None for a new one."""

    pk: int | None
    funder: int | None
    funder_name: str
    envelope: int | None
    amount: Decimal
    state: str
    decided_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """A whole budget: planned and real by year and kind, fundings. What is not in it is taken away."""

    lines: dict[tuple[int, str], tuple[Decimal, Decimal | None]] = field(default_factory=dict)
    fundings: tuple[Given, ...] = ()


def now(action: Action) -> Budget:
    """The budget of an action."""
    lines = BudgetLine.objects.filter(action=action).order_by("year", "kind")
    names = ("pk", "funder_id", "funder_name", "envelope_id", "amount", "state", "decided_on", "note")
    fundings = Funding.objects.filter(action=action).order_by("pk").values_list(*names)
    return Budget(
        {(line.year, line.kind): (line.planned, line.real) for line in lines},
        tuple(Given(*values) for values in fundings),
    )


def _check(action: Action, wanted: Budget) -> None:
    here = set(Funding.objects.filter(action=action).values_list("pk", flat=True))
    if any(given.pk is not None and given.pk not in here for given in wanted.fundings):
        raise ValidationError("Un de ces financements a été retiré : rechargez la page.")
    known = set(
        Envelope.objects.filter(Q(strategy=action.strategy) | Q(strategy__in=action.shared_with.all())).values_list(
            "pk", flat=True
        )
    )
    if any(given.envelope is not None and given.envelope not in known for given in wanted.fundings):
        raise ValidationError("Cette enveloppe n’est pas d’une stratégie de l’action.")


@transaction.atomic
def save(action: Action, author: User | None, wanted: Budget, seen: versions.Seen = None) -> None:
    """Write a budget. `seen` is the version that was read. Raises Stale, and ValidationError."""
    versions.hold(action, seen, *ROWS)
    _check(action, wanted)
    _save_lines(action, author, wanted)
    _save_fundings(action, author, wanted)


def _write(thing: Any, author: User | None, **values: Any) -> None:
    """Write what changed."""
    if thing.pk is not None and all(getattr(thing, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(thing, name, value)
    versions.write(thing, author)


def _save_lines(action: Action, author: User | None, wanted: Budget) -> None:
    here = {(line.year, line.kind): line for line in BudgetLine.objects.filter(action=action)}
    for key, line in here.items():
        if key not in wanted.lines:
            versions.drop(line, author)
    for (year, kind), (planned, real) in sorted(wanted.lines.items()):
        line = here.get((year, kind)) or BudgetLine(action=action, year=year, kind=kind)
        _write(line, author, planned=planned, real=real)


def _save_fundings(action: Action, author: User | None, wanted: Budget) -> None:
    here = {funding.pk: funding for funding in Funding.objects.filter(action=action)}
    kept = {given.pk for given in wanted.fundings}
    for pk, funding in here.items():
        if pk not in kept:
            versions.drop(funding, author)
    for given in wanted.fundings:
        funding = here.get(given.pk or 0) or Funding(action=action)
        values = {each.name: getattr(given, each.name) for each in fields(given) if each.name != "pk"}
        values["funder_id"], values["envelope_id"] = values.pop("funder"), values.pop("envelope")
        _write(funding, author, **values)
