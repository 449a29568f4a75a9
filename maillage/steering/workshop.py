"""Writing strategies, their editions and their links, for who shapes them. Each function raises PermissionDenied for
others, ValidationError for what is wrong, and Stale when somebody was faster.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from maillage.directory.models import Kind, Organisation, Role
from maillage.directory.rights import ACTS, Act, memberships
from maillage.kernel.errors import UsageError
from maillage.steering import versions
from maillage.steering.rights import allows
from maillage.steering.strategies.models import Edition, Link, State, Strategy

CLOSED = "Cette édition est remplacée : elle ne change plus."


def holders(person: Any) -> tuple[list[Organisation], bool]:
    """Those in whose name somebody may write a strategy, and whether it may be in nobody's."""
    held = [role for role in memberships(person) if not role.strategy and Act.SHAPE in ACTS[Role(role.role)]]
    if any(role.organisation.kind == Kind.EQUIPE for role in held):
        return list(Organisation.objects.all()), True
    return [role.organisation for role in held], False


def _check(person: Any, strategy: Strategy) -> None:
    if not allows(person, Act.SHAPE, strategy):
        raise PermissionDenied("Seule l’équipe de cette stratégie peut la modifier.")


@transaction.atomic
def open_strategy(strategy: Strategy, edition: Edition, person: Any) -> None:
    """A new strategy, with its first edition to fill."""
    among, free = holders(person)
    if not (strategy.organisation in among or (free and strategy.organisation is None)):
        raise PermissionDenied("Votre rôle ne permet pas de créer une stratégie.")
    versions.write(strategy, person)
    edition.strategy = strategy
    versions.write(edition, person)


@transaction.atomic
def save_strategy(strategy: Strategy, person: Any, seen: versions.Seen) -> None:
    """The sheet of a strategy."""
    row = versions.hold(strategy, seen)
    _check(person, row)
    among, free = holders(person)
    if strategy.organisation not in (row.organisation, *among) and not free:
        raise PermissionDenied("Votre rôle ne permet pas de confier une stratégie à cette organisation.")
    versions.write(strategy, person)


@transaction.atomic
def save_edition(edition: Edition, person: Any, seen: versions.Seen) -> None:
    """What an edition is called, its levels, its note. Raises UsageError for one that no longer changes."""
    row = versions.hold(edition, seen)
    _check(person, row.strategy)
    if row.state == State.PAST:
        raise UsageError(CLOSED)
    versions.write(edition, person)


@transaction.atomic
def declare(link: Link, person: Any) -> None:
    """A link that a strategy declares."""
    _check(person, link.source)
    versions.write(link, person)


@transaction.atomic
def undeclare(link: Link, person: Any) -> None:
    """A link is no longer declared."""
    row = versions.hold(link, None)
    _check(person, row.source)
    versions.drop(row, person)
