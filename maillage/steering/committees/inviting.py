"""Invitations: one mail to each address of a body, with the agenda in it and the meeting for calendars; once a date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from maillage.directory.mail import Outcome, absolute, deliver, letter
from maillage.directory.models import User
from maillage.kernel.words import alphabetical
from maillage.steering.committees import calendar
from maillage.steering.committees.models import Invitation, Meeting, Part, Seat, Stage


@dataclass(slots=True)
class Invited:
    """What became of the invitations of a meeting, in addresses; `without` are the seats that have none."""

    gone: int = 0
    refused: int = 0
    unsure: int = 0
    without: int = 0


def due(meeting: Meeting) -> tuple[dict[str, list[Seat]], list[Seat]]:
    """The seats to write to, by address, and those that have none; those already told of this date are left out.

    That a meeting is called off is told to who was invited, and to nobody else.
    """
    invited_seats = set(meeting.invitations.filter(sequence=meeting.sequence).values_list("seat", flat=True))
    addresses: dict[str, list[Seat]] = defaultdict(list)
    without = []
    seats = meeting.body.seats.filter(left_on=None)
    if meeting.stage == Stage.CANCELLED:
        seats = seats.filter(pk__in=meeting.invitations.values("seat"))
    for seat in seats.select_related("organisation", "person"):
        if seat.pk in invited_seats:
            continue
        if seat.email:
            addresses[seat.email.lower()].append(seat)
        else:
            without.append(seat)
    return dict(addresses), without


def invite(meeting: Meeting, author: User | None) -> Invited:
    """Write to all who are to be invited and were not.

    A mail is claimed in the database before it leaves: the same one never leaves twice, whoever asks at the same time;
    one that the server clearly refused may be asked again. Raises OSError when the server of mails is not there.
    """
    addresses, without = due(meeting)
    done = Invited(without=len(without))
    if not addresses:
        return done
    with get_connection() as connection:
        for address, seats in addresses.items():
            claimed = _claim(meeting, seats)
            if not claimed:
                continue
            outcome = deliver(_letter(meeting, address, claimed), connection)
            mine = Invitation.objects.filter(meeting=meeting, sequence=meeting.sequence, seat__in=claimed)
            if outcome is Outcome.GONE:
                mine.update(sent_at=timezone.now())
                done.gone += 1
            elif outcome is Outcome.REFUSED:
                mine.delete()
                done.refused += 1
            else:
                done.unsure += 1
    if done.gone and meeting.invited_at is None:
        meeting.invited_at = timezone.now()
        meeting._history_user = author
        meeting.save(update_fields=["invited_at"])
    return done


def _claim(meeting: Meeting, seats: Iterable[Seat]) -> list[Seat]:
    claimed = []
    for seat in seats:
        with transaction.atomic():
            _, made = Invitation.objects.get_or_create(
                meeting=meeting, seat=seat, sequence=meeting.sequence, defaults={"claimed_at": timezone.now()}
            )
        if made:
            claimed.append(seat)
    return claimed


def _letter(meeting: Meeting, address: str, seats: list[Seat]) -> EmailMultiAlternatives:
    cancelled = meeting.stage == Stage.CANCELLED
    words = {
        "meeting": meeting,
        "body": meeting.body,
        "items": list(meeting.items.select_related("action")),
        "seats": [str(seat) for seat in seats],
        "parts": sorted({str(Part(seat.part).label) for seat in seats}, key=alphabetical),
        "page": absolute(meeting.page),
        "cancelled": cancelled,
        "moved": meeting.sequence > 0 and not cancelled,
        "may_read": any(seat.person is not None for seat in seats),
    }
    what = "réunion annulée" if cancelled else "nouvelle date" if words["moved"] else "invitation"
    message = letter("steer/committees/mail_invitation", address, f"{what}, {meeting}", words)
    kind = "CANCEL" if cancelled else "REQUEST"
    message.attach("reunion.ics", calendar.invitation(meeting), f"text/calendar; method={kind}")
    return message
