"""What a challenge is to links: its two organisations read it, and nobody else."""

from typing import Any

from django.db.models import QuerySet

from maillage.commons.challenges.handling import seen_by
from maillage.commons.challenges.models import Challenge
from maillage.directory.rights import Act
from maillage.directory.things import Kind


def _readable(person: Any) -> QuerySet[Challenge]:
    challenges: QuerySet[Challenge] = seen_by(person).select_related("operator", "organisation")
    return challenges


def _nothing(person: Any, challenge: Challenge) -> frozenset[Act]:
    return frozenset()


def _title(challenge: Challenge) -> str:
    return f"Contestation {challenge.number}, {challenge.where}, {challenge.operator.name}"


KINDS = (Kind("contestation", "Contestation", Challenge, _readable, _nothing, title=_title),)
