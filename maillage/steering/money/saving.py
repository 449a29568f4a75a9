"""Writing the budget and the financing plan of an action together: all of it or nothing, and never over what somebody
else wrote meanwhile without being told.

The version of a budget is that of the last change of its lines and of its fundings; a change of the sheet does not
count as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.money.models import BudgetLine, Envelope, Funding


class Stale(Exception):
    """Somebody else wrote this budget meanwhile."""


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


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed a budget last (empty when nobody signed in did), and when."""

    author: str
    at: datetime


def _histories() -> tuple[Any, Any]:
    return BudgetLine.history.model, Funding.history.model


def version(action: Action) -> str:
    """The version of the budget of an action, as a form keeps it: « 12-7 »."""
    return "-".join(
        str(model.objects.filter(action_id=action.pk).aggregate(last=Max("history_id"))["last"] or 0)
        for model in _histories()
    )


def last(action: Action) -> Change | None:
    """The last change of the budget, None when it never changed."""
    found = [
        row
        for model in _histories()
        for row in model.objects.filter(action_id=action.pk)
        .select_related("history_user")
        .order_by("-history_id")[:1]
    ]
    if not found:
        return None
    newest = max(found, key=lambda row: row.history_date)
    return Change(str(newest.history_user or ""), newest.history_date)


def _seen(seen: str) -> list[int]:
    parts = seen.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdecimal() and len(part) < 15 for part in parts):
        raise UsageError("Ce formulaire est incomplet : rechargez la page.")
    return [int(part) for part in parts]


def _budget(lines: Iterable[Any], fundings: Iterable[Any]) -> Budget:
    return Budget(
        {(one.year, one.kind): (one.planned, one.real) for one in lines},
        tuple(
            Given(
                pk,
                one.funder_id,
                one.funder_name,
                one.envelope_id,
                one.amount,
                one.state,
                one.decided_on,
                one.note,
            )
            for pk, one in ((getattr(one, "id", one.pk), one) for one in fundings)
        ),
    )


def now(action: Action) -> Budget:
    """The budget of an action."""
    lines = BudgetLine.objects.filter(action=action).order_by("year", "kind")
    return _budget(lines, Funding.objects.filter(action=action).order_by("pk"))


def at_version(action: Action, seen: str) -> Budget:
    """The budget as it was at a version. Raises UsageError for what is not one."""
    told = []
    for model, number in zip(_histories(), _seen(seen), strict=True):
        rows = model.objects.filter(action_id=action.pk, history_id__lte=number).order_by("history_id")
        # The last state of each row, without those that were taken away.
        latest = {row.id: row for row in rows}
        told.append([row for _, row in sorted(latest.items()) if row.history_type != "-"])
    return _budget(*told)


def _check(action: Action, wanted: Budget) -> None:
    here = set(Funding.objects.filter(action=action).values_list("pk", flat=True))
    if any(given.pk is not None and given.pk not in here for given in wanted.fundings):
        raise ValidationError("Un de ces financements a été retiré : rechargez la page.")
    known = set(
        Envelope.objects.filter(
            Q(strategy=action.strategy) | Q(strategy__in=action.shared_with.all())
        ).values_list("pk", flat=True)
    )
    if any(one.envelope is not None and one.envelope not in known for one in wanted.fundings):
        raise ValidationError("Cette enveloppe n’est pas d’une stratégie de l’action.")


@transaction.atomic
def save(action: Action, author: User | None, wanted: Budget, seen: str | None = None) -> None:
    """Write a budget. `seen` is the version that was read; None writes over any. Raises Stale, and ValidationError."""
    Action.objects.select_for_update().get(pk=action.pk)
    if seen is not None and _seen(seen) != _seen(version(action)):
        raise Stale
    _check(action, wanted)
    _save_lines(action, author, wanted)
    _save_fundings(action, author, wanted)


def _write(thing: Any, author: User | None, **values: Any) -> None:
    """Save what changed, once checked."""
    if thing.pk is not None and all(getattr(thing, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(thing, name, value)
    thing.full_clean()
    thing._history_user = author
    thing.save()


def _drop(thing: Any, author: User | None) -> None:
    thing._history_user = author
    thing.delete()


def _save_lines(action: Action, author: User | None, wanted: Budget) -> None:
    here = {(one.year, one.kind): one for one in BudgetLine.objects.filter(action=action)}
    for key, one in here.items():
        if key not in wanted.lines:
            _drop(one, author)
    for (year, kind), (planned, real) in sorted(wanted.lines.items()):
        line = here.get((year, kind)) or BudgetLine(action=action, year=year, kind=kind)
        _write(line, author, planned=planned, real=real)


def _save_fundings(action: Action, author: User | None, wanted: Budget) -> None:
    here = {one.pk: one for one in Funding.objects.filter(action=action)}
    kept = {one.pk for one in wanted.fundings}
    for pk, funding in here.items():
        if pk not in kept:
            _drop(funding, author)
    for one in wanted.fundings:
        funding = here.get(one.pk or 0) or Funding(action=action)
        values = {each.name: getattr(one, each.name) for each in fields(one) if each.name != "pk"}
        values["funder_id"], values["envelope_id"] = values.pop("funder"), values.pop("envelope")
        _write(funding, author, **values)
