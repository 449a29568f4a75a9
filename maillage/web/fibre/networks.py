"""The networks of public initiative and what is sold on them, as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from maillage.commons.offers import published
from maillage.kernel import french
from maillage.kernel.territory import Territory
from maillage.observatory.door import Observatory

KINDS = {
    "ftth_pro": "FttH pro (fibre mutualisée, avec garanties)",
    "ftte": "FttE (fibre pour l’entreprise, sur le réseau mutualisé)",
    "ftto": "FttO (fibre dédiée)",
    "collecte": "collecte (du réseau local au réseau national)",
    "fibre_noire": "fibre noire",
    "hebergement": "hébergement d’équipements",
    "autre": "autre offre",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A network, in words: `late` says how old it is when it is to be checked again."""

    name: str
    operators: str
    places: tuple[tuple[str, str], ...]
    url: str
    checked: str
    late: str
    firms: tuple[str, ...]
    homes: tuple[str, ...]
    offers: tuple[tuple[str, str], ...]


def shown(source: Observatory, network: published.Network, today: date) -> Shown:
    """A network as pages show it."""
    names = {ref: {each.ref: each.name for each in source.territories(ref.level)} for ref in network.territories}
    return Shown(
        name=network.name,
        operators=", ".join(source.nearby.operator(code) for code in network.operators),
        places=tuple(
            (reverse("territory", args=[ref.level, ref.code]), names[ref][ref])
            for ref in network.territories
            if ref in names[ref]
        ),
        url=network.url,
        checked=french.day(network.checked_on),
        late=french.age((today - network.checked_on).days) if network.stale(today) else "",
        firms=tuple(name for name, public in network.providers if public in ("entreprises", "tous")),
        homes=tuple(name for name, public in network.providers if public == "particuliers"),
        offers=tuple((KINDS.get(kind, kind), note) for kind, note in network.offers),
    )


def at(source: Observatory, commune: Territory) -> list[Shown]:
    """The networks of a commune, as the page of an address shows them."""
    today = timezone.localdate()
    return [shown(source, network, today) for network in published.at(commune)]
