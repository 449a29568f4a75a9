"""The reminder: at most one mail a week to each, with all that is due in it; the same fact once a month at most. Who
left it receives none; what a notice just asked waits a week; who wants notices once a week reads them there.

A fact is claimed in the database before it leaves. What the server of mails clearly refused is due again; what left
perhaps is not: rather a reminder missing than the same one twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.directory.models import User
from maillage.directory.notices import choosing, leaving, mailing
from maillage.directory.notices.models import Notice
from maillage.directory.things import About
from maillage.kernel.french import counted
from maillage.steering.desk import answering, due
from maillage.steering.desk.due import Due
from maillage.steering.desk.kinds import REMINDER
from maillage.steering.desk.models import Sent
from maillage.steering.rights import Act, allows_on
from maillage.steering.targets import asking
from maillage.steering.targets.models import Ask

KEPT_DAYS = 400


@dataclass(slots=True)
class Reminded:
    """What a run did, in mails."""

    gone: int = 0
    refused: int = 0
    unsure: int = 0


def send_due(now: datetime | None = None) -> Reminded:
    """Send to each member what is due to them, unless they were told this week.

    Raises OSError when the server of mails went away: what is left is due again.
    """
    moment = now or timezone.now()
    done = Reminded()
    people = User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("pk")
    values = due.values(timezone.localtime(moment).date())
    with get_connection() as connection:
        for person in people:
            _remind(person, moment, values.get(person.pk, []), done, connection)
    return done


def _week(moment: datetime) -> str:
    year, week, _ = timezone.localtime(moment).date().isocalendar()
    return f"semaine:{year}-{week:02d}"


def _claim(person: User, key: str, moment: datetime) -> Sent | None:
    with transaction.atomic():
        sent, made = Sent.objects.get_or_create(person=person, key=key, defaults={"claimed_at": moment})
    return sent if made else None


def _remind(person: User, moment: datetime, values: list[Due], done: Reminded, connection: BaseEmailBackend) -> None:
    keys = set(Sent.objects.filter(person=person).values_list("key", flat=True))
    week = _week(moment)
    if week in keys or not choosing.choice(person).reminders:
        return
    lately = mailing.asked_lately(person, moment)
    things = [
        fact
        for fact in (*due.told_by_mail(person, moment), *values)
        if fact.key not in keys and _about(fact) not in lately
    ]
    if not things:
        return
    # The week first: of two who send at the same time, one only goes on.
    mail = _claim(person, week, moment)
    if mail is None:
        return
    claimed = [mail]
    new: list[Due] = []
    for fact in things:
        sent = _claim(person, fact.key, moment)
        if sent is not None:
            claimed.append(sent)
            new.append(fact)
    links = {fact.key: _link(person, fact) for fact in new}
    notices = mailing.gathered(person, timezone.localtime(moment).date()) if new else []
    outcome = deliver(_letter(person, new, links, notices), connection) if new else Outcome.REFUSED
    if outcome is Outcome.REFUSED:
        mailing.give_back(notices)
        Sent.objects.filter(pk__in=[claim.pk for claim in claimed]).delete()
        for fact in new:
            _take_back(person, fact)
    if new:
        done.gone += outcome is Outcome.GONE
        done.refused += outcome is Outcome.REFUSED
        done.unsure += outcome is Outcome.UNSURE


def _about(fact: Due) -> About:
    """The thing a fact is about, as notices say it."""
    kind = fact.key.partition(":")[0]
    row = fact.thing.sheet if kind == "valeur" else fact.thing
    return {"valeur": "indicateur"}.get(kind, kind), str(row.pk)


def _link(person: User, fact: Due) -> str:
    """Where a thing is answered: without signing in for a value, and for an action that one may update."""
    if fact.key.startswith("valeur:"):
        return absolute(asking.link(asking.ask(fact.thing)))
    if fact.key.startswith("action:") and allows_on(person, Act.UPDATE, fact.thing):
        return absolute(answering.link(person, fact.thing))
    return absolute(fact.page)


def _take_back(person: User, fact: Due) -> None:
    """A link that did not leave is none: what it asked is due again."""
    if fact.key.startswith("valeur:"):
        wanted = fact.thing
        which = {"territory": wanted.territory, "period": wanted.period, "person": person}
        Ask.objects.filter(sheet=wanted.sheet, answered_at=None, **which).delete()


def _letter(person: User, new: list[Due], links: dict[str, str], notices: list[Notice]) -> Any:
    kinds = (
        ("action", "Vos actions à mettre à jour", "Mettre à jour, en une minute"),
        ("valeur", "Les valeurs à donner", "Donner la valeur"),
        ("decision", "Les décisions dont vous répondez", "Dire où elle en est"),
        ("reunion", "Vos prochaines réunions", "Ordre du jour"),
    )
    sections = []
    for kind, title, verb in kinds:
        here = [(fact, links[fact.key]) for fact in new if fact.key.startswith(f"{kind}:")]
        if here:
            sections.append({"kind": kind, "title": title, "verb": verb, "things": here})
    stop = leaving.path(person, REMINDER)
    words = {
        "sections": sections,
        "desk": absolute(reverse("desk")),
        "days": answering.DAYS,
        "lines": mailing.lines(person, notices),
        "stop": absolute(stop),
        "choose": absolute(reverse("notices.choose")),
    }
    what = f"{counted(len(new), 'chose')} à faire cette semaine"
    if len(new) == 1:
        what = new[0].title[:120]
    return letter("steer/desk/mail_reminder", person.email, what, words, stop)


def forget() -> int:
    """Delete what tells of reminders nobody could receive again; how many there were."""
    return Sent.objects.filter(claimed_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
