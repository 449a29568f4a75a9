"""Business and wholesale offers, network by network. A firm, or who advises it, asks « qui peut me vendre une ligne
d’entreprise ici ? »; they leave with the providers, what the network sells wholesale, the day it was checked, the file.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from maillage.commons.offers import published
from maillage.web.exports.table import Kind
from maillage.web.fibre.networks import Shown, shown
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing


class Line(NamedTuple):
    """A provider or an offer of a network."""

    network: published.Network
    card: Shown
    nature: str
    name: str
    audience: str = ""
    note: str = ""


def _lines(asked: Asked) -> Iterator[Line]:
    source, today = observatory(asked.request), timezone.localdate()
    for network in published.every():
        card = shown(source, network, today)
        for name, audience in network.providers:
            yield Line(network, card, "fournisseur d’accès", name, audience)
        for name, note in card.offers:
            yield Line(network, card, "offre de gros", name, note=note)


def _context(asked: Asked) -> dict[str, Any]:
    source, today = observatory(asked.request), timezone.localdate()
    return {"networks": [shown(source, network, today) for network in published.every()]}


OFFERS = Listing(
    name="offers",
    address="offres",
    title="Offres aux entreprises et de gros",
    what="offre",
    file="offres",
    template="fibre/offers/offers.html",
    context=_context,
    empty=(
        "Aucun réseau n’a été saisi",
        "Qui tient ce site les saisit dans « Offres de gros » de /gestion/. En attendant, demandez au réseau "
        "d’initiative publique de votre département ou à votre chambre de commerce.",
    ),
    rows=lambda asked: list(_lines(asked)),
    columns=(
        Column("reseau", "Réseau", "Nom du réseau", width=34, cell="network.name"),
        Column("operateur", "Opérateur", "Opérateur d’infrastructure", width=24, cell="card.operators"),
        Column(
            "territoires",
            "Territoires",
            "Où est ce réseau",
            width=40,
            cell=lambda line: ", ".join(name for _, name in line.card.places),
        ),
        Column("nature", "Nature", "fournisseur d’accès ou offre de gros", width=18),
        Column("nom", "Nom", "Nom du fournisseur, ou de l’offre", width=44, cell="name"),
        Column(
            "public", "Vend aux", "Pour un fournisseur : particuliers, entreprises ou tous", width=14, cell="audience"
        ),
        Column("precision", "Précision", "Pour une offre de gros", width=40, cell="note"),
        Column("page", "Page", "Page du réseau", width=40, cell="network.url"),
        Column(
            "verifie_le", "Vérifié le", "Jour où ces listes ont été vérifiées", Kind.DATE, cell="network.checked_on"
        ),
        Column(
            "a_verifier",
            "À vérifier",
            "oui quand c’était il y a plus de douze mois",
            width=10,
            cell=lambda line: "oui" if line.card.late else "",
        ),
    ),
)
