"""The desk. A member comes asking « qu’attend-on de moi ? »; they leave with what is due, told in a minute, and the way
to the rest of what their role opens.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory.deposits.giving import may_give
from maillage.directory.models import Role
from maillage.directory.notices import reading
from maillage.directory.rights import memberships
from maillage.steering.committees import access
from maillage.steering.committees.models import Body
from maillage.steering.desk import due
from maillage.steering.rights import Act, allows_somewhere
from maillage.web.gate.access import member

SHOWN = 8
NOTICES = 4


@member
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is due, then where to go."""
    person: Any = request.user
    now = timezone.now()
    today = timezone.localtime(now).date()
    waiting = due.actions(person, today)
    keys = {task.thing.pk for task in waiting}
    decisions = list(due.decisions(person)[: SHOWN + 1])
    run = Body.objects.filter(access.run_by(person))
    read = set(Body.objects.filter(access.papers(person)).values_list("pk", flat=True))
    orphans = list(due.orphans(person)[: SHOWN + 1])
    values = due.awaited(person, today)
    unread = reading.unread(person)
    context = {
        "roles": [(membership.organisation, Role(membership.role).label) for membership in memberships(person)],
        "unread": unread[:NOTICES],
        "count": len(unread),
        "waiting": waiting,
        "others": [action for action in due.my_actions(person) if action.pk not in keys],
        "orphans": orphans[:SHOWN],
        "more_orphans": len(orphans) > SHOWN,
        "values": values[:SHOWN],
        "more_values": len(values) > SHOWN,
        "decisions": [(decision, decision.late(today)) for decision in decisions[:SHOWN]],
        "more_decisions": len(decisions) > SHOWN,
        "meetings": [(meeting, meeting.body_id in read) for meeting in due.meetings(person, now)[:SHOWN]],
        "nothing": not (waiting or decisions or values),
        "runs": run.exists(),
        "may_shape": allows_somewhere(person, Act.SHAPE),
        "people": allows_somewhere(person, Act.PEOPLE),
        "gives": may_give(person),
    }
    return render(request, "steer/desk/desk.html", context)
