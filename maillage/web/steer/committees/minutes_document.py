"""The minutes of a meeting. A member comes asking « qu’a-t-on décidé, et qui s’en charge ? »; they leave with a paper
to read, to sign or to send.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from maillage.kernel import french
from maillage.steering.committees.models import Decision, Meeting, Stage
from maillage.web.addresses import PK
from maillage.web.documents.described import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Link,
    Paragraph,
    Points,
    Section,
    Table,
    Tone,
)
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked
from maillage.web.steer.committees import papers

COLUMNS = (
    Column("Point", share=4),
    Column("Décision", share=3),
    Column("Ce qui est décidé", share=6),
    Column("Responsable", share=3),
    Column("Échéance", share=3),
)


def _until(decision: Decision) -> str:
    """When it is to be done, and when it was."""
    if decision.done_on:
        return f"Faite le {french.day(decision.done_on)}"
    return french.day(decision.due_on)


def _decisions(points: list[dict[str, Any]]) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        decision = point["decision"]
        if decision is not None:
            text = "\n".join(
                filter(None, (decision.text, decision.conditions and f"Conditions : {decision.conditions}"))
            )
            title = Link(point["item"].title, decision.page) if decision.followed else point["item"].title
            rows.append((title, point["verdict"], text, papers.responsible(decision), _until(decision)))
    table = Table("Relevé de décisions", COLUMNS, tuple(rows), "Aucune décision n’est écrite.")
    return Section("Relevé de décisions", (table,))


def _point(point: dict[str, Any]) -> Section:
    item, decision = point["item"], point["decision"]
    blocks: list[Block] = []
    if item.reasons and point["readable"]:
        blocks.append(Points(tuple(item.reasons)))
    if item.minutes:
        blocks.append(Paragraph(item.minutes))
    if decision is not None:
        blocks.append(Paragraph(f"{point['verdict']}. {decision.text}".strip(), Tone.DECIDED))
    return Section(item.title, tuple(blocks) or (Paragraph("Rien n’est noté.", Tone.SOFT),))


def document(request: HttpRequest, meeting: Meeting, reader: Any) -> Document:
    """The minutes as `reader` may read them."""
    points = papers.points(meeting, reader)
    stage = Stage(meeting.stage)
    head: list[Block] = [Facts((("Stratégie", meeting.body.strategy.title),))]
    if stage is not Stage.CLOSED:
        head.insert(0, Paragraph(f"Réunion {stage.label.lower()} : ce compte rendu n’est pas définitif.", Tone.ALERT))
    if meeting.introduction:
        head.append(Paragraph(meeting.introduction))
    present = [
        (f"{label}s" if len(seats) > 1 else label, " ; ".join(seats)) for label, seats in papers.presences(meeting)
    ]
    examined = tuple(map(_point, points)) or (Paragraph("Aucun point.", Tone.SOFT),)
    sections = [
        Section("Réunion", tuple(head)),
        *([Section("Présences", (Facts(tuple(present)),))] if present else []),
        _decisions(points),
        Section("Points examinés", examined),
        *([Section("Autres échanges", (Paragraph(meeting.minutes),))] if meeting.minutes else []),
    ]
    return framed(
        request,
        "Compte rendu",
        meeting.body.name,
        sections,
        address=reverse("committees.minutes", args=[meeting.pk]),
        subtitle=papers.where(meeting),
        simulated=meeting.body.simulated,
        sources=[papers.RESERVED],
        crumbs=papers.crumbs(meeting),
    )


def describe(request: HttpRequest, number: str) -> Document:
    """The minutes for who reads the papers of the body. Raises UsageError for anybody else."""
    return document(request, asked.one_meeting(request, number), request.user)


DOCUMENT = Declared("committees.minutes", rf"piloter/reunions/{PK}/compte-rendu", member, describe)
