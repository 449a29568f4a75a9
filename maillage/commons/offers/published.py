"""The networks and offers that readers see: one file, written at each change in the back office."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from maillage.kernel.territory import Ref, Territory
from maillage.store import published as file

FILE = "offers.json"
STALE_AFTER_DAYS = 365


@dataclass(frozen=True, slots=True)
class Network:
    """A network: `providers` as (name, particuliers | entreprises | tous), `offers` as (kind, precision)."""

    name: str
    operators: tuple[str, ...]
    territories: tuple[Ref, ...]
    url: str
    checked_on: date
    providers: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str], ...]

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
    """The networks shown, by name."""
    return [_read(record) for record in file.records(path())]


def at(territory: Territory) -> list[Network]:
    """Those of a commune."""
    return [one for one in every() if one.covers(territory)]


def as_record(one: Network) -> dict[str, Any]:
    """A network as the file holds it."""
    return {
        "name": one.name,
        "operators": one.operators,
        "territories": [str(ref) for ref in one.territories],
        "url": one.url,
        "checked_on": one.checked_on.isoformat(),
        "providers": one.providers,
        "offers": one.offers,
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
    )
