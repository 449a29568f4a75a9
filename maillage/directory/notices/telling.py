"""Telling somebody something, once: a notice at their desk, and by mail when and if they want it.

Who does something is not told of it; a fact has a key, and is never told twice to the same person.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from maillage.directory.models import User
from maillage.directory.notices import mailing
from maillage.directory.notices.models import Notice
from maillage.directory.notices.occasions import occasions
from maillage.directory.things import About

KEPT_DAYS = 183
_LONGEST = 5900
_TELLS, _SILENT, _NO_MAIL = "tells", "silent", "no mail"
_mode: ContextVar[str] = ContextVar("how people are told", default=_TELLS)


@contextmanager
def silent() -> Iterator[None]:
    """While this lasts nobody is told anything: what is entered happened elsewhere, or never."""
    before = _mode.set(_SILENT)
    try:
        yield
    finally:
        _mode.reset(before)


def is_silent() -> bool:
    """Whether nobody is told anything now: to ask before what is told later."""
    return _mode.get() == _SILENT


@contextmanager
def without_mail() -> Iterator[None]:
    """While this lasts notices are noted, and never leave by mail."""
    before = _mode.set(_NO_MAIL)
    try:
        yield
    finally:
        _mode.reset(before)


def tell(
    person: User | None,
    occasion: str,
    subject: str,
    address: str,
    words: str,
    about: About,
    *,
    by: User | None = None,
    key: str = "",
) -> Notice | None:
    """Tell somebody; None when nothing is to be told (nobody, themselves, known already).

    `occasion` is declared in a `kinds.py`; `about` is the thing, asked again whenever the notice is shown or sent;
    `address` the path it leads to; `by` who did it; `key` names the fact among those of this occasion and this thing.
    Raises KeyError for an occasion that no app declares.
    """
    declared = occasions()[occasion]
    if person is None or person == by or not person.is_active or _mode.get() == _SILENT:
        return None
    now = timezone.now()
    told = {
        "occasion": declared.name,
        "about_kind": about[0],
        "about_key": about[1],
        "subject": subject[:200],
        "words": words[:_LONGEST],
        "address": address,
        "made_at": now,
        "claimed_at": now if _mode.get() == _NO_MAIL else None,
    }
    notice, made = Notice.objects.get_or_create(person=person, key=_key(occasion, about, key), defaults=told)
    if not made:
        return None
    pk = person.pk
    if notice.claimed_at is None:
        # All that one change tells somebody leaves in one mail.
        transaction.on_commit(lambda: mailing.send_at_once(pk), robust=True)
    return notice


def _key(occasion: str, about: About, key: str) -> str:
    return f"{occasion}:{':'.join(about)}:{key}"


def correct(occasion: str, about: About, key: str, words: str) -> None:
    """Have the notices of a fact say this from now on; nothing: they are taken away."""
    notices = Notice.objects.filter(key=_key(occasion, about, key))
    if words:
        notices.update(words=words[:_LONGEST])
    else:
        notices.delete()


def forget_thing(about: About) -> None:
    """Delete the notices about what is no more."""
    Notice.objects.filter(about_kind=about[0], about_key=about[1]).delete()


def forget() -> int:
    """Delete the notices of six months ago; how many there were."""
    return Notice.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
