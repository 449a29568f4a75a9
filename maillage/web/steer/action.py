"""The action a page is about, when its reader may read it and do this with it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act, acts_on, readable
from maillage.steering.strategies.models import Strategy


def read_by(person: Any) -> QuerySet[Action]:
    """The actions somebody may read."""
    return Action.objects.filter(readable(person))


def of_strategy(strategy: Strategy) -> QuerySet[Action]:
    """The actions of a strategy, and those shared with it."""
    shared = Action.shared_with.through.objects.filter(strategy=strategy).values("action")
    return Action.objects.filter(Q(strategy=strategy) | Q(pk__in=shared))


def one_action(request: HttpRequest, code: str, act: Act | None = None) -> Action:
    """An action that this reader may read, and do this with. Raises UsageError: what may not be read is not there."""
    return judged(request, code, act)[0]


def judged(request: HttpRequest, code: str, act: Act | None = None) -> tuple[Action, frozenset[Act]]:
    """The same, with all that this reader may do with it."""
    actions = Action.objects.select_related("strategy__organisation", "lead", "pilot")
    action = actions.prefetch_related("shared_with", "partners").filter(code=code).first()
    acts = acts_on(request.user, action) if action is not None else frozenset()
    if action is None or not acts or (act is not None and act not in acts):
        raise UsageError(f"Aucune action {code} ici, ou votre rôle ne permet pas cette page.")
    return action, acts
