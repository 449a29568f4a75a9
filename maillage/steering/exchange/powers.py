"""What whoever sends a workbook may do: asked of each action as it is kept, before the file changes anything in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from maillage.directory.models import User
from maillage.steering import rights
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act
from maillage.steering.strategies.models import Strategy


@dataclass(frozen=True, slots=True)
class Powers:
    """What may be done with an action that is kept, whether a strategy may be given a new one; the strategies and the
    people that a file may name."""

    on: Callable[[Action], frozenset[Act]]
    shapes: Callable[[Strategy], bool]
    strategies: Q
    people: QuerySet[User]


def of(person: Any) -> Powers:
    """Those of a person: what the pages let them do, and no more."""
    return Powers(
        lambda action: rights.acts_on(person, action),
        lambda strategy: rights.allows(person, Act.SHAPE, strategy),
        rights.visible(person),
        rights.acquainted(person),
    )


def of_the_operator() -> Powers:
    """Those of who runs the command on the server: all."""
    return Powers(lambda _: frozenset(Act), lambda _: True, Q(pk__isnull=False), User.objects.filter(is_active=True))
