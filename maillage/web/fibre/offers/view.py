"""Business and wholesale offers, network by network. A firm, or who advises it, asks « qui peut me vendre une ligne
d’entreprise ici ? »; they leave with the providers, what the network sells wholesale, the day it was checked, the file.
"""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.commons.offers import published
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.fibre.networks import shown
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory


@public
def page(request: HttpRequest) -> HttpResponse:
    """Every network."""
    source, today = observatory(request), timezone.localdate()
    context = {"networks": [shown(source, network, today) for network in published.every()]}
    return render(request, "fibre/offers/offers.html", context)


COLUMNS = (
    Column("reseau", "Réseau", "Nom du réseau", width=34),
    Column("operateur", "Opérateur", "Opérateur d’infrastructure", width=24),
    Column("territoires", "Territoires", "Où est ce réseau", width=40),
    Column("nature", "Nature", "fournisseur d’accès ou offre de gros", width=18),
    Column("nom", "Nom", "Nom du fournisseur, ou de l’offre", width=44),
    Column("public", "Vend aux", "Pour un fournisseur : particuliers, entreprises ou tous", width=14),
    Column("precision", "Précision", "Pour une offre de gros", width=40),
    Column("page", "Page", "Page du réseau", width=40),
    Column("verifie_le", "Vérifié le", "Jour où ces listes ont été vérifiées", Kind.DATE),
    Column("a_verifier", "À vérifier", "oui quand c’était il y a plus de douze mois", width=10),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every provider and offer of every network, as CSV or XLSX."""
    source, today = observatory(request), timezone.localdate()

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for network in published.every():
            card = shown(source, network, today)
            head = (network.name, card.operators, ", ".join(name for _, name in card.places))
            tail = (network.url, network.checked_on, "oui" if card.late else "")
            for name, audience in network.providers:
                yield [*head, "fournisseur d’accès", name, audience, "", *tail]
            for name, note in card.offers:
                yield [*head, "offre de gros", name, "", note, *tail]

    made = table("offres", "Offres aux entreprises et de gros", reverse("offers"), COLUMNS, draw)
    return answer(request, made, form)
