"""What a file says of itself: the view it comes from, its filters, its release, the terms of its sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import DeliverySheet, ReleaseSheet, SourceSheet
from maillage.web.exports.table import Cell, Column, Kind, Table
from maillage.web.gate.observatory import observatory

EMPTY = (
    "Une cellule vide dit que nous ne savons pas, ou qu’il n’y a rien à mesurer ici : "
    "ce n’est jamais un zéro. Un zéro est une mesure."
)
SOURCE_COLUMNS = (
    Column("source", "Source", "Nom de la source dans son adresse", width=26),
    Column("titre", "Titre", "Titre donné par le producteur", width=46),
    Column("producteur", "Producteur", "Qui publie", width=26),
    Column("licence", "Licence", "Conditions de réutilisation", width=24),
    Column("adresse_licence", "Adresse de la licence", "Texte de la licence", width=40),
    Column("page", "Page officielle", "Où le producteur publie", width=40),
    Column("periode", "Période décrite", "Ce que décrivent les données", width=18),
    Column("obtenu_le", "Obtenu le", "Jour où nous l’avons obtenue", Kind.DATE, 13),
    Column("publie_le", "Publié le", "Jour de publication, quand il est connu", Kind.DATE, 13),
    Column("fichiers", "Livraison", "Fichiers reçus", width=46),
    Column("empreintes", "Empreintes SHA-256", "Empreintes de ces fichiers", width=30),
)


@dataclass(frozen=True, slots=True)
class About:
    """Who says it, from where and when. `address` is the absolute address of the view."""

    release: ReleaseSheet
    sources: dict[str, SourceSheet]
    address: str
    operator: str

    @property
    def notice(self) -> str:
        """What every sheet of a simulated territory carries."""
        return self.release.notice

    @property
    def sheet(self) -> str:
        """The name of the sheet of data."""
        return "Données simulées" if self.release.simulated else "Données"

    @property
    def publication(self) -> str:
        """« Publication n° 3 du 22 novembre 2026, Bourgogne-Franche-Comté »."""
        day = french.day(timezone.localtime(french.moment(self.release.published_at)).date())
        return f"Publication n°{french.WIDE}{self.release.number} du {day}, {self.release.region_name}"

    def used(self, table: Table) -> list[tuple[SourceSheet, DeliverySheet | None]]:
        """The deliveries a table comes from, by source, newest first."""
        pairs: list[tuple[SourceSheet, DeliverySheet | None]] = []
        for name in sorted({source for source, _ in table.deliveries}):
            sheet = self.sources[name]
            mine = [delivery for delivery in sheet.deliveries if (name, delivery.period.code) in table.deliveries]
            pairs += [(sheet, delivery) for delivery in mine] or [(sheet, None)]
        return pairs

    def licences(self, table: Table) -> list[str]:
        """The licences of the sources used, with their address."""
        sheets = [sheet for sheet, _ in self.used(table)]
        terms = {" — ".join(filter(None, (sheet.licence, sheet.licence_url))) for sheet in sheets}
        return sorted(terms, key=alphabetical)

    def lines(self, table: Table) -> list[tuple[str, str]]:
        """What the sheet « À propos » says, label and text."""
        notice = [("Avertissement", self.notice)] if self.notice else []
        filters = [(f"Filtre : {name}", value) for name, value in table.filters]
        licences = self.licences(table) or ["Voir la feuille Sources."]
        return [
            *notice,
            ("Vue", table.title),
            *(filters or [("Filtres", "Aucun")]),
            ("Adresse de la vue", self.address),
            ("Publication", self.publication),
            *([("Tenu par", self.operator)] if self.operator else []),
            ("Licences", " ; ".join(licences)),
            ("Cellules vides", EMPTY),
            ("Nombres", "Les valeurs ne sont pas arrondies : le format des cellules n’en montre qu’une partie. "
                        "Un taux de 62,4 % est écrit 62,4."),
        ]  # fmt: skip


def about(request: HttpRequest, table: Table) -> About:
    """What this table says of itself, asked at this address."""
    return about_release(observatory(request), request.build_absolute_uri(table.view))


def about_release(source: Observatory, address: str) -> About:
    """What a table of this release says of itself, whose view is at this absolute address."""
    return About(
        release=source.release,
        sources={sheet.name: sheet for sheet in source.sources()},
        address=address,
        operator=settings.MAILLAGE_OPERATOR,
    )


def source_lines(table: Table, facts: About) -> tuple[Sequence[Column], list[tuple[Cell, ...]]]:
    """The sheet of sources: one row for each delivery used."""
    lines: list[tuple[Cell, ...]] = []
    for sheet, delivery in facts.used(table):
        lines.append(
            (
                sheet.name,
                sheet.title,
                sheet.publisher,
                sheet.licence,
                sheet.licence_url,
                sheet.page,
                delivery.period.label if delivery else "",
                delivery.obtained_on if delivery else None,
                delivery.published_on if delivery else None,
                ", ".join(delivery.files) if delivery else "",
                ", ".join(delivery.checksums) if delivery else "",
            )
        )
    return SOURCE_COLUMNS, lines
