"""What the package ships is loaded again without undoing what people did: how each `reference.py` writes a thing."""

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
    """Write these fields, unless people changed the thing since it was loaded: `left` then says so."""
    if thing.pk is not None:
        if all(getattr(thing, name) == value for name, value in fields.items()):
            done.same += 1
            return
        if thing.history.exclude(history_change_reason=REASON).exists():
            done.left.append(left)
            return
        done.changed += 1
    else:
        done.added += 1
    for name, value in fields.items():
        setattr(thing, name, value)
    thing._change_reason = REASON
    thing.save()
