"""Networks of the demonstration region: fictional, one checked lately and one long ago, to show both."""

from datetime import date, timedelta

from maillage.commons.offers.models import Network, Offer, Provider, Public, Wholesale
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory

AFTER = ()
NETWORKS = 2
PROVIDERS = (
    ("Opérateur fictif A", Public.BOTH),
    ("Opérateur fictif B", Public.HOMES),
    ("Opérateur fictif Pro", Public.FIRMS),
)
OFFERS = (
    (Wholesale.FTTH_PRO, "garantie de rétablissement de 10 heures ouvrées"),
    (Wholesale.FTTO, "débit garanti de 10 Mbit/s à 1 Gbit/s"),
    (Wholesale.COLLECT, ""),
)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many: none where somebody entered one."""
    if Network.objects.exists():
        return 0
    places = source.territories(Level.DEPARTEMENT)[:NETWORKS]
    for rank, place in enumerate(places):
        network = Network(
            name=f"Réseau d’initiative publique, {place.name} (fictif)",
            operators=f"R{place.ref.code}X",
            territories=str(place.ref),
            # The second one is to be checked again.
            checked_on=today - timedelta(days=40 + 500 * rank),
            shown=True,
        )
        network.save()
        for name, public in PROVIDERS[: 3 - rank]:
            Provider(network=network, name=name, public=public).save()
        for kind, note in OFFERS[: 3 - rank]:
            Offer(network=network, kind=kind, note=note).save()
    return len(places)
