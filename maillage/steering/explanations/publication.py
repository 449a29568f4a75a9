"""What teams sign reaches the readers: it is copied to the file that their pages read, with the electoral period."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from maillage.steering.explanations import published
from maillage.steering.explanations.models import ElectoralPeriod, Explanation
from maillage.store import published as file


def refresh() -> None:
    """Publish the sentences of public strategies that nobody withdrew, and whether headlines are held back."""
    file.publish(published.path(), lambda: list(_records()))


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when one of them was saved or deleted: once a transaction, however many were."""
    if not any(waiting is refresh for _, waiting, *_ in connection.run_on_commit):
        transaction.on_commit(refresh)


def _records() -> Iterator[dict[str, Any]]:
    if ElectoralPeriod.objects.filter(on=True).exists():
        yield {published.ELECTORAL: True}
    shown = Explanation.objects.filter(withdrawn=False, strategy__shown=True).select_related("strategy")
    for each in shown:
        yield published.as_record(
            published.Signed(
                territory=each.territory,
                about=each.about,
                period=each.period,
                headline=each.headline,
                words=each.words,
                name=each.name,
                role=each.role,
                on=each.signed_on,
                strategy=str(each.strategy),
            )
        )
