"""Actions in time. Somebody from the team comes asking « qu’est-ce qui doit finir, et qu’est-ce qui glisse ? »; they
leave with the drawing, the same in a table, or a sheet of paper for the wall.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UnknownChoice
from maillage.web.forms import asked as paging
from maillage.web.gate.access import member
from maillage.web.steer import gantt
from maillage.web.steer.actions.listing import on
from maillage.web.steer.gantt import calendar_rows

PAGE = 60
PAPERS = ("a4", "a3")


def paper(request: HttpRequest) -> str:
    """The paper asked for. Raises UsageError."""
    asked = request.GET.get("papier", PAPERS[0])
    if asked not in PAPERS:
        raise UnknownChoice(f"Papier « {asked[:20]} » inconnu.", asked, {size: size.upper() for size in PAPERS})
    return asked


@member
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """The drawing and its table, filtered as the list is."""
    shown = on(request, "actions.calendar")
    page = paging.Page(paging.page(request, PAGE).number, PAGE, shown.total)
    here = list(shown.drawn.rows[page.offset : page.offset + PAGE])
    addresses = [action.page for action in here]
    context = {
        "list": shown,
        "drawing": gantt.drawn(here, addresses, timezone.localdate()),
        "calendar": calendar_rows(here, addresses),
        "listed": page,
        "query": shown.asked.query(),
        "paper": paper(request),
    }
    return render(request, "steer/actions/calendar.html", context)
