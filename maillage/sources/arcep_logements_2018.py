"""Dwellings and business premises by commune, sheet « communes » of the Arcep observatory, T1 2018.

Traps: four title lines; thousands are cut by U+00A0 and the zero is written `-`, so that a dash counts.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Row
from maillage.kernel.source import Bounds, Source
from maillage.sources.formats.csv import Csv

SOURCE = Source(
    name="arcep_logements_2018",
    table="logements_etablissements",
    title="Observatoire haut et très haut débit, T1 2018 : logements et établissements",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/le-marche-du-haut-et-tres-haut-debit-fixe-deploiements",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle ; cette forme de fichier s’arrête en 2018",
    format=Csv(separator=",", header=5),
    required=("Code commune", "Logements", "Établissements", "Zones très denses"),
    optional=(
        r"Engagements L\. 33-13",
        r"Intentions privées hors engagement L\. 33-13",
        r"OI \d{4} T[1-4]",
        "Commune rurale",
    ),
    ignored=("Nom commune", "Code région", "Code département", "Siren EPCI", "Commune de montagne"),
    # One row for each commune of 2018: 3 734 for the 3 685 communes of BFC today.
    bounds=Bounds(per="commune", low=0.8, high=2.0),
    notes="Un tiret y est un zéro : les totaux départementaux publiés par l’Arcep l’exigent. Les mêmes "
    "logements et établissements servent de dénominateur aux trois trimestres (T3 2017, T4 2017, T1 "
    "2018).",
)


def _or_none(text: str | None) -> str | None:
    return None if text == "-" else text


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one commune."""
    operators = row.matching(r"OI \d{4} T[1-4]")
    rural = row.integer("Commune rurale", dash_is_zero=True)
    yield {
        "commune": row.commune("Code commune"),
        "logements": row.count("Logements", dash_is_zero=True),
        "etablissements": row.count("Établissements", dash_is_zero=True),
        "zone_tres_dense": row.count("Zones très denses", dash_is_zero=True) > 0,
        "engagement_l33_13": _or_none(row.text("Engagements L. 33-13")),
        "intention_privee": bool(row.integer("Intentions privées hors engagement L. 33-13", dash_is_zero=True)),
        "operateurs": row.text(operators[0][0]) if operators else None,
        "rurale": None if rural is None else rural > 0,
    }
