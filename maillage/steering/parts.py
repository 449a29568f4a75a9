"""Writing rows of an action: its steps, risks, documents, expected effects. Their changes count as changes of it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act, acts_on, levels


@transaction.atomic
def save(action: Action, person: Any, act: Act, seen: versions.Seen, kept: Sequence[Any], gone: Sequence[Any]) -> None:
    """Write some rows, take others away. Raises Stale, ValidationError, and PermissionDenied."""
    row = versions.hold(action, seen)
    acts = acts_on(person, row)
    among = levels(acts)
    shown = [getattr(part, "visibility", among[0]) for part in (*kept, *gone)]
    if act not in acts or not {*shown} <= {*among}:
        raise PermissionDenied("Votre rôle ne permet pas de modifier cette partie de la fiche.")
    versions.count(row, seen)
    for part in gone:
        versions.drop(part, person)
    for part in kept:
        versions.write(part, person)
