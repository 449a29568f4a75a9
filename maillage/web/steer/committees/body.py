"""A committee. A member comes asking « que fait-il, qui y siège, quand se réunit-il ? » and leaves with its mandate,
its dates and what it decided that is not done.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.schemes import cited
from maillage.steering.committees import access, calendar, following, seating
from maillage.steering.committees.models import Kind, Meeting, Part, Stage
from maillage.web.gate.access import member
from maillage.web.steer.meetings import one_body

MOST_MEETINGS = 20


@member
@require_safe
def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: its mandate, its members, its meetings, its open decisions."""
    body = one_body(request, slug)
    papers = access.reads(request.user, body)
    now = timezone.now()
    meetings = list(body.meetings.order_by("-starts_at", "-pk")[:MOST_MEETINGS])
    context = {
        "body": body,
        "kind": Kind(body.kind).label,
        "papers": papers,
        "runs": access.runs(request.user, body),
        "seats": [(seat, Part(seat.part).label, cited(str(seat))) for seat in seating.sitting(body)],
        "closed": body.validity.closed(timezone.localdate()),
        "since": [] if body.validity.known else cited(f"{body.name} {body.mandate}"),
        "coming": [_meeting_line(meeting) for meeting in reversed(meetings) if meeting.ends_at >= now],
        "past": [_meeting_line(meeting) for meeting in meetings if meeting.ends_at < now],
        "decisions": list(following.of_body(body)) if papers else [],
        "today": timezone.localdate(),
        "overdue": calendar.next_due(body) if papers else "",
        "feed": calendar.feed(body) if body.shown and body.strategy.shown else "",
    }
    return render(request, "steer/committees/body.html", context)


def _meeting_line(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "stage": Stage(meeting.stage).label, "cancelled": meeting.stage == Stage.CANCELLED}
