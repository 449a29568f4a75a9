"""The committees. A member comes asking « quand se réunit-on, et qui siège ? »; they leave with the next dates, in
their calendar, and with who sits where, why and how often.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.kernel.schemes import cited
from maillage.steering.committees import access, calendar, following, seating
from maillage.steering.committees.models import Body, Kind, Meeting, Part, Stage
from maillage.steering.rights import Act, allows_somewhere
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Table, table
from maillage.web.exports.table import Kind as Cells
from maillage.web.gate.access import member
from maillage.web.steer.meetings import one_body

COMING = 8
PAST = 12


def known(person: Any) -> list[Body]:
    """The bodies whose dates somebody may read."""
    seats = Count("seats", filter=Q(seats__left_on=None), distinct=True)
    keys = Body.objects.filter(access.known(person)).values("pk")
    bodies = Body.objects.filter(pk__in=keys).select_related("strategy").annotate(number=seats)
    return list(bodies.order_by(alphabetic("strategy__title"), "pk"))


def _dates(bodies: Sequence[Body]) -> tuple[dict[int, Meeting], dict[int, Meeting]]:
    """The next meeting and the last one of each body, by its key. One query."""
    now = timezone.now()
    after: dict[int, Meeting] = {}
    before: dict[int, Meeting] = {}
    meetings = Meeting.objects.filter(body__in=bodies).exclude(stage=Stage.CANCELLED).order_by("starts_at", "pk")
    for meeting in meetings.select_related("body"):
        if meeting.ends_at >= now:
            after.setdefault(meeting.body_id, meeting)
        else:
            before[meeting.body_id] = meeting
    return after, before


def coming(bodies: Sequence[Body]) -> list[Meeting]:
    """The next meetings of these bodies."""
    meetings = Meeting.objects.filter(body__in=bodies, ends_at__gte=timezone.now()).exclude(stage=Stage.CANCELLED)
    return list(meetings.select_related("body").order_by("starts_at", "pk")[:COMING])


@member
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body, its rhythm, its next and last meetings."""
    person: Any = request.user
    bodies = known(person)
    after, before = _dates(bodies)
    read = set(Body.objects.filter(access.papers(person)).values_list("pk", flat=True))
    groups: dict[str, list[dict[str, Any]]] = {}
    for body in bodies:
        line = {
            "body": body,
            "kind": Kind(body.kind).label,
            "next": after.get(body.pk),
            "last": before.get(body.pk),
            "papers": body.pk in read,
            "closed": body.validity.closed(timezone.localdate()),
        }
        groups.setdefault(body.strategy.title, []).append(line)
    context = {
        "groups": list(groups.items()),
        "coming": [(meeting, meeting.body_id in read) for meeting in coming(bodies)],
        "simulated": any(body.simulated for body in bodies),
        "may_create": allows_somewhere(person, Act.RUN),
    }
    return render(request, "steer/committees/bodies.html", context)


@member
@require_safe
def body_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: its mandate, its members, its meetings, its open decisions."""
    body = one_body(request, slug)
    papers = access.reads(request.user, body)
    now = timezone.now()
    meetings = list(body.meetings.order_by("-starts_at", "-pk")[: PAST + COMING])
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


COLUMNS = (
    Column("comite", "Comité", "Nom du comité", width=50),
    Column("nature", "Nature", "Ce qu’il est", width=22),
    Column("strategie", "Stratégie", "Stratégie qu’il suit", width=30),
    Column("rythme", "Rythme", "Quand il se réunit", width=34),
    Column("sieges", "Sièges", "Nombre de sièges", Cells.NUMBER, 9),
    Column("derniere", "Dernière réunion", "Jour", Cells.DATE, 15),
    Column("prochaine", "Prochaine réunion", "Jour", Cells.DATE, 15),
    Column("origine", "Document d’origine", "Ce qui l’institue", width=50),
    Column("en_vigueur", "En vigueur", "Jusqu’à quand, et ce qu’il y a aujourd’hui, quand c’est connu", width=50),
)
MEETINGS = (
    Column("comite", "Comité", "Nom du comité", width=50),
    Column("jour", "Jour", "Jour de la réunion", Cells.DATE, 13),
    Column("heures", "Heures", "Début et fin", width=22),
    Column("lieu", "Lieu", "Où", width=34),
    Column("etat", "État", "Prévue, ouverte, close, annulée", width=12),
    Column("points", "Points", "Points de l’ordre du jour", Cells.NUMBER, 9),
    Column("decisions", "Décisions", "Décisions prises", Cells.NUMBER, 10),
)
SEATS = (
    Column("comite", "Comité", "Nom du comité", width=50),
    Column("siege", "Siège", "Organisation ou nom", width=50),
    Column("role", "Rôle", "Ce qu’il y fait", width=16),
)


def _day(meeting: Meeting | None) -> Any:
    return timezone.localtime(meeting.starts_at).date() if meeting else None


@member
@require_safe
def taken(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The bodies, the meetings or the seats, as CSV or XLSX. Raises UsageError for another name."""
    bodies = known(request.user)
    if name == "comites":
        after, before = _dates(bodies)

        def draw(_: Table) -> Iterator[Sequence[Cell]]:
            for body in bodies:
                days = (_day(before.get(body.pk)), _day(after.get(body.pk)))
                kind = str(Kind(body.kind).label)
                number: int = body.number  # type: ignore[attr-defined]
                yield (
                    body.name,
                    kind,
                    body.strategy.title,
                    body.rhythm,
                    number,
                    *days,
                    body.source,
                    body.validity.words,
                )

        return answer(request, table("comites", "Les comités", reverse("committees"), COLUMNS, draw), form)
    if name == "reunions":
        file = table("reunions", "Les réunions", reverse("committees"), MEETINGS, _meetings(request.user))
        return answer(request, file, form)
    if name == "sieges":
        drawn = _seats(bodies)
        return answer(request, table("sieges", "Les sièges", reverse("committees"), SEATS, drawn), form)
    raise UsageError(f"Aucun fichier « {name[:40]} » ici.")


def _meetings(person: Any) -> Any:
    """What draws the meetings whose papers somebody may read."""
    read = Body.objects.filter(access.papers(person))
    counted = {"points": Count("items", distinct=True), "decided": Count("items__decision", distinct=True)}
    rows: Any = Meeting.objects.filter(body__in=read).select_related("body").annotate(**counted)

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        for meeting in rows:
            stage = str(Stage(meeting.stage).label)
            yield (
                meeting.body.name,
                _day(meeting),
                meeting.hours,
                meeting.place,
                stage,
                meeting.points,
                meeting.decided,
            )

    return draw


def _seats(bodies: Sequence[Body]) -> Any:
    """What draws the seats of these bodies: never the address of a person."""

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        for body in bodies:
            for seat in seating.sitting(body):
                yield (body.name, str(seat), str(Part(seat.part).label))

    return draw
