"""The sources of the site, as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

COLUMNS = (
    Column("source", "Source", "Nom de la source, celui de son adresse", width=30),
    Column("titre", "Titre", "Titre de la source", width=46),
    Column("producteur", "Producteur", "Qui publie", width=26),
    Column("licence", "Licence", "Conditions de réutilisation", width=24),
    Column("rythme", "Rythme", "Rythme de publication", width=18),
    Column("page", "Page officielle", "Où le producteur publie", width=40),
    Column("livraisons", "Livraisons", "Livraisons gardées", Kind.NUMBER, 11),
    Column("derniere_periode", "Dernière période", "Vide : données non chargées", width=12),
    Column("obtenu_le", "Obtenu le", "Jour où la dernière livraison a été obtenue", Kind.DATE, 13),
    Column("lues", "Lignes lues", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("gardees", "Lignes gardées", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("refusees", "Lignes refusées", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("signalees", "Lignes signalées", "Gardées telles quelles", Kind.NUMBER, 12),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every source, those not loaded too, with the counts of its last delivery."""
    source = observatory(request)

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        for sheet in source.sources():
            last = sheet.last
            if last:
                draft.deliveries.add((sheet.name, last.period.code))
            counts = (last.read, last.kept, last.refused, last.flagged) if last else (None,) * 4
            yield (
                sheet.name,
                sheet.title,
                sheet.publisher,
                sheet.licence,
                sheet.frequency,
                sheet.page,
                len(sheet.deliveries),
                last.period.code if last else "",
                last.obtained_on if last else None,
                *counts,
                source.release.number,
            )

    export = table("maillage-sources", "Les sources", reverse("sources"), COLUMNS, rows)
    return answer(request, export, form)
