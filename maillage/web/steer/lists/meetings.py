"""The meetings of the committees. A member asks « quand s’est-on réuni, et qu’a-t-on décidé ? » and leaves with each
meeting whose papers they may read, and how many decisions it took.
"""

from django.db.models import Count, QuerySet

from maillage.steering.committees.models import Meeting, Stage
from maillage.web.exports.table import Kind
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.steer.meetings import day, named, of_readers


def _bodies(asked: Asked) -> Options:
    return named(of_readers(asked.person).distinct())


def _rows(asked: Asked) -> QuerySet[Meeting]:
    counted = {"points": Count("items", distinct=True), "decisions": Count("items__decision", distinct=True)}
    meetings = Meeting.objects.filter(body__in=of_readers(asked.person)).select_related("body").annotate(**counted)
    if asked["comite"]:
        meetings = meetings.filter(body__slug=asked["comite"])
    if asked["etat"]:
        meetings = meetings.filter(stage=asked["etat"])
    return meetings.order_by("-starts_at", "-pk")


def _body(meeting: Meeting) -> Shown:
    return Shown(meeting.body.name, meeting.page)


def _stage(meeting: Meeting) -> str:
    return str(Stage(meeting.stage).label)


def _shown_stage(meeting: Meeting) -> Shown:
    return Shown(_stage(meeting), tone="missing" if meeting.stage == Stage.CANCELLED else "")


LISTING = Listing(
    name="meetings",
    address="piloter/reunions",
    title="Les réunions",
    file="reunions",
    what="réunion",
    access=member,
    crumbs=(("desk", "Votre bureau"), ("committees", "Les comités")),
    lead="Les réunions dont vous lisez les papiers, la dernière d’abord.",
    empty=("Aucune réunion", "Une date se fixe sur la page d’un comité."),
    filters=(Filter("comite", "Comité", options=_bodies), Filter("etat", "État", options=every("Tous", Stage.choices))),
    rows=_rows,
    columns=(
        Column("comite", "Comité", "Nom du comité", width=50, cell="body.name", show=_body),
        Column("jour", "Jour", "Jour de la réunion", Kind.DATE, 13, day, order=("starts_at", "pk")),
        Column("heures", "Heures", "Début et fin", width=22, cell="hours", sorts=False),
        Column("lieu", "Lieu", "Où", width=34, cell="place", blank="non dit"),
        Column("etat", "État", "Prévue, ouverte, close, annulée", width=12, cell=_stage, show=_shown_stage),
        Column("points", "Points", "Points de l’ordre du jour", Kind.NUMBER, 9),
        Column("decisions", "Décisions", "Décisions prises", Kind.NUMBER, 10),
    ),
)
