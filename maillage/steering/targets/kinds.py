"""What the sheet of an indicator is to notices; why people are told of one."""

from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory.notices.occasions import Occasion
from maillage.directory.rights import Act, memberships
from maillage.directory.things import Kind
from maillage.steering.rights import reached
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet

GIVES = "indicateur.valeur"


def _readable(person: Any) -> QuerySet[Sheet]:
    if not memberships(person):
        return Sheet.objects.none()
    strategies = Strategy.objects.filter(Q(shown=True) | reached(person, Act.READ_PARTNERS))
    seen = Sheet.objects.filter(strategies__in=strategies.values("pk")).values("pk")
    return Sheet.objects.filter(Q(pk__in=seen) | Q(person=person))


def _nothing(person: Any, row: Any) -> frozenset[Act]:
    return frozenset()


KINDS = (Kind("indicateur", "Indicateur", Sheet, _readable, _nothing),)
OCCASIONS = (Occasion(GIVES, asks=True),)
