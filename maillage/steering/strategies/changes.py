"""What changed in a strategy, by whom and when, in words: its sheet, its editions, their trees, its links."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from maillage.steering.strategies.models import Edition, Link, Node, Strategy

VERBS = {"+": "ajouté", "~": "changé", "-": "retiré"}
# Fields that follow from others, or that nobody reads.
SILENT = {"rank", "depth", "key"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that changed: its name, what it was, what it is."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change: when, by whom (empty when by nobody signed in), of what, and the fields in which it differs."""

    at: datetime
    author: str
    what: str
    verb: str
    fields: tuple[Field, ...]


def changes(strategy: Strategy) -> list[Change]:
    """Every change of a strategy, the last first."""
    records = [
        *_read(Strategy, "La fiche", id=strategy.pk),
        *_read(Edition, "L’édition", strategy_id=strategy.pk),
        *_read(Node, "", edition__strategy_id=strategy.pk),
        *_read(Link, "Le lien", source_id=strategy.pk),
    ]
    return sorted(records, key=lambda change: change.at, reverse=True)


def of_node(node: Node) -> list[Change]:
    """Every change of a node, the last first."""
    return sorted(_read(Node, "", id=node.pk), key=lambda change: change.at, reverse=True)


def _read(model: Any, what: str, **which: Any) -> list[Change]:
    """The changes of the things of a model, each told by what it differs from the one before."""
    records = model.history.filter(**which).select_related("history_user").order_by("id", "history_id")
    before: dict[int, Any] = {}
    history = []
    for record in records:
        former = before.get(record.id)
        before[record.id] = record
        fields = _fields(model, former, record) if former is not None and record.history_type == "~" else ()
        if former is not None and record.history_type == "~" and not fields and not _moved(former, record):
            continue
        verb = "déplacé" if not fields and record.history_type == "~" else VERBS[record.history_type]
        author = str(record.history_user) if record.history_user else (record.history_change_reason or "")
        history.append(Change(record.history_date, author, f"{what} {_name(record)}".strip(), verb, fields))
    return history


def _moved(former: Any, record: Any) -> bool:
    return bool(getattr(former, "rank", 0) != getattr(record, "rank", 0))


def _name(record: Any) -> str:
    title = getattr(record, "title", "") or getattr(record, "name", "")
    if not title:
        return ""
    whole = f"{getattr(record, 'number', '')} {title}".strip()
    return f"« {whole} »"


def _fields(model: Any, former: Any, record: Any) -> tuple[Field, ...]:
    fields = []
    for field in model._meta.concrete_fields:
        if field.name in SILENT or field.primary_key:
            continue
        was, now = getattr(former, field.attname), getattr(record, field.attname)
        if was != now:
            fields.append(Field(str(field.verbose_name), _said(field, was), _said(field, now)))
    return tuple(fields)


def _said(field: Any, value: Any) -> str:
    if field.is_relation and value is not None:
        target = field.related_model._base_manager.filter(pk=value).first()
        return str(target) if target else "retiré depuis"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(level[0]) for level in value)
    return "" if value is None else str(value)
