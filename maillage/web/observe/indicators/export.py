"""The indicators of the site, as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

COLUMNS = (
    Column("indicateur", "Indicateur", "Nom de l’indicateur, celui de son adresse", width=36),
    Column("titre", "Titre", "Titre de l’indicateur", width=46),
    Column("theme", "Thème", "Thème", width=24),
    Column("unite", "Unité", "Unité de la valeur", width=18),
    Column("sens", "Sens", "Ce qui vaut mieux", width=20),
    Column("definition", "Définition", "Ce que dit le chiffre", width=60),
    Column("numerateur", "Numérateur", "Ce qui est compté", width=40),
    Column("denominateur", "Dénominateur", "Sur combien ; vide pour un décompte", width=40),
    Column("premiere_periode", "Première période", "Vide : données non chargées", width=12),
    Column("derniere_periode", "Dernière période", "Vide : données non chargées", width=12),
    Column("sources", "Sources", "Sources qui peuvent le nourrir", width=40),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every indicator, those without data too."""
    source = observatory(request)

    def rows(_: Table) -> Iterator[tuple[Cell, ...]]:
        for sheet in source.indicators():
            indicator = sheet.indicator
            yield (
                indicator.name,
                indicator.title,
                indicator.theme,
                indicator.unit,
                indicator.good.value,
                indicator.definition,
                indicator.numerator,
                indicator.denominator,
                sheet.periods[0].code if sheet.loaded else "",
                sheet.periods[-1].code if sheet.loaded else "",
                " | ".join(sheet.sources),
                source.release.number,
            )

    export = table("maillage-indicateurs", "Les indicateurs", reverse("indicators"), COLUMNS, rows)
    return answer(request, export, form)
