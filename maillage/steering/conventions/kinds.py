"""What a convention is to links: everybody reads those that are published, and nobody discusses one here."""

from typing import Any

from django.db.models import QuerySet

from maillage.directory.rights import Act
from maillage.directory.things import Kind
from maillage.steering.conventions.models import Convention


def _readable(person: Any) -> QuerySet[Convention]:
    conventions: QuerySet[Convention] = Convention.objects.filter(shown=True)
    return conventions


def _nothing(person: Any, convention: Convention) -> frozenset[Act]:
    return frozenset()


KINDS = (Kind("convention", "Convention", Convention, _readable, _nothing),)
