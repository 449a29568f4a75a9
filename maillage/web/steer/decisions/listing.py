"""Decisions until they are done. A member comes asking « qu’avons-nous décidé, et est-ce fait ? » and leaves with those
that wait, whose they are, and the file.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from maillage.directory.ordering import alphabetic
from maillage.steering.actions.models import Action
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Verdict
from maillage.steering.rights import readable
from maillage.web.exports.table import Kind
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every

STATES = (("ouvertes", "À faire"), ("retard", "En retard"), ("faites", "Faites"), ("toutes", "Toutes"))
MINE = (("", "Tout le monde"), ("moi", "Moi ou mon organisation"))
LATE = "en retard"


class Line(NamedTuple):
    """A decision, where it is, and the code of its action for who may read it."""

    decision: Decision
    state: str
    action: str

    @property
    def day(self) -> date:
        """The day of the meeting."""
        return timezone.localtime(self.decision.item.meeting.starts_at).date()


def state(decision: Decision) -> str:
    """Where a decision is, in a word."""
    if decision.done_on is not None:
        return "faite"
    if decision.late(timezone.localdate()):
        return LATE
    return "à faire" if decision.followed else "sans suite à donner"


def _bodies(asked: Asked) -> Options:
    bodies = Body.objects.filter(access.papers(asked.person)).distinct().order_by(alphabetic("name"))
    return every("Tous", ((body.slug, body.name) for body in bodies))


def _rows(asked: Asked) -> QuerySet[Decision]:
    """The decisions asked for, among those one may read."""
    known = Decision.objects.filter(access.decisions(asked.person)).values("pk")
    decisions = Decision.objects.filter(pk__in=known)
    decisions = decisions.select_related("item__meeting__body", "action", "owner", "person")
    if asked["etat"] == "ouvertes":
        decisions = decisions.filter(following.OPEN)
    elif asked["etat"] == "retard":
        decisions = decisions.filter(following.late(timezone.localdate()))
    elif asked["etat"] == "faites":
        decisions = decisions.exclude(done_on=None).order_by("-done_on", "-pk")
    if asked["comite"]:
        decisions = decisions.filter(item__meeting__body__slug=asked["comite"])
    if asked["decision"]:
        decisions = decisions.filter(verdict=asked["decision"])
    if asked["qui"]:
        decisions = decisions.filter(pk__in=Decision.objects.filter(access.mine(asked.person)).values("pk"))
    return decisions


def _lines(asked: Asked, decisions: Sequence[Decision]) -> Iterator[Line]:
    linked = [decision.action_id for decision in decisions if decision.action_id]
    near = set(Action.objects.filter(readable(asked.person), pk__in=linked).values_list("pk", flat=True))
    for decision in decisions:
        code = decision.action.code if decision.action and decision.action.pk in near else ""
        yield Line(decision, state(decision), code)


def _point(line: Line) -> Shown:
    meeting = line.decision.item.meeting
    return Shown(line.decision.item.title, line.decision.page, (Shown(f"{meeting.body.name}, {meeting.day}"),))


def _owner(line: Line) -> str:
    decision = line.decision
    if decision.owner:
        return decision.owner.name
    return str(decision.person) if decision.person else ""


def _state(line: Line) -> Shown:
    return Shown(line.state, tone="missing" if line.state == LATE else "")


DECISIONS = Listing(
    name="decisions",
    address="piloter/decisions",
    title="Les décisions",
    what="décision",
    access=member,
    crumbs=(("desk", "Votre bureau"), ("committees", "Les comités")),
    lead="Une décision qui a une échéance ou un responsable est suivie, et revient à l’ordre du jour, jusqu’à ce "
    "qu’elle soit faite.",
    empty=("Rien à suivre", "Les décisions se notent dans le compte rendu d’une réunion."),
    filters=(
        Filter("etat", "État", options=STATES, usual="ouvertes"),
        Filter("comite", "Comité", options=_bodies),
        Filter("decision", "Décision", options=every("Toutes", Verdict.choices)),
        Filter("qui", "Responsable", options=MINE),
    ),
    rows=_rows,
    line=_lines,
    columns=(
        Column("reunion", "Réunion du", "Jour de la décision", Kind.DATE, 13, "day", first=False),
        Column("comite", "Comité", "Qui a décidé", width=40, cell="decision.item.meeting.body.name", first=False),
        Column("point", "Point", "Point de l’ordre du jour", width=46, cell="decision.item.title", show=_point),
        Column("action", "Action", "Code de l’action", width=10, first=False),
        Column(
            "decision",
            "Décision",
            "Maintien, diffusion, abandon ou autre",
            width=28,
            cell=lambda line: str(Verdict(line.decision.verdict).label),
        ),
        Column(
            "texte", "Ce qui est décidé", "Dans les termes du compte rendu", width=60, cell="decision.text", first=False
        ),
        Column("conditions", "Conditions", "Conditions et réserves", width=40, cell="decision.conditions", first=False),
        Column(
            "responsable",
            "Responsable",
            "Organisation en charge",
            width=34,
            cell="decision.owner.name",
            show=_owner,
            blank="personne",
        ),
        Column("echeance", "À faire avant le", "Échéance", Kind.DATE, 15, "decision.due_on", blank="sans échéance"),
        Column("faite_le", "Faite le", "Jour", Kind.DATE, 13, "decision.done_on", first=False),
        Column("etat", "État", "Faite, à faire, en retard, sans suite à donner", width=18, cell="state", show=_state),
    ),
)
