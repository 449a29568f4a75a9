"""What was changed in a sheet, when and by whom, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models

from maillage.directory.models import Organisation, User
from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Node, Strategy

SILENT = {"id", "version", "created_at", "changed_at", "heard_at", "simulated", "action", "rank"}
MANY = {"nodes": ("node", Node), "partners": ("organisation", Organisation), "shared_with": ("strategy", Strategy)}
PARTS = {"steps": "Étape", "risks": "Risque", "effects": "Effet attendu", "documents": "Document"}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Past:
    """A change: when, by whom (empty when unknown), of what, and its lines (what, before, after)."""

    at: datetime
    who: str
    what: str
    lines: tuple[tuple[str, str, str], ...]


def worded(field: "models.Field[Any, Any]", value: Any) -> str:
    """A value of a field, as a reader is told it."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return french.day(value)
    if isinstance(value, Decimal):
        return french.number(float(value), 4)
    return str(value)


Held = dict[tuple[str, int], list[int]]


def _held(records: Sequence[Any]) -> Held:
    """The keys of what each of these records of a sheet held, by field and record: one query a field."""
    held: Held = {}
    kept = [record.pk for record in records]
    for name, (key, _) in MANY.items():
        through = getattr(type(records[0]), name)
        for history, pk in through.filter(history__in=kept).values_list("history", f"{key}_id"):
            held.setdefault((name, history), []).append(pk)
    return held


def _names(records: Sequence[Any], held: Held) -> dict[tuple[str, int], str]:
    """The names of what these records point to, in one query each."""
    asked: dict[str, set[int]] = {}
    models_of: dict[str, Any] = {"pilot": User, "lead": Organisation, "strategy": Strategy}
    for record in records:
        for name in models_of:
            if pk := getattr(record, f"{name}_id", None):
                asked.setdefault(name, set()).add(pk)
    for (name, _), keys in held.items():
        asked.setdefault(name, set()).update(keys)
    models_of |= {name: model for name, (_, model) in MANY.items()}
    return {
        (name, each.pk): str(each)
        for name, keys in asked.items()
        for each in models_of[name].objects.filter(pk__in=keys)
    }


def _values(record: Any, names: dict[tuple[str, int], str], held: Held) -> dict[str, str]:
    """What a record says, by the label of each field."""
    values = {}
    for field in record.tracked_fields:
        if field.name in SILENT:
            continue
        value = getattr(record, field.attname)
        if field.is_relation:
            text = names.get((field.name, value), "ce qui a été supprimé") if value else ""
        else:
            text = worded(field, value)
        values[french.capital(str(field.verbose_name))] = text
    for name in MANY:
        if hasattr(record, name):
            keys = held.get((name, record.pk), [])
            many: Any = Action._meta.get_field(name)
            label = french.capital(str(many.verbose_name))
            values[label] = ", ".join(
                sorted((names.get((name, pk), "ce qui a été supprimé") for pk in keys), key=alphabetical)
            )
    return values


def _lines(before: dict[str, str], after: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((label, before.get(label, ""), text) for label, text in after.items() if before.get(label, "") != text)


def _who(record: Any) -> str:
    return str(record.history_user) if record.history_user_id and record.history_user else ""


def _of(records: list[Any], what: str, names: dict[tuple[str, int], str], held: Held) -> Iterator[Past]:
    """The changes between these records of one object, oldest first."""
    if not records:
        return
    values = [_values(record, names, held) for record in records]
    first = records[0]
    if first.history_type != "-":
        yield Past(first.history_date, _who(first), f"{what} : création", ())
    for (_, before), (record, after) in pairwise(zip(records, values, strict=True)):
        if record.history_type == "-":
            yield Past(record.history_date, _who(record), f"{what} : suppression", ())
        elif lines := _lines(before, after):
            yield Past(record.history_date, _who(record), what, lines)


def past(action: Action, levels: Sequence[str] = Visibility.values) -> list[Past]:
    """Every change of a sheet and of its parts, newest first; of a document, when `levels` hold all it ever was at."""
    kept: Any = action.history
    mine = list(kept.select_related("history_user").order_by("history_date", "history_id"))
    held = _held(mine) if mine else {}
    changes = list(_of(mine, "Fiche", _names(mine, held), held))
    for name, label in PARTS.items():
        model: Any = Action._meta.get_field(name).related_model
        records: dict[int, list[Any]] = {}
        rows = model.history.filter(action_id=action.pk).select_related("history_user")
        for record in rows.order_by("history_date", "history_id"):
            records.setdefault(record.id, []).append(record)
        for each in records.values():
            if any(getattr(record, "visibility", levels[0]) not in levels for record in each):
                continue
            title = str(getattr(each[-1], "title", "") or getattr(each[-1], "indicator", ""))
            changes += _of(each, f"{label} « {title[:LONGEST]} »", {}, {})
    return sorted(changes, key=lambda change: change.at, reverse=True)
