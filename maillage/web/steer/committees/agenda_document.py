"""The agenda of a meeting, to read before it. A member comes asking « de quoi parlera-t-on, et pourquoi ? »."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.steering.committees import seating
from maillage.steering.committees.models import Meeting, Part, Stage
from maillage.web.addresses import PK
from maillage.web.documents.described import Column, Document, Facts, Kind, Paragraph, Points, Section, Table, Tone
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked
from maillage.web.steer.committees import papers

COLUMNS = (Column("Heure", share=2), Column("Point", share=11), Column("Minutes", Kind.FIGURES, 2))


def _hour(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{here.hour}{french.WIDE}h{french.WIDE}{here:%M}"


def _timetable(meeting: Meeting, points: list[dict[str, Any]]) -> Table:
    """The points, each at the hour when it should begin."""
    rows, at = [], meeting.starts_at
    for point in points:
        item = point["item"]
        rows.append((_hour(at), item.title, str(item.allotted)))
        at += timedelta(minutes=item.allotted)
    return Table("Ordre du jour", COLUMNS, tuple(rows), "L’ordre du jour n’est pas encore établi.")


def _why(points: list[dict[str, Any]]) -> list[Section]:
    """What brings each point here, for who may be told of its action."""
    reasons = [
        Section(point["item"].title, (Points(tuple(point["item"].reasons)),))
        for point in points
        if point["item"].reasons and point["readable"]
    ]
    return [Section("Pourquoi ces points", tuple(reasons))] if reasons else []


def _practical(meeting: Meeting) -> list[Paragraph | Facts]:
    facts = [("Stratégie", meeting.body.strategy.title)]
    facts += [("À distance", meeting.visio)] if meeting.visio else []
    cancelled = meeting.stage == Stage.CANCELLED
    notices = [Paragraph("Cette réunion est annulée.", Tone.ALERT)] if cancelled else []
    words = [Paragraph(meeting.introduction)] if meeting.introduction else []
    return [*notices, Facts(tuple(facts)), *words]


def document(request: HttpRequest, meeting: Meeting, reader: Any) -> Document:
    """The agenda as `reader` may read it."""
    points = papers.points(meeting, reader)
    minutes = sum(point["item"].allotted for point in points)
    planned = [Paragraph(f"{french.counted(minutes, 'minute')} prévues.", Tone.SOFT)] if points else []
    seats = [f"{seat} ({Part(seat.part).label.lower()})" for seat in seating.sitting(meeting.body)]
    return framed(
        request,
        "Ordre du jour",
        meeting.body.name,
        [
            Section("Réunion", tuple(_practical(meeting))),
            Section("Ordre du jour", (_timetable(meeting, points), *planned)),
            *_why(points),
            *([Section("Qui siège", (Points(tuple(seats)),))] if seats else []),
        ],
        address=reverse("committees.agenda_document", args=[meeting.pk]),
        subtitle=papers.where(meeting),
        simulated=meeting.body.simulated,
        sources=[papers.RESERVED],
        crumbs=papers.crumbs(meeting),
    )


def describe(request: HttpRequest, number: str) -> Document:
    """The agenda for who reads the papers of its body. Raises UsageError for anybody else."""
    return document(request, asked.one_meeting(request, number), request.user)


DOCUMENT = Declared("committees.agenda_document", rf"piloter/reunions/{PK}/papiers/ordre-du-jour", member, describe)
