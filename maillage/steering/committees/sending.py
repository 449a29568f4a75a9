"""Sending the agenda and the minutes to who sits: one mail to each address, and again when the paper changed.

The mail leads to the page of the meeting. The file goes with it to who sits by name and may read the papers of the
body; to the address of an organisation, which anybody there may open, only what an invitation says already.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.directory.models import User
from maillage.kernel import french
from maillage.steering.committees import access
from maillage.steering.committees.inviting import Invited
from maillage.steering.committees.models import Meeting, Paper, Seat, Sending, SentPaper, Stage


@dataclass(frozen=True, slots=True)
class File:
    """A file to go with the mail, that holds nothing but what any of those who read the papers may read."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Situation:
    """What was sent of a paper: when last (None when it never was), to how many seats, whether it changed since."""

    paper: Paper
    sent_at: datetime | None
    seats: int
    changed: bool

    @property
    def words(self) -> str:
        """« envoyé le 12 mars 2026 à 12 sièges ; modifié depuis : renvoyer ? »; empty when it never was sent."""
        if self.sent_at is None:
            return ""
        day = french.day(timezone.localtime(self.sent_at).date())
        told = f"envoyé le {day} à {french.counted(self.seats, 'siège')}"
        return f"{told} ; modifié depuis : renvoyer ?" if self.changed else told


def _agenda(meeting: Meeting) -> dict[str, Any]:
    points = [[item.title, item.allotted, item.reasons] for item in meeting.items.all()]
    return {"introduction": meeting.introduction, "points": points}


def _minutes(meeting: Meeting) -> dict[str, Any]:
    points = []
    for item in meeting.items.select_related("decision__owner"):
        decision = getattr(item, "decision", None)
        # What became of a decision afterwards does not change what the minutes say was decided.
        fields = ("verdict", "text", "conditions", "owner_id", "due_on")
        decided = [str(getattr(decision, name)) for name in fields] if decision else []
        points.append([item.title, item.minutes, decided])
    presences = sorted(meeting.attendances.values_list("seat_id", "presence"))
    said = {"introduction": meeting.introduction, "minutes": meeting.minutes}
    return {**said, "points": points, "presences": presences, "closed": meeting.stage == Stage.CLOSED}


CONTENTS = {Paper.AGENDA: _agenda, Paper.MINUTES: _minutes}


