"""What is entered reaches the readers: the networks to be shown are copied to the file that their pages read."""

from typing import Any

from django.db import transaction

from maillage.commons.offers import published
from maillage.commons.offers.models import Network
from maillage.directory import typed
from maillage.kernel.validity import Validity
from maillage.store import published as file


def refresh() -> None:
    """Publish the networks that are to be shown, and no other."""
    file.publish(published.path(), lambda: [published.as_record(_told(one)) for one in _shown()])


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when a network, or a part of one, was saved or deleted."""
    transaction.on_commit(refresh)


def _shown() -> list[Network]:
    return list(Network.objects.filter(shown=True).prefetch_related("providers", "offers"))


def _told(one: Network) -> published.Network:
    return published.Network(
        name=one.name,
        operators=typed.codes(one.operators),
        territories=typed.refs(one.territories),
        url=one.url,
        checked_on=one.checked_on,
        providers=tuple((each.name, each.public) for each in one.providers.all()),
        offers=tuple((each.kind, each.note) for each in one.offers.all()),
        validity=Validity(None, one.ends_on),
        sold_until=tuple(each.ends_on for each in one.offers.all()),
    )
