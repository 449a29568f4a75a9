"""What the package ships is loaded again without undoing what people did: how each `reference.py` writes a thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

REASON = "données de référence"
"""The reason of change by which the history tells what was loaded from what people wrote."""


@dataclass(slots=True)
class Loaded:
    """What loading did: counts of what was written, and what was left as people made it, in words."""

    slug: str = ""
    added: int = 0
    changed: int = 0
    same: int = 0
    left: list[str] = field(default_factory=list)


def removed(model: Any, **which: Any) -> bool:
    """Whether people removed this here: its history ends so."""
    found = model.history.filter(**which).order_by("-history_id").first()
    return found is not None and found.history_type == "-"


def write(thing: Any, fields: dict[str, Any], done: Loaded, left: str) -> None:
    """Write these fields, but those that people changed since the thing was loaded: `left` then says so.

    All fields of a thing that people wrote first are theirs.
    """
    fresh = fields
    if thing.pk is not None:
        fresh = {name: value for name, value in fields.items() if getattr(thing, name) != value}
        mine = _changed_here(thing, fresh)
        if mine:
            done.left.append(left)
        fresh = {name: value for name, value in fresh.items() if name not in mine}
        if not fresh:
            done.same += not mine
            return
        done.changed += 1
    else:
        done.added += 1
    for name, value in fresh.items():
        setattr(thing, name, value)
    thing._change_reason = REASON
    thing.save()


def _changed_here(thing: Any, names: Iterable[str]) -> set[str]:
    """Which of these fields people changed, or wrote first, since the thing is known."""
    found: set[str] = set()
    before: Any = None
    for record in thing.history.order_by("history_id"):
        if record.history_change_reason != REASON:
            found |= {
                name for name in names if before is None or getattr(record, name) != getattr(before, name)
            }
        before = record
    return found
