"""Duplicating an action, to start another from it; sharing one with a strategy."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Risk, Status, Step, Visibility
from maillage.steering.strategies.models import Strategy

KEPT = (
    "strategy",
    "description",
    "lead",
    "other_partners",
    "elected",
    "territories",
    "audience",
    "technical",
    "trades",
    "training",
    "priority",
    "simulated",
)


def free_code(strategy: Strategy) -> str:
    """A code nobody has: one more than the highest « A12 », and at least two digits."""
    codes = Action.objects.filter(code__regex=r"^A[0-9]{1,6}$").values_list("code", flat=True)
    return f"A{max((int(code[1:]) for code in codes), default=0) + 1:02}"


@transaction.atomic
def duplicate(action: Action, code: str, title: str, author: User | None) -> Action:
    """A new action with what was said of this one: neither dates, pilot, news nor status, and seen by the team only."""
    made = Action(
        code=code,
        title=title,
        status=Status.IDEA,
        visibility=Visibility.TEAM,
        **{name: getattr(action, name) for name in KEPT},
    )
    many: dict[str, list[Any]] = {"nodes": list(action.nodes.all()), "partners": list(action.partners.all())}
    saving.save(made, author, many=many)
    for step in action.steps.all():
        new_step = Step(action=made, title=step.title, milestone=step.milestone, weight=step.weight, rank=step.rank)
        new_step._history_user = author
        new_step.save()
    for risk in action.risks.filter(closed=False):
        copy = Risk(
            action=made, title=risk.title, likelihood=risk.likelihood, gravity=risk.gravity, response=risk.response
        )
        copy._history_user = author
        copy.save()
    return made


def share(action: Action, strategies: Iterable[Strategy], author: User | None, seen: versions.Seen) -> Action:
    """Show an action in other strategies too, and in no others. Raises Stale."""
    others = [strategy for strategy in strategies if strategy != action.strategy]
    return saving.save(action, author, seen, {"shared_with": others})
