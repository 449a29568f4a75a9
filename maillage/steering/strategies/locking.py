"""Two people editing the same thing: the second is told, sees both texts, and loses nothing.

The version of a thing is the number of its last change in its history; the form sends back the one it showed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a thing: its number, who made it (empty when nobody signed in did) and when."""

    number: int
    author: str
    at: datetime


def last(thing: Any) -> Change | None:
    """The last change of a thing that has a history, None before its first."""
    found = thing.history.select_related("history_user").order_by("-history_id").first()
    if found is None:
        return None
    author = found.history_user
    return Change(found.history_id, str(author) if author else "", found.history_date)


def version(thing: Any) -> int:
    """The number of its last change, 0 before its first."""
    found = last(thing)
    return found.number if found else 0


def overtaken(thing: Any, seen: str) -> Change | None:
    """The change made since the version that was seen; None when there is none."""
    found = last(thing)
    return found if found is not None and str(found.number) != seen else None
