"""Signing a sentence beside a headline, taking it back, and holding headlines back: who may, and what is refused."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.governing import everywhere
from maillage.kernel.territory import Territory
from maillage.steering import versions
from maillage.steering.actions.publication import WIDE
from maillage.steering.explanations.models import ElectoralPeriod, Explanation
from maillage.steering.explanations.published import Subject
from maillage.steering.rights import Act, allows, reached
from maillage.steering.strategies.models import Strategy

REFUSED = "Seule l’équipe d’une stratégie publique de ce territoire peut expliquer ce titre."
NOT_RULING = "Seul un administrateur du site peut ouvrir ou fermer la période électorale."
LEAST = 3


def concerns(strategy: Strategy, place: Territory) -> bool:
    """Whether a strategy is of this place, or of a wider one."""
    named = {*typed.refs(strategy.territories)}
    if not named:
        return strategy.level in WIDE
    return not named.isdisjoint({place.ref, *place.parents, *place.groupings})


def strategies(person: Any, place: Territory) -> list[Strategy]:
    """The public strategies in whose name somebody may sign at this place."""
    mine = Strategy.objects.filter(reached(person, Act.SHAPE), shown=True, framework=False).distinct()
    return [strategy for strategy in mine if concerns(strategy, place)]


@transaction.atomic
def sign(explanation: Explanation, subject: Subject, place: Territory, person: Any, seen: versions.Seen = None) -> None:
    """Write a sentence and tie it to the headline as it reads now. Raises Stale, ValidationError, PermissionDenied."""
    if explanation.pk:
        row = versions.hold(explanation, seen)
        if not allows(person, Act.SHAPE, row.strategy):
            raise PermissionDenied(REFUSED)
    strategy = explanation.strategy
    if not (strategy.shown and allows(person, Act.SHAPE, strategy) and concerns(strategy, place)):
        raise PermissionDenied(REFUSED)
    if len(explanation.words.split()) < LEAST:
        raise ValidationError({"words": "Dites-le en trois mots au moins."})
    explanation.territory, explanation.about, explanation.period, explanation.headline = subject
    explanation.signed_on, explanation.withdrawn, explanation.by = timezone.localdate(), False, person
    versions.write(explanation, person)


@transaction.atomic
def withdraw(explanation: Explanation, person: Any, seen: versions.Seen = None) -> None:
    """Take a sentence back; its history stays. Raises Stale and PermissionDenied."""
    row = versions.hold(explanation, seen)
    if not allows(person, Act.SHAPE, row.strategy):
        raise PermissionDenied(REFUSED)
    row.withdrawn = True
    versions.write(row, person)


@transaction.atomic
def turn(on: bool, person: Any) -> None:
    """Open or close the electoral period. Raises PermissionDenied."""
    if not everywhere(person):
        raise PermissionDenied(NOT_RULING)
    period = ElectoralPeriod.objects.select_for_update().first() or ElectoralPeriod()
    if period.pk is None or period.on != on:
        period.on = on
        versions.write(period, person)