def digest(meeting: Meeting, paper: Paper) -> str:
    """What tells a version of a paper from another."""
    place = {"day": meeting.day, "hours": meeting.hours, "place": meeting.place, "visio": meeting.visio}
    content = json.dumps({**place, **CONTENTS[paper](meeting)}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _last(meeting: Meeting, paper: Paper) -> Sending | None:
    return Sending.objects.filter(meeting=meeting, paper=paper).order_by("-number").first()


def situation(meeting: Meeting, paper: Paper) -> Situation:
    """What was sent of a paper, and whether it changed since."""
    last = _last(meeting, paper)
    if last is None:
        return Situation(paper, None, 0, changed=False)
    gone = last.seats.exclude(sent_at=None)
    newest = gone.order_by("-sent_at").values_list("sent_at", flat=True).first()
    return Situation(paper, newest or last.begun_at, gone.count(), last.digest != digest(meeting, paper))


def due(meeting: Meeting, paper: Paper) -> tuple[dict[str, list[Seat]], list[Seat]]:
    """The seats to write to, by address, and those that have none; those who have this version are left out."""
    last = _last(meeting, paper)
    have: set[int] = set()
    if last is not None and last.digest == digest(meeting, paper):
        have = set(last.seats.values_list("seat", flat=True))
    addresses: dict[str, list[Seat]] = defaultdict(list)
    without = []
    for seat in meeting.body.seats.filter(left_on=None).exclude(pk__in=have).select_related("organisation", "person"):
        if seat.email:
            addresses[seat.email.lower()].append(seat)
        else:
            without.append(seat)
    return dict(addresses), without


def reads(seats: Iterable[Seat], meeting: Meeting) -> bool:
    """Whether who receives a mail for these seats is a person who may read the papers, rather than an organisation."""
    people = [seat.person for seat in seats if seat.person is not None and seat.person.is_active]
    return any(access.reads(person, meeting.body) for person in people)


def check(meeting: Meeting, paper: Paper) -> None:
    """Raises ValidationError for a paper that cannot be sent: of a meeting called off, empty, or not yet held."""
    if meeting.stage == Stage.CANCELLED:
        raise ValidationError("Cette réunion est annulée : prévenez-en les membres depuis « Inviter ».")
    if paper is Paper.AGENDA and not meeting.items.exists():
        raise ValidationError("L’ordre du jour est vide : préparez-le, puis envoyez-le.")
    if paper is Paper.MINUTES and meeting.stage != Stage.CLOSED and meeting.starts_at > timezone.now():
        raise ValidationError("La réunion n’a pas encore commencé : il n’y a pas de compte rendu à envoyer.")


def send(meeting: Meeting, paper: Paper, author: User, file: File) -> Invited:
    """Write to all who sit and have not this version. What left once is never sent again; what the server clearly
    refused may be.

    Raises PermissionDenied for who does not hold the body, ValidationError (see `check`), and OSError when the server
    of mails is not there.
    """
    if not access.runs(author, meeting.body):
        raise PermissionDenied("Seul qui tient ce comité envoie ses documents.")
    check(meeting, paper)
    addresses, without = due(meeting, paper)
    done = Invited(without=len(without))
    if not addresses:
        return done
    before = situation(meeting, paper)
    with get_connection() as connection:
        sending = _begun(meeting, paper, author)
        for address, seats in addresses.items():
            claimed = [seat for seat in seats if _claim(sending, seat)]
            if not claimed:
                continue
            outcome = deliver(_letter(sending, address, claimed, file, before), connection)
            mine = sending.seats.filter(seat__in=claimed)
            if outcome is Outcome.GONE:
                mine.update(sent_at=timezone.now())
                done.gone += 1
            elif outcome is Outcome.REFUSED:
                mine.delete()
                done.refused += 1
            else:
                done.unsure += 1
    return done


@transaction.atomic
def _begun(meeting: Meeting, paper: Paper, author: User) -> Sending:
    """The sending of the paper as it is: the last one when it has not changed, else another."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    last, now = _last(held, paper), digest(held, paper)
    if last is not None and last.digest == now:
        return last
    number = last.number + 1 if last else 1
    return Sending.objects.create(
        meeting=held, paper=paper, number=number, digest=now, begun_at=timezone.now(), author=author
    )


def _claim(sending: Sending, seat: Seat) -> bool:
    with transaction.atomic():
        _, made = SentPaper.objects.get_or_create(sending=sending, seat=seat, defaults={"claimed_at": timezone.now()})
    return made


def _letter(sending: Sending, address: str, seats: list[Seat], file: File, before: Situation) -> EmailMultiAlternatives:
    meeting, paper = sending.meeting, Paper(sending.paper)
    may_read = reads(seats, meeting)
    again = sending.number > 1 and before.sent_at is not None
    words = {
        "meeting": meeting,
        "body": meeting.body,
        "paper": str(paper.label).lower(),
        "minutes": paper is Paper.MINUTES,
        "draft": paper is Paper.MINUTES and meeting.stage != Stage.CLOSED,
        "items": list(meeting.items.all()),
        "seats": [str(seat) for seat in seats],
        "page": absolute(meeting.page),
        "again": again,
        "may_read": may_read,
    }
    what = f"{paper.label.lower()}{' modifié' if again else ''}"
    message = letter("steer/committees/mail_paper", address, f"{what}, {meeting}", words)
    if may_read:
        message.attach(file.name, file.content, "application/pdf")
    return message
