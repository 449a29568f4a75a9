"""The committees. A member comes asking « quand se réunit-on ? »; they leave with the next dates, in their calendar,
and with which committee follows what, and how often it meets.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from maillage.steering.committees import access
from maillage.steering.committees.models import Body, Kind, Meeting, Stage
from maillage.steering.rights import Act, allows_somewhere
from maillage.web.exports.table import Kind as Cells
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.steer.meetings import day, known

COMING = 8
NONE = "aucune"
TO_FIX = Shown("à fixer", tone="missing")


class Line(NamedTuple):
    """A committee, how many sit there, its last meeting and the next one, and whether one reads its papers."""

    body: Body
    seats: int
    last: Meeting | None
    next: Meeting | None
    papers: bool


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


def _rows(asked: Asked) -> list[Line]:
    """Every body, its last meeting and the next one."""
    seats = Count("seats", filter=Q(seats__left_on=None), distinct=True)
    bodies: list[Any] = list(known(asked.person).annotate(number=seats))
    after, before = _dates(bodies)
    read = set(Body.objects.filter(access.papers(asked.person)).values_list("pk", flat=True))
    lines = [Line(body, body.number, before.get(body.pk), after.get(body.pk), body.pk in read) for body in bodies]
    asked.memory["lines"] = lines
    return lines


def _coming(lines: Sequence[Line]) -> list[tuple[Meeting, bool]]:
    """The next meetings of these bodies, and whether one reads their papers."""
    read = {line.body.pk for line in lines if line.papers}
    bodies = [line.body for line in lines]
    meetings = Meeting.objects.filter(body__in=bodies, ends_at__gte=timezone.now()).exclude(stage=Stage.CANCELLED)
    first = meetings.select_related("body").order_by("starts_at", "pk")[:COMING]
    return [(meeting, meeting.body_id in read) for meeting in first]


def _context(asked: Asked) -> dict[str, Any]:
    lines = asked.memory["lines"]
    return {
        "coming": _coming(lines),
        "simulated": any(line.body.simulated for line in lines),
        "may_create": allows_somewhere(asked.person, Act.RUN),
    }


def _kind(line: Line) -> str:
    return str(Kind(line.body.kind).label)


def _body(line: Line) -> Shown:
    under = _kind(line) if line.papers else f"{_kind(line)}, dates seulement"
    return Shown(line.body.name, line.body.page, (Shown(under),))


def _next(line: Line) -> Shown | str:
    if line.next:
        return line.next.day
    return line.body.validity.words if line.body.validity.closed(timezone.localdate()) else TO_FIX


COMMITTEES = Listing(
    name="committees",
    address="piloter/comites",
    title="Les comités",
    file="comites",
    what="comité",
    access=member,
    template="steer/committees/bodies.html",
    context=_context,
    size=200,
    empty=(
        "Aucun comité ici",
        "Ceux où vous siégez, et ceux dont le calendrier est public, viendront ici. Qui tient les comités d’une "
        "stratégie peut en ouvrir.",
    ),
    rows=_rows,
    group=lambda line: line.body.strategy.title,
    columns=(
        Column("comite", "Comité", "Nom du comité", width=50, cell="body.name", show=_body),
        Column("nature", "Nature", "Ce qu’il est", width=22, cell=_kind, first=False),
        Column("strategie", "Stratégie", "Stratégie qu’il suit", width=30, cell="body.strategy.title", first=False),
        Column("rythme", "Rythme", "Quand il se réunit", width=34, cell="body.rhythm", blank="au besoin"),
        Column("sieges", "Sièges", "Nombre de sièges", Cells.NUMBER, 9, "seats"),
        Column(
            "derniere",
            "Dernière réunion",
            "Jour",
            Cells.DATE,
            15,
            lambda line: day(line.last),
            lambda line: line.last.day if line.last else NONE,
            head="Dernière",
        ),
        Column(
            "prochaine",
            "Prochaine réunion",
            "Jour",
            Cells.DATE,
            15,
            lambda line: day(line.next),
            _next,
            head="Prochaine",
        ),
        Column("origine", "Document d’origine", "Ce qui l’institue", width=50, cell="body.source", first=False),
        Column(
            "en_vigueur",
            "En vigueur",
            "Jusqu’à quand, et ce qu’il y a aujourd’hui, quand c’est connu",
            width=50,
            cell="body.validity.words",
            first=False,
        ),
    ),
)
