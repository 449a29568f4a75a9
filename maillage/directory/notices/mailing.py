"""Notices by mail: each at once, or several together, as each person chose; never twice the same.

A notice is claimed in the database before it leaves. What the server of mails clearly refused is due again; what left
perhaps is not. What its reader may read no more is never sent.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from maillage.directory import things
from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.directory.models import User
from maillage.directory.notices import choosing, leaving
from maillage.directory.notices.models import MailChoice, Notice, Rhythm
from maillage.directory.notices.occasions import occasions
from maillage.directory.things import About
from maillage.kernel.french import counted

ASKED_DAYS = 7
"""So long after a notice asked something, the reminder does not ask it again."""
AWAY_SECONDS = 60
"""So long after the server of mails was found away, nothing is sent at once."""
_away = {"until": 0.0}
_TEMPLATE = "members/notices/mail_notices"


@dataclass(slots=True)
class Mailed:
    """What a run did, in mails."""

    gone: int = 0
    refused: int = 0
    unsure: int = 0


def pending(person: User) -> list[Notice]:
    """The notices of somebody that did not leave yet, the oldest first."""
    return list(Notice.objects.filter(person=person, claimed_at=None, read_at=None).order_by("made_at", "pk"))


def claim(notices: Sequence[Notice]) -> list[Notice]:
    """Those of these notices that nobody else claimed."""
    now = timezone.now()
    return [notice for notice in notices if Notice.objects.filter(pk=notice.pk, claimed_at=None).update(claimed_at=now)]


def give_back(notices: Sequence[Notice]) -> None:
    """What did not leave is due again."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(claimed_at=None)


def readable(person: User, notices: Sequence[Notice]) -> list[Notice]:
    """Those of these notices that are about what their reader may read, and do what their occasion needs."""
    known = things.read_many(person, {notice.about for notice in notices})
    acts = {about: thing.acts(person) for about, thing in known.items()}
    shown = []
    for notice in notices:
        occasion = occasions().get(notice.occasion)
        if occasion and notice.about in known and (occasion.needs is None or occasion.needs in acts[notice.about]):
            shown.append(notice)
    return shown


def send_at_once(key: int) -> None:
    """Send what is due to somebody who wants it as it comes. What cannot leave now leaves with `send_due`."""
    person = User.objects.filter(pk=key, is_active=True).first()
    if person is None or choosing.choice(person).rhythm != Rhythm.AT_ONCE:
        return
    if time.monotonic() < _away["until"] or not pending(person):
        return
    try:
        with get_connection() as connection:
            _send(person, connection, Mailed())
    except OSError:
        # The server of mails is away: nothing is lost, and who writes does not wait for it once for each reader.
        _away["until"] = time.monotonic() + AWAY_SECONDS


def send_due(now: datetime | None = None) -> Mailed:
    """Send what is due: what could not leave at once, and the digests of the day and of the week.

    Raises OSError when the server of mails went away.
    """
    today, done = timezone.localtime(now or timezone.now()).date(), Mailed()
    waiting = Q(notices__claimed_at=None, notices__read_at=None)
    with get_connection() as connection:
        for person in User.objects.filter(waiting, is_active=True).distinct().order_by("pk"):
            if _turn(person, today):
                _send(person, connection, done)
    return done


def gathered(person: User, today: date) -> list[Notice]:
    """The notices of the week of somebody who wants them together, claimed, to be sent in another mail of the week."""
    if choosing.choice(person).rhythm != Rhythm.WEEKLY or not pending(person) or not _turn(person, today):
        return []
    return readable(person, claim(pending(person)))


def _turn(person: User, today: date) -> bool:
    """Whether it is time to write to somebody; a digest is claimed for its day, or its week."""
    chosen = choosing.choice(person)
    if chosen.rhythm in (Rhythm.AT_ONCE, Rhythm.NEVER):
        return chosen.rhythm == Rhythm.AT_ONCE
    start = today if chosen.rhythm == Rhythm.DAILY else today - timedelta(days=today.weekday())
    late = MailChoice.objects.filter(Q(digested_on=None) | Q(digested_on__lt=start), person=person)
    return bool(late.update(digested_on=today))


def _send(person: User, connection: BaseEmailBackend, done: Mailed) -> None:
    claimed = claim(pending(person))
    notices = readable(person, claimed)
    if not notices:
        return
    outcome = deliver(_letter(person, notices), connection)
    if outcome is Outcome.REFUSED:
        give_back(notices)
        MailChoice.objects.filter(person=person).update(digested_on=None)
    done.gone += outcome is Outcome.GONE
    done.refused += outcome is Outcome.REFUSED
    done.unsure += outcome is Outcome.UNSURE


def lines(person: User, notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Notices as a mail shows them: each with its link, and how to leave what it comes from."""
    return [
        {"notice": notice, "link": absolute(notice.address), "leave": _left_by(person, notice)} for notice in notices
    ]


def _left_by(person: User, notice: Notice) -> str:
    occasion = occasions().get(notice.occasion)
    path = occasion.leave(person, notice.about) if occasion else ""
    return absolute(path) if path else ""


def _letter(person: User, notices: Sequence[Notice]) -> Any:
    shown = lines(person, notices)
    every = absolute(leaving.path(person, "avis"))
    # One click ends what sends this mail, and no more: a discussion when it says nothing else.
    sources = {line["leave"] or every for line in shown}
    stop = sources.pop() if len(sources) == 1 else every
    subject = notices[0].subject if len(notices) == 1 else f"{counted(len(notices), 'avis', 'avis')} pour vous"
    words = {
        "lines": shown,
        "desk": absolute(reverse("notices")),
        "choose": absolute(reverse("notices.choose")),
        "stop": every,
    }
    return letter(_TEMPLATE, person.email, subject, words, stop.removeprefix(absolute("")))


def asked_lately(person: User, now: datetime) -> set[About]:
    """The things of which something was asked of somebody by a notice that left by mail these last days."""
    asking = [name for name, occasion in occasions().items() if occasion.asks]
    recent = Notice.objects.filter(person=person, occasion__in=asking, claimed_at__gte=now - timedelta(days=ASKED_DAYS))
    return set(recent.exclude(claimed_at=F("made_at")).values_list("about_kind", "about_key"))
