"""What somebody typed when their session was over: kept a week for them alone, given back once they sign in again.

Each person has one record, in the table of sessions under a key that only this site can make: no cookie carries it, it
signs nobody in, and `maillage purge` deletes it once its week is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import salted_hmac

DAYS = 7
MOST, LONGEST = 5, 200_000
"""How many are kept of one person, the last ones; the characters of one."""
WAITING = "brouillons"
"""What a session says when something waits for who signed in."""
_HELD = "held"


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a form as they were typed, in order; the names of the files, which are not kept."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


def _store(person: int) -> SessionStore:
    return SessionStore(salted_hmac("maillage.drafts", str(person), algorithm="sha256").hexdigest()[:32])


def _held(person: int) -> dict[str, Any]:
    held: dict[str, Any] = _store(person).load().get(_HELD, {})
    return held


def _write(person: int, held: dict[str, Any]) -> None:
    store = _store(person)
    key = str(store.session_key)
    if not held:
        store.delete(key)
        return
    known = store.exists(key)
    store[_HELD] = held
    store.set_expiry(timedelta(days=DAYS))
    # Loading a key that nobody holds would have made another.
    store._session_key = key
    store.save(must_create=not known)


def keep(person: int, address: str, fields: Sequence[tuple[str, str]], files: Sequence[str] = ()) -> bool:
    """Keep what a person (a key) typed at an address; whether it could be: what is too long is not."""
    if sum(len(name) + len(text) for name, text in fields) > LONGEST:
        return False
    held = _held(person)
    held.pop(address, None)
    kept = {**held, address: [[*map(list, fields)], [*files]]}
    _write(person, dict([*kept.items()][-MOST:]))
    return True


def waiting(person: int, address: str) -> Draft | None:
    """What a person typed at an address; None when nothing waits there."""
    found = _held(person).get(address)
    return Draft(tuple((name, text) for name, text in found[0]), tuple(found[1])) if found else None


def forget(person: int, address: str = "") -> bool:
    """Forget what a person typed at an address, or everywhere; whether something still waits."""
    held = _held(person)
    kept = {place: what for place, what in held.items() if address and place != address}
    if len(kept) != len(held):
        _write(person, kept)
    return bool(kept)


def settled(session: Any) -> None:
    """Say in a session that nothing waits any more: written at once, as the answer may have been already."""
    session.pop(WAITING, None)
    session.save()


def _tell(request: Any, user: Any, **_: Any) -> None:
    """Called by Django when somebody signs in."""
    if _held(user.pk):
        request.session[WAITING] = True


user_logged_in.connect(_tell)
