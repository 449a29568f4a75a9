"""The networks and offers that readers see: one file, written at each change in the back office."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from maillage.kernel.territory import Ref, Territory
from maillage.kernel.validity import Validity
from maillage.store import published as file

FILE = "offers.json"
STALE_AFTER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Network:
    """A network: `providers` as (name, particuliers | entreprises | tous), `offers` as (kind, precision).

    Each offer is sold until the day of the same rank in `sold_until`, None for no end."""

    name: str
    operators: tuple[str, ...]
    territories: tuple[Ref, ...]
    url: str
    checked_on: date
    providers: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str], ...]
    validity: Validity = field(default_factory=Validity)
    sold_until: tuple[date | None, ...] = ()

    def sold(self, today: date) -> "Network":
        """The network with what it still sells."""
        ends = zip(self.offers, self.sold_until, strict=True)
        left = [(offer, day) for offer, day in ends if not Validity(None, day).closed(today)]
        return replace(self, offers=tuple(offer for offer, _ in left), sold_until=tuple(day for _, day in left))

    def stale(self, today: date) -> bool:
        """Whether it was checked more than twelve months ago."""
        return (today - self.checked_on).days > STALE_AFTER_DAYS

    def covers(self, territory: Territory) -> bool:
        """Whether the network is in this commune, or in something that holds it."""
        return bool({territory.ref, *territory.parents, *territory.groupings} & set(self.territories))


def path() -> Path:
    """Where they are."""
    return Path(settings.MAILLAGE_HOME) / FILE


def stamp() -> str:
    """Names their present state, for caches."""
    return file.stamp(path())


def every() -> list[Network]:
    """The networks shown, by name: those in force today, with the offers they sell today."""
    today = timezone.localdate()
    held = (_read(record) for record in file.records(path()))
    return [network.sold(today) for network in held if not network.validity.closed(today)]


def at(territory: Territory) -> list[Network]:
    """Those of a commune."""
    return [network for network in every() if network.covers(territory)]


def as_record(network: Network) -> dict[str, Any]:
    """A network as the file holds it."""
    return {
        "name": network.name,
        "operators": network.operators,
        "territories": [str(ref) for ref in network.territories],
        "url": network.url,
        "checked_on": network.checked_on.isoformat(),
        "providers": network.providers,
        "offers": network.offers,
        "ends_on": network.validity.ends_on and network.validity.ends_on.isoformat(),
        "sold_until": [day and day.isoformat() for day in network.sold_until],
    }


def _read(record: dict[str, Any]) -> Network:
    return Network(
        name=record["name"],
        operators=tuple(record["operators"]),
        territories=tuple(map(Ref.parse, record["territories"])),
        url=record["url"],
        checked_on=date.fromisoformat(record["checked_on"]),
        providers=tuple((name, public) for name, public in record["providers"]),
        offers=tuple((kind, note) for kind, note in record["offers"]),
        validity=Validity(None, _day(record.get("ends_on"))),
        sold_until=tuple(map(_day, record.get("sold_until", [None] * len(record["offers"])))),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
