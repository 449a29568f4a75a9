"""The list of sources. Somebody comes to know where figures come from and how fresh they are; they leave on one."""

from collections.abc import Sequence

from django.urls import reverse

from maillage.observatory.sheets import SourceSheet
from maillage.web.declared import Line, Page, Question
from maillage.web.exports.table import Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.observe.publication import publication

PAGE = Page(lines=(Line(Question.FROM, 2, "Les sources", "Avec leur date et leur licence"),), indexed=True)


def _rows(asked: Asked) -> Sequence[SourceSheet]:
    """Every source, those not loaded too."""
    sheets = observatory(asked.request).sources()
    asked.deliveries.update((sheet.name, sheet.last.period.code) for sheet in sheets if sheet.last)
    return sheets


def _title(sheet: SourceSheet) -> Shown:
    return Shown(sheet.title, reverse("source", args=[sheet.name]), (Shown(sheet.publisher),))


def _described(sheet: SourceSheet) -> Shown:
    return Shown(sheet.last.period.label) if sheet.last else Shown("Données non chargées", tone="missing")


def _columns(asked: Asked) -> tuple[Column, ...]:
    return (
        Column("source", "Source", "Nom de la source, celui de son adresse", width=30, cell="name", first=False),
        Column("titre", "Titre", "Titre de la source", width=46, cell="title", show=_title, head="Source"),
        Column("producteur", "Producteur", "Qui publie", width=26, cell="publisher", first=False),
        Column("licence", "Licence", "Conditions de réutilisation", width=24, first=False),
        Column("rythme", "Rythme", "Rythme de publication", width=18, cell="frequency", first=False),
        Column("page", "Page officielle", "Où le producteur publie", width=40, first=False),
        Column(
            "livraisons",
            "Livraisons",
            "Livraisons gardées",
            Kind.NUMBER,
            11,
            lambda sheet: len(sheet.deliveries),
            first=False,
        ),
        Column(
            "derniere_periode",
            "Dernière période",
            "Vide : données non chargées",
            width=12,
            cell=lambda sheet: sheet.last.period.code if sheet.last else "",
            show=_described,
            head="Décrit",
        ),
        Column(
            "obtenu_le", "Obtenu le", "Jour où la dernière livraison a été obtenue", Kind.DATE, 13, "last.obtained_on"
        ),
        Column("lues", "Lignes lues", "Dans la dernière livraison", Kind.NUMBER, 12, "last.read", first=False),
        Column("gardees", "Lignes gardées", "Dans la dernière livraison", Kind.NUMBER, 12, "last.kept"),
        Column(
            "refusees",
            "Lignes refusées",
            "Dans la dernière livraison",
            Kind.NUMBER,
            12,
            "last.refused",
            head="Refusées",
        ),
        Column(
            "signalees", "Lignes signalées", "Gardées telles quelles", Kind.NUMBER, 12, "last.flagged", head="Signalées"
        ),
        publication(asked),
    )


LISTING = Listing(
    name="sources",
    address="sources",
    title="Les sources",
    what="source",
    file="maillage-sources",
    lead="D’où viennent les chiffres : des fichiers officiels, gardés tels quels avec leur empreinte. Chaque ligne "
    "mise de côté est montrée avec son motif.",
    rows=_rows,
    order=lambda sheet: not sheet.deliveries,
    group=lambda sheet: "Chargées" if sheet.deliveries else "Attendues",
    columns=_columns,
    size=200,
)
