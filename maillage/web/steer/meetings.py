"""What a page of committees is asked: a body, a meeting, that its reader may read or hold."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.steering.committees import access
from maillage.steering.committees.models import Body, Meeting
from maillage.web.lists.filters import Options, every

NOT_HERE = "ici, ou votre rôle ne permet pas cette page."


def one_body(request: HttpRequest, slug: str, *, running: bool = False) -> Body:
    """A body whose dates this reader may read, or that they hold. Raises UsageError: the rest is not there."""
    bodies = Body.objects.filter(access.known(request.user), slug=slug)
    body = bodies.select_related("strategy__organisation").distinct().first()
    if body is None or (running and not access.runs(request.user, body)):
        raise UsageError(f"Aucun comité « {slug[:60]} » {NOT_HERE}")
    return body


def one_meeting(request: HttpRequest, number: str, *, running: bool = False) -> Meeting:
    """A meeting whose papers this reader may read, or that they hold. Raises UsageError: the rest is not there."""
    bodies = Body.objects.filter(access.papers(request.user))
    meetings = Meeting.objects.filter(pk=int(number), body__in=bodies)
    meeting = meetings.select_related("body__strategy__organisation").first()
    if meeting is None or (running and not access.runs(request.user, meeting.body)):
        raise UsageError(f"Aucune réunion {number} {NOT_HERE}")
    return meeting


def known(person: Any) -> QuerySet[Body]:
    """The bodies whose dates somebody may read, by strategy."""
    keys = Body.objects.filter(access.known(person)).values("pk")
    return Body.objects.filter(pk__in=keys).select_related("strategy").order_by(alphabetic("strategy__title"), "pk")


def of_readers(person: Any) -> QuerySet[Body]:
    """The bodies whose papers somebody may read."""
    return Body.objects.filter(access.papers(person))


def day(meeting: Meeting | None) -> date | None:
    """The day of a meeting."""
    return timezone.localtime(meeting.starts_at).date() if meeting else None


def named(bodies: QuerySet[Body]) -> Options:
    """The filter that chooses among bodies."""
    return every("Tous", bodies.values_list("slug", "name"))
