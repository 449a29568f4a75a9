"""Writing what a body is, for who holds the committees of its strategy."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from maillage.steering import versions
from maillage.steering.committees import access
from maillage.steering.committees.models import Body


@transaction.atomic
def save(body: Body, person: Any, seen: versions.Seen = None) -> Body:
    """Open a body, or change it. Raises Stale, ValidationError, and PermissionDenied."""
    row = versions.hold(body, seen) if body.pk else body
    if not access.runs(person, row):
        raise PermissionDenied("Votre rôle ne permet pas de tenir ce comité.")
    body.simulated = body.strategy.simulated if body is row else row.simulated
    versions.write(body, person)
    return body
