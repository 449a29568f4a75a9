"""Premises that can be connected to FttH by commune and quarter: sheet « ftthCommunes », Arcep, T1 2018.

Traps: four title lines; two rows for each commune, one of premises and one of coverage class; one
column for each quarter, so that a row gives as many periods.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Source, labels
from maillage.sources.formats.csv import Csv

LABELS = (labels("Champ", {"Locaux Raccordables": "nombre de locaux raccordables"}, exact=True),)
SOURCE = Source(
    name="arcep_ftth_2018",
    table="deploiement_ftth",
    title="Observatoire haut et très haut débit, T1 2018 : locaux raccordables FttH",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/le-marche-du-haut-et-tres-haut-debit-fixe-deploiements",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle ; cette forme de fichier s’arrête en 2018",
    format=Csv(separator=",", header=5),
    required=("Code commune", "Champ", r"T[1-4] \d{4}"),
    # Three quarters for each commune of 2018: 11 202 rows for the 3 685 communes of BFC today.
    bounds=Bounds(per="commune", low=2.4, high=6.0),
    notes="Les lignes « Catégorie » (classe de couverture) ne sont pas reprises. Un nombre de locaux "
    "raccordables supérieur au nombre de logements et d’établissements est gardé et signalé.",
    labels=LABELS,
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row of premises, one row for each quarter."""
    field = row.required("Champ")
    if field == "Catégorie":
        return
    if field != "Locaux Raccordables":
        raise Refused("Champ", "« Locaux Raccordables » ou « Catégorie » attendu", field)
    commune = row.commune("Code commune")
    # Read every quarter before giving one: a line is kept whole or refused whole.
    quarters = [
        (f"{quarter[2]}-T{quarter[1]}", row.count(column, dash_is_zero=True))
        for column, quarter in row.matching(r"T([1-4]) (\d{4})")
    ]
    for period, connectable in quarters:
        yield {"commune": commune, "periode": period, "raccordables": connectable}
