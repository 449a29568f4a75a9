"""Writing an envelope, for who shapes its strategy."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError

from maillage.kernel.errors import UsageError
from maillage.steering import versions
from maillage.steering.money.models import Envelope
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Strategy


def _check(person: Any, *strategies: Strategy) -> None:
    if not all(allows(person, Act.SHAPE, strategy) for strategy in strategies):
        raise PermissionDenied("Votre rôle ne permet pas de modifier une enveloppe.")


@transaction.atomic
def save(envelope: Envelope, person: Any, seen: versions.Seen = None) -> Envelope:
    """Write an envelope. Raises Stale, ValidationError, and PermissionDenied."""
    _check(person, envelope.strategy)
    if envelope.pk:
        _check(person, versions.hold(envelope, seen).strategy)
    versions.write(envelope, person)
    return envelope


@transaction.atomic
def remove(envelope: Envelope, person: Any) -> None:
    """Take an envelope away. Raises UsageError when it pays for an action, and PermissionDenied."""
    row = versions.hold(envelope, None)
    _check(person, row.strategy)
    try:
        versions.drop(row, person)
    except ProtectedError:
        raise UsageError("Cette enveloppe finance encore des actions : retirez d’abord leurs financements.") from None
