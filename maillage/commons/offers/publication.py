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
    file.publish(published.path(), lambda: [published.as_record(_told(network)) for network in _shown()])


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when a network, or a part of one, was saved or deleted."""
    transaction.on_commit(refresh)


def _shown() -> list[Network]:
    return list(Network.objects.filter(shown=True).prefetch_related("providers", "offers"))


def _told(network: Network) -> published.Network:
    return published.Network(
        name=network.name,
        operators=typed.codes(network.operators),
        territories=typed.refs(network.territories),
        url=network.url,
        checked_on=network.checked_on,
        providers=tuple((each.name, each.public) for each in network.providers.all()),
        offers=tuple((each.kind, each.note) for each in network.offers.all()),
        validity=Validity(None, network.ends_on),
        sold_until=tuple(each.ends_on for each in network.offers.all()),
    )
