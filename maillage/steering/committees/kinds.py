"""What a committee and its decisions are to notices; why people are told of them."""

from typing import Any

from django.db.models import QuerySet

from maillage.directory.notices.occasions import Occasion
from maillage.directory.rights import Act
from maillage.directory.things import Kind
from maillage.steering.committees import access
from maillage.steering.committees.models import Body, Decision

SEATED, ANSWERS = "comite.siege", "decision.responsable"


def _bodies(person: Any) -> QuerySet[Body]:
    return Body.objects.filter(pk__in=Body.objects.filter(access.papers(person)).values("pk"))


def _decisions(person: Any) -> QuerySet[Decision]:
    mine = Decision.objects.filter(pk__in=Decision.objects.filter(access.decisions(person)).values("pk"))
    return mine.select_related("item__meeting__body")


def _nothing(person: Any, row: Any) -> frozenset[Act]:
    return frozenset()


KINDS = (
    Kind("comite", "Comité", Body, _bodies, _nothing),
    Kind("decision", "Décision", Decision, _decisions, _nothing, title=lambda decision: str(decision.item.title)),
)
OCCASIONS = (Occasion(SEATED), Occasion(ANSWERS, asks=True))
