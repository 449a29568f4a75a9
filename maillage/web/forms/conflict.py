"""Somebody else wrote while one was writing: what only they changed is taken, what only this reader changed stays, and
where both did, the page shows both (`parts/conflict.html`). Nothing is written until it is sent again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core import signing
from django.http import HttpRequest, QueryDict

from maillage.kernel import french
from maillage.steering import versions
from maillage.web.forms import bind, rows
from maillage.web.gate.kept import brought_back

Texts = Mapping[str, Sequence[str]]
Done = TypeVar("Done")
NOTHING = "rien"
_ROW = re.compile(r"([a-z]\d+)(?:-|$)", re.ASCII)
_SALT = "maillage.form"
_OURS = ("csrfmiddlewaretoken", "version", "base")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both changed: its name, what it is called, what is kept, what was typed."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Two texts of one form: what to show in it, the fields that both changed, what was typed in rows taken away."""

    values: dict[str, list[str]]
    both: tuple[str, ...]
    lost: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the page says: who wrote and when, where both texts differ, what was typed where there is no row any more;
    `again`: such a row comes back among those to add."""

    change: versions.Change | None
    both: tuple[Difference, ...]
    lost: tuple[str, ...] = ()
    again: bool = False


@dataclass(slots=True)
class Edit:
    """A form being filled in: what its page shows, and with which status it answers."""

    form: Any
    version: str = ""
    base: str = ""
    status: int = 200
    conflict: Conflict | None = None

    @property
    def context(self) -> dict[str, Any]:
        """What its templates show."""
        hidden = {"version": self.version, "base": self.base, "conflict": self.conflict}
        return bind.shown(self.form) | hidden


def _plain(typed: Sequence[str]) -> list[str]:
    """What is compared of a field: neither the ends of lines, nor an order, nor what is empty."""
    return sorted(filter(None, (text.replace("\r\n", "\n").strip() for text in typed)))


def _row(name: str) -> str:
    """The row there is that a field belongs to; empty for the others, those to add among them."""
    match = _ROW.match(name)
    return match[1] if match and match[1][0] not in "nx" else ""


def texts(form: Any) -> dict[str, list[str]]:
    """What an unbound form holds, as it would send it."""
    return {name: _sent(bound.value()) for name, (_, bound) in rows.bounds(form).items()}


def _sent(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return ["" if value is None else str(value)]


def kept(values: Texts) -> str:
    """What a form was filled in with, as it sends it back."""
    return signing.dumps(dict(values), salt=_SALT, compress=True)


def base(posted: QueryDict) -> dict[str, list[str]]:
    """The same, read back; nothing when it is not what we wrote."""
    try:
        values: dict[str, list[str]] = signing.loads(posted.get("base", ""), salt=_SALT)
    except signing.BadSignature:
        return {}
    return values


def merge(mine: Texts, start: Texts, now: Texts) -> Merged:
    """Two texts of a form that both come from `start`."""
    values: dict[str, list[str]] = {}
    both: list[str] = []
    gone = {_row(name) for name in (*mine, *start)} - {_row(name) for name in now} - {""}
    for name in dict.fromkeys((*now, *mine)):
        if _row(name) in gone:
            continue
        if rows.TO_ADD.match(name):
            values[name] = [*mine.get(name, now.get(name, ()))]
            continue
        typed, was, there = (_plain(source.get(name, ())) for source in (mine, start, now))
        values[name] = [*(now if typed == was else mine).get(name, ())]
        # What this reader takes away and another changed is told too: it would go without having been seen.
        if there not in (typed, was) and (typed != was or _removed(mine, _row(name))):
            both.append(name)
    changed = {
        row
        for row in gone
        if not _removed(mine, row)
        and any(_plain(mine[name]) != _plain(start.get(name, ())) for name in mine if _row(name) == row)
    }
    return Merged(values, tuple(both), {name: [*mine[name]] for name in mine if _row(name) in changed})


def _removed(mine: Texts, row: str) -> bool:
    return bool(row) and any(_plain(mine.get(f"{row}-{box}", ())) for box in rows.REMOVED)


def _again(merged: Merged) -> dict[str, list[str]]:
    """The rows that another took away and this reader changed, among those to add."""
    ranks = [int(match[1]) for name in merged.values if (match := rows.TO_ADD.match(name))]
    names: dict[str, str] = {}
    for rank, row in enumerate(dict.fromkeys(map(_row, merged.lost)), start=max(ranks, default=0) + 1):
        names |= {name: name.replace(row, f"n{rank}", 1) for name in merged.lost if _row(name) == row}
    return {names[name]: typed for name, typed in merged.lost.items()}


def _worded(field: Any, typed: Sequence[str]) -> str:
    """What a field says, as a reader is told it."""
    words = {str(value): str(label) for value, label in getattr(field, "choices", ())} | {"on": "oui"}
    return ", ".join(words.get(text, _day(text)) for text in typed if text) or NOTHING


def _day(text: str) -> str:
    try:
        return french.day(date.fromisoformat(text))
    except ValueError:
        return text


def settle(posted: QueryDict, change: versions.Change | None, now: Any) -> tuple[QueryDict, Conflict]:
    """What to show again in a form, and what its page says. `now` is the form of the thing as it is."""
    many = isinstance(now, rows.Together)
    mine = now.keyed(posted) if many else dict(posted.lists())
    mine = {name: typed for name, typed in mine.items() if name not in _OURS}
    merged = merge(mine, base(posted), texts(now))
    values, bounds = dict(merged.values), rows.bounds(now)
    if many:
        values |= _again(merged)
    both = tuple(
        Difference(
            bounds[name][1].html_name,
            bounds[name][0],
            _worded(bounds[name][1].field, _sent(bounds[name][1].value())),
            _worded(bounds[name][1].field, mine.get(name, ())),
        )
        for name in merged.both
        if name in bounds
    )
    lost = tuple(text for typed in merged.lost.values() for text in _plain(typed))
    data = now.sent(values) if many else rows.data(values)
    return data, Conflict(change, both, lost, many)


def edit(
    request: HttpRequest,
    fill: Callable[[QueryDict | None], Any],
    write: Callable[[Any, str], Done],
    read: Callable[[], tuple[Any, ...]] = tuple,
    usual: str = "",
    **names: str,
) -> Done | Edit:
    """Show a form, or write what was sent with the version it was read at; the form again when it cannot be.

    `fill` makes the form of the thing as it is now, with what was sent; `read` gives the thing, then the models of its
    rows when its version is theirs, and nothing of what is new; `usual` and `names` are those of `bind.refuse`.
    """
    posted, thing = request.POST, read()
    if request.method != "POST":
        back = brought_back(request)
        if back is not None:
            return Edit(fill(back), back.get("version", ""), back.get("base", ""))
        form = fill(None)
        return Edit(form, versions.version(*thing), kept(texts(form))) if thing else Edit(form)
    seen = posted.get("version", "")
    try:
        if thing:
            versions.check(thing[0], seen, *thing[1:])
        form = fill(posted)
        done = bind.attempt(form, lambda valid: write(valid, seen), usual, **names)
    except versions.Stale as stale:
        now = fill(None)
        values, conflict = settle(posted, stale.change, now)
        return Edit(fill(values), versions.version(*read()), kept(texts(now)), 409, conflict)
    return Edit(form, seen, posted.get("base", ""), 422) if done is None else done
