"""Two people who edit one thing: the second is told who wrote, and writes over nothing.

The version of a thing is what its form sends back. An action and a meeting carry a counter, which grows with their rows
too (`COUNTS`); the version of anything else is the number of the last change in its history, or in those of some rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone

from maillage.kernel import french

Seen = str | int | None
"""The version that was read; None writes over any."""
Thing = TypeVar("Thing", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Change:
    """A change: who made it (empty when nobody signed in did), and when."""

    author: str
    at: datetime

    @property
    def when(self) -> str:
        """« le 3 mars 2026 à 14 h 05 »."""
        local = timezone.localtime(self.at)
        return f"le {french.day(local.date())} à {local:%H} h {local:%M}"

    def __str__(self) -> str:
        """« equipe@exemple.fr, le 3 mars 2026 à 14 h 05 »."""
        return f"{self.author or 'Quelqu’un'}, {self.when}"


class Stale(Exception):
    """Somebody else wrote meanwhile: `thing` is as it is now, `change` says who and when, None when nobody knows."""

    def __init__(self, thing: Any, change: Change | None) -> None:
        who = f" : {change}" if change else ""
        super().__init__(f"Quelqu’un a enregistré « {thing} » entre-temps{who}.")
        self.thing, self.change = thing, change


def _newest(thing: models.Model, rows: tuple[Any, ...]) -> Iterator[Any]:
    """The last change of a thing, or that of each kind of its rows; None where there is none."""
    own: Any = thing
    histories = [own.history.all()] if not rows else []
    for row in rows:
        fields = row._meta.concrete_fields
        owner = next(field.attname for field in fields if field.related_model is type(thing))
        histories.append(row.history.filter(**{owner: thing.pk}))
    for history in histories:
        yield history.select_related("history_user").order_by("-history_id").first()


def version(thing: Any, *rows: type[models.Model]) -> str:
    """The version of a thing, or of its rows of these models."""
    if not rows and hasattr(thing, "version"):
        return str(thing.version)
    return "-".join(str(record.history_id if record else 0) for record in _newest(thing, rows))


def last(thing: Any, *rows: type[models.Model]) -> Change | None:
    """The last change of a thing, or of its rows; None before the first."""
    counted = tuple(type(thing)._meta.get_field(name).related_model for name in getattr(thing, "COUNTS", ()))
    records = [*_newest(thing, rows), *(_newest(thing, counted) if counted and not rows else ())]
    newest = max(filter(None, records), key=lambda record: record.history_date, default=None)
    return Change(str(newest.history_user or ""), newest.history_date) if newest else None


def differ(seen: Seen, now: str | int) -> bool:
    """Whether the version that was seen is another than the one there is."""
    return seen is not None and str(seen) != str(now)


def overtaken(thing: Any, seen: Seen, *rows: type[models.Model]) -> bool:
    """Whether somebody wrote since the version that was seen."""
    return differ(seen, version(thing, *rows))


def check(thing: Any, seen: Seen, *rows: type[models.Model]) -> None:
    """Raises Stale when somebody wrote since the version that was seen."""
    if overtaken(thing, seen, *rows):
        raise Stale(thing, last(thing, *rows))


def hold(thing: Thing, seen: Seen, *rows: type[models.Model]) -> Thing:
    """The row of a thing as it is, kept for us until the end of the transaction. Raises Stale."""
    row = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    check(row, seen, *rows)
    return row


def count(thing: Any, seen: Seen) -> None:
    """One more version of what carries a counter, inside a transaction. Raises Stale."""
    row = hold(thing, seen)
    kept = type(thing)._default_manager.filter(pk=thing.pk)
    kept.update(version=F("version") + 1, changed_at=timezone.now())
    thing.version = row.version + 1


def beside(error: ValidationError, row: str, usual: str = "") -> ValidationError:
    """The same, by fields named « row-field »; what is wrong with all of a row is said in its `usual` field."""
    by_field = getattr(error, "message_dict", None) or {usual: error.messages}
    if not row or "" in by_field:
        return error
    own = {usual if name == NON_FIELD_ERRORS and usual else name: words for name, words in by_field.items()}
    return ValidationError({f"{row}-{name}": words for name, words in own.items()})


def write(thing: Any, author: Any) -> None:
    """Check a thing, write it, and sign its change. Raises ValidationError."""
    thing._history_user = author
    thing.full_clean()
    thing.save()


def drop(thing: Any, author: Any) -> None:
    """Take a thing away, and sign it."""
    thing._history_user = author
    thing.delete()
