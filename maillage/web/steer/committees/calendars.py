"""Calendars to subscribe to or to keep. Whoever follows a committee leaves with its dates in their own diary."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.steering.committees import access, calendar
from maillage.steering.committees.models import Meeting
from maillage.steering.desk import due
from maillage.web.gate.access import member, writing
from maillage.web.gate.observatory import notice
from maillage.web.steer.meetings import one_body, one_meeting


def _file(request: HttpRequest, meetings: Any, name: str, kept: str, *, members: bool) -> HttpResponse:
    said = f"{name} ({notice(request).lower().rstrip('.')})" if notice(request) else name
    content = calendar.written(meetings, said, members=members)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kept}.ics"'
    return response


@writing
@require_safe
def public(request: HttpRequest, token: str) -> HttpResponse:
    """The dates and places of a body whose calendar is public, for anybody who holds its address."""
    body = calendar.body_of(token)
    return _file(request, _of(body), body.name, body.slug, members=calendar.FOR_EVERYBODY)


def _of(body: Any) -> Any:
    return Meeting.objects.filter(body=body).select_related("body").order_by("starts_at", "pk")


@member
@require_safe
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body: with their links for who reads its papers."""
    body = one_body(request, slug)
    return _file(request, _of(body), body.name, body.slug, members=access.reads(request.user, body))


@member
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The coming meetings where one sits, or that one holds."""
    meetings = due.meetings(request.user, timezone.now())
    return _file(request, meetings, "Mes réunions", "mes-reunions", members=calendar.FOR_MEMBERS)


@member
@require_safe
def of_meeting(request: HttpRequest, number: str) -> HttpResponse:
    """One meeting."""
    meeting = one_meeting(request, number)
    return _file(request, [meeting], meeting.body.name, f"reunion-{number}", members=calendar.FOR_MEMBERS)
