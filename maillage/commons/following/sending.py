"""What is due to those who follow a place: one mail each, once a release, when something changed there.

A mail is claimed in the database before it leaves. The same release is never told twice to the same subscription,
whoever runs this at the same time and wherever it stops; a mail that the server clearly refused is due again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from maillage.commons.following.asking import KEEP, STOP, link
from maillage.commons.following.facts import Change, Fact, as_told, changes, facts
from maillage.commons.following.models import Follower, Mailing, Subscription
from maillage.commons.following.purge import KEPT_YEARS, LAST_CALL_DAYS
from maillage.commons.places import Place, find
from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.kernel.errors import UsageError
from maillage.observatory.door import Observatory


@dataclass(frozen=True, slots=True)
class Section:
    """A place in a mail, and what changed there."""

    subscription: Subscription
    place: Place
    known: list[Fact]
    changes: list[Change]

    @property
    def page(self) -> str:
        """Where to read all of it."""
        return absolute(self.place.page)

    @property
    def lines(self) -> list[tuple[Change, str]]:
        """Each change, and the address of its figure."""
        return [(change, absolute(change.page)) for change in self.changes]


@dataclass(slots=True)
class Sent:
    """What a run did: mails gone, refused, gone perhaps; questions asked again; places that are nowhere now."""

    mails: int = 0
    refused: int = 0
    unsure: int = 0
    renewals: int = 0
    unknown: list[str] = field(default_factory=list)

    def note(self, outcome: Outcome) -> None:
        """Count what became of a mail."""
        self.mails += outcome is Outcome.GONE
        self.refused += outcome is Outcome.REFUSED
        self.unsure += outcome is Outcome.UNSURE


def name_of(source: Observatory) -> str:
    """Names the release being read: its number, and when it was published, as a home may be rebuilt."""
    return f"{source.release.number}-{source.release.published_at:%Y%m%d%H%M%S}"


def send_due(source: Observatory, release: str) -> Sent:
    """Send every mail due for the release being read, named `release`, then ask again those who follow for long."""
    done = Sent()
    with get_connection() as connection:
        for follower in Follower.objects.filter(subscriptions__confirmed_at__isnull=False).distinct():
            sections = list(_sections(source, follower, release, done))
            if sections:
                _send(follower, sections, release, done, connection)
        _ask_again(source, done, connection)
    return done


def _sections(source: Observatory, follower: Follower, release: str, done: Sent) -> Iterator[Section]:
    """The places of a follower where something is to be told."""
    due = Subscription.objects.filter(follower=follower, confirmed_at__isnull=False).exclude(mailings__release=release)
    for subscription in due.order_by("pk"):
        try:
            place = find(source, subscription.commune, subscription.address)
        except UsageError:
            done.unknown.append(str(subscription))
            continue
        known = facts(source, place)
        changed = changes(subscription.told, known, place.page)
        if changed:
            yield Section(subscription, place, known, changed)


def _claim(sections: Sequence[Section], release: str) -> list[Section]:
    """Those of these sections that nobody else claimed for this release."""
    claimed = []
    for section in sections:
        with transaction.atomic():
            _, made = Mailing.objects.get_or_create(
                subscription=section.subscription, release=release, defaults={"claimed_at": timezone.now()}
            )
        if made:
            claimed.append(section)
    return claimed


def _send(
    follower: Follower, sections: Sequence[Section], release: str, done: Sent, connection: BaseEmailBackend
) -> None:
    claimed = _claim(sections, release)
    if not claimed:
        return
    mailings = Mailing.objects.filter(subscription__in=[section.subscription for section in claimed], release=release)
    stop = link(STOP, follower.pk)
    names = ", ".join(section.place.name for section in claimed[:3]) + (", …" if len(claimed) > 3 else "")
    words = {"sections": claimed, "stop": absolute(stop)}
    subject = f"ce qui a changé à {names}"
    outcome = deliver(letter("share/follow/mail_changes", follower.email, subject, words, stop), connection)
    done.note(outcome)
    if outcome is Outcome.REFUSED:
        mailings.delete()
    if outcome is not Outcome.GONE:
        # One that left perhaps stays claimed: rather a mail missing than the same one twice. What it said is told
        # with the next release.
        return
    with transaction.atomic():
        mailings.update(sent_at=timezone.now())
        for section in claimed:
            # Not saved as an object: it may have been ended meanwhile.
            Subscription.objects.filter(pk=section.subscription.pk).update(told=as_told(section.known))


def _ask_again(source: Observatory, done: Sent, connection: BaseEmailBackend) -> None:
    """Ask once those who said yes years ago; without an answer the purge ends it."""
    now = timezone.now()
    old = Subscription.objects.filter(
        confirmed_at__lt=now - timedelta(days=365 * KEPT_YEARS), asked_again_at__isnull=True
    )
    for subscription in old.select_related("follower"):
        if not Subscription.objects.filter(pk=subscription.pk, asked_again_at__isnull=True).update(asked_again_at=now):
            continue
        try:
            place = find(source, subscription.commune, subscription.address)
        except UsageError:
            continue
        stop = link(STOP, subscription.follower.pk)
        words = {
            "place": place,
            "link": absolute(link(KEEP, subscription.pk)),
            "stop": absolute(stop),
            "years": KEPT_YEARS,
            "days": LAST_CALL_DAYS,
        }
        subject = f"voulez-vous suivre encore {place.name} ?"
        message = letter("share/follow/mail_renew", subscription.follower.email, subject, words, stop)
        outcome = deliver(message, connection)
        if outcome is Outcome.GONE:
            done.renewals += 1
            continue
        done.note(outcome)
        if outcome is Outcome.REFUSED:
            Subscription.objects.filter(pk=subscription.pk).update(asked_again_at=None)
