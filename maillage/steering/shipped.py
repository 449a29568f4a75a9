"""What the package ships is loaded again without undoing people: what they changed or removed is left, and said.

An app that ships something has a `reference.py`: `AFTER`, the apps loaded before it, and `entries(asked)`, what its
files describe for the strategies asked for, or for all, each with the name under which it is counted.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.directory import discovery
from maillage.steering import validity

REASON = "données de référence"
"""The reason of change by which the history tells what was loaded from what people wrote."""


@dataclass(slots=True)
class Loaded:
    """What loading did: counts of what was written, and what was left as people made it, in words."""

    name: str
    added: int = 0
    changed: int = 0
    same: int = 0
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that a file describes: `key` finds it, `fields` are written again, `first` only with a new row.

    What is left is named by `words`, else by its title. A row is `lost` with its parent; one that `returns` is entered
    again even where people removed it. `made` completes a new row, `children` stand under it, by their keys too.
    """

    model: Any
    key: dict[str, Any]
    fields: dict[str, Any] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    feminine: bool = False
    lost: bool = False
    returns: bool = False
    made: Callable[[Any], object] = lambda row: ()
    children: Callable[[Any], Iterable["Entry"]] = lambda row: ()


def read(path: Path) -> dict[str, Any]:
    """What a file describes."""
    return tomllib.loads(path.read_text("utf-8"))


def fields_of(model: Any, described: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """These fields of a row, as described or as usual; with its dates in force where the model has some."""
    usual = {name: described.get(name, model._meta.get_field(name).get_default()) for name in names}
    return usual | (validity.fields_of(described) if issubclass(model, validity.InForce) else {})


def load(asked: Sequence[str] = ()) -> list[Loaded]:
    """Load what every app ships for these strategies, or for all."""
    apps = discovery.modules("reference").values()
    return enter(pair for app in apps for pair in app.entries(asked))


@transaction.atomic
def enter(entries: Iterable[tuple[str, Entry]]) -> list[Loaded]:
    """Enter these, counted by name. What has no name is not counted."""
    counts: dict[str, Loaded] = {}
    for name, entry in entries:
        _enter(entry, counts.setdefault(name, Loaded(name)))
    return [loaded for name, loaded in counts.items() if name]


def _enter(entry: Entry, loaded: Loaded, under_new: bool = False) -> None:
    # Nothing stood yet under a row entered just now.
    row = None if under_new else entry.model.objects.filter(**entry.key).first()
    new = row is None
    if row is None:
        if entry.lost or not (under_new or entry.returns or not _removed(entry)):
            loaded.left.append(f"{_words(entry)}, retiré{'e' * entry.feminine} ici")
            return
        row = entry.model(**entry.key, **entry.first, **entry.fields)
        save(row)
        entry.made(row)
        loaded.added += 1
    elif entry.fields:
        _correct(row, entry, loaded)
    for child in entry.children(row):
        _enter(child, loaded, new)


def save(row: Any) -> None:
    """Save a row, as loaded in the eyes of the history."""
    row._change_reason = REASON
    row.save()


def _removed(entry: Entry) -> bool:
    """Whether people removed it here: its history ends so."""
    last = entry.model.history.filter(**entry.key).order_by("-history_id").first()
    return last is not None and last.history_type == "-"


def _correct(row: Any, entry: Entry, loaded: Loaded) -> None:
    """Write what the file now says otherwise, but what people changed since the row was loaded.

    All fields of a row that people wrote first are theirs.
    """
    fresh = {name: value for name, value in entry.fields.items() if getattr(row, name) != value}
    kept = _changed_here(row, fresh)
    if kept:
        loaded.left.append(f"{_words(entry, row)}, changé{'e' * entry.feminine} ici")
    fresh = {name: value for name, value in fresh.items() if name not in kept}
    if not fresh:
        loaded.same += not kept
        return
    for name, value in fresh.items():
        setattr(row, name, value)
    save(row)
    loaded.changed += 1


def _words(entry: Entry, row: Any = None) -> str:
    return entry.words or f"« {(row.title if row else entry.fields['title'])[:60]} »"


def _changed_here(row: Any, names: Iterable[str]) -> set[str]:
    """Which of these fields people changed, or wrote first, since the row is known."""
    changed: set[str] = set()
    before: Any = None
    for record in row.history.order_by("history_id"):
        if record.history_change_reason != REASON:
            changed |= {name for name in names if before is None or getattr(record, name) != getattr(before, name)}
        before = record
    return changed
