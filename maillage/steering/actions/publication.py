"""What is public of actions reaches the readers: it is copied to the file that their pages count them in."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from maillage.directory import typed
from maillage.kernel.territory import Ref
from maillage.steering.actions import published
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Level
from maillage.store import published as file

WIDE = (Level.EUROPE, Level.STATE, Level.REGION)
STRATEGY = tuple(f"strategy__{name}" for name in ("slug", "short", "title", "level", "territories"))


def refresh() -> None:
    """Publish the public actions of public strategies, and no other."""
    file.publish(published.path(), lambda: [published.as_record(action) for action in _shown()])


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when an action or a strategy was saved or deleted: once a transaction, however many were."""
    if not any(waiting is refresh for _, waiting, *_ in connection.run_on_commit):
        transaction.on_commit(refresh)


def places(action: Action) -> tuple[tuple[Ref, ...], bool]:
    """The territories that an action names, else those of its strategy; and whether it is for everywhere: neither names
    one, and the strategy is of the Region or wider."""
    territories = typed.refs(action.territories) or typed.refs(action.strategy.territories)
    return territories, not territories and action.strategy.level in WIDE


def _shown() -> Iterator[published.PublicAction]:
    actions = Action.objects.filter(visibility=Visibility.PUBLIC, strategy__shown=True)
    fields = ("status", "ends_on", "changed_at", "territories", "strategy")
    for action in actions.select_related("strategy").only(*fields, *STRATEGY).order_by("code"):
        strategy = action.strategy
        territories, everywhere = places(action)
        yield published.PublicAction(
            strategy=strategy.slug,
            strategy_title=str(strategy),
            status=action.status,
            ends_on=action.ends_on,
            changed_on=timezone.localtime(action.changed_at).date(),
            territories=territories,
            everywhere=everywhere,
        )
