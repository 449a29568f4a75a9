"""Meetings as calendars read them (iCalendar, RFC 5545): one file per body, per person, per meeting."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from maillage.directory.mail import absolute
from maillage.kernel.errors import UsageError
from maillage.steering.committees.models import Body, Meeting, Stage

SALT = "comites.calendrier"
FOR_EVERYBODY, FOR_MEMBERS = False, True


def feed(body: Body) -> str:
    """The path of the public calendar of a body, to subscribe to."""
    return reverse("committees.public_calendar", args=[signing.dumps(body.pk, salt=SALT)])


def body_of(token: str) -> Body:
    """The body of a calendar's address. Raises UsageError alike for a wrong one and for one that is not public."""
    try:
        key = int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        key = 0
    body = Body.objects.filter(pk=key, shown=True, strategy__shown=True).first()
    if body is None:
        raise UsageError("Aucun calendrier à cette adresse.")
    return body


def written(meetings: Iterable[Meeting], name: str, *, members: bool, method: str = "PUBLISH") -> bytes:
    """The file. Members have the links of the video conference and of the papers; everybody, the day and the place."""
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//comites//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "P1D")
    for meeting in meetings:
        calendar.add_component(_event(meeting, members))
    # Each zone that an event names is defined in the file, as RFC 5545 wants (§3.6.5).
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, members: bool) -> Event:
    event = Event()
    host = settings.MAILLAGE_ADDRESS.split("//")[-1].split("/")[0].split(":")[0]
    event.add("uid", f"{meeting.uid}@{host}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.astimezone(timezone.get_default_timezone()))
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", meeting.body.name)
    cancelled = meeting.stage == Stage.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    if members:
        lines = [f"Ordre du jour et compte rendu : {absolute(meeting.page)}"]
        if meeting.visio:
            lines.insert(0, f"Visioconférence : {meeting.visio}")
        event.add("description", "\n".join(lines))
        event.add("url", absolute(meeting.page))
    return event


def invitation(meeting: Meeting) -> bytes:
    """The file of an invitation: a request, or its cancellation."""
    method = "CANCEL" if meeting.stage == Stage.CANCELLED else "REQUEST"
    calendar = Calendar.from_ical(written([meeting], meeting.body.name, members=FOR_MEMBERS, method=method))
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organiser.params["CN"] = vText(meeting.body.name)
    for event in calendar.walk("VEVENT"):
        event.add("organizer", organiser)
    return bytes(calendar.to_ical())


def next_due(body: Body) -> str:
    """What the rhythm says of the next meeting, in words; empty when nothing is overdue, or the body is over."""
    if body.months is None or body.validity.closed(timezone.localdate()):
        return ""
    held = body.meetings.exclude(stage=Stage.CANCELLED).order_by("-starts_at").first()
    if held is None:
        return f"Aucune réunion encore, pour une tous les {body.months} mois." if body.months > 1 else ""
    limit = held.starts_at + timedelta(days=31 * body.months)
    return "" if limit > timezone.now() else f"La dernière réunion est du {held.day} : la suivante devrait être passée."
