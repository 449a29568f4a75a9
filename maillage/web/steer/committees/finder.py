"""Finds committees and their meetings, for who may read their dates or their papers."""

from maillage.kernel import french
from maillage.steering.committees import access
from maillage.steering.committees.models import Body, Meeting, Stage
from maillage.web.finding.finder import Answer, Finder, Search, matching


def _bodies(search: Search, limit: int) -> list[Answer]:
    known = Body.objects.filter(access.known(search.person)).values("pk")
    bodies = Body.objects.filter(pk__in=known).select_related("strategy").order_by("pk")
    return [
        Answer(french.typographic(body.name), french.typographic(str(body.strategy)), body.page)
        for body in matching(bodies, search, ("name",), limit)
    ]


def _meetings(search: Search, limit: int) -> list[Answer]:
    """Meetings by the name of their committee and their place; by what was on their agenda."""
    read = Body.objects.filter(access.papers(search.person)).values("pk")
    meetings = Meeting.objects.filter(body__in=read).select_related("body").order_by("-starts_at", "-pk")
    by_item = meetings.filter(items__title__isnull=False).distinct()
    answers = {
        meeting.pk: Answer(
            french.typographic(f"{meeting.body.name}, {meeting.day}"), str(Stage(meeting.stage).label), meeting.page
        )
        for rows, fields in ((meetings, ("body__name", "place")), (by_item, ("items__title",)))
        for meeting in matching(rows, search, fields, limit)
    }
    return list(answers.values())[:limit]


FINDERS = (
    Finder("comites", "Comités", 40, _bodies, members=True),
    Finder("reunions", "Réunions", 42, _meetings, members=True),
)
