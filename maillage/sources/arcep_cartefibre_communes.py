"""Premises that can be connected to FttH by commune, from the map « Ma carte fibre » of Arcep, each quarter.

Traps: only the .dbf of the shapefile is needed; it is in latin-1 though its .cpg says UTF-8, and some
names are already damaged in it; `0` means nobody in the columns of operators; Paris, Lyon and Marseille
are given by arrondissement; more premises may be connectable than there are premises.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Row
from maillage.kernel.source import Bounds, DataGouv, Source, labels
from maillage.sources.formats.dbf import ZippedDbf

ZONES = {"ZTD": "zone très dense", "zipri": "initiative privée", "zipu": "initiative publique"}
LABELS = (labels("zone", ZONES, exact=True),)
SOURCE = Source(
    name="arcep_cartefibre_communes",
    table="deploiement_ftth",
    title="Déploiement de la fibre par commune (Ma carte fibre)",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/le-marche-du-haut-et-tres-haut-debit-fixe-deploiements",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle",
    format=ZippedDbf(encoding="latin-1"),
    required=("INSEE_COM", "Locaux", "ftth"),
    optional=("zone", "oi", "OI_AMEL", "L_33-13"),
    ignored=(
        "ID",
        "NOM_COM",
        "INSEE_AR",
        "INSEE_DEP",
        "NOM_DEP",
        "INSEE_REG",
        "NOM_REG",
        "NOM_REG_1",
        "STATUT",
        "orig_ogcf",
        "Dpt",
        "ZTD_2013",
        "POPULATION",
        "ZMD_privé",
        "oi_bis",
        "couv",
    ),
    # One row for each commune or arrondissement of the year.
    bounds=Bounds(per="commune", low=0.8, high=2.0),
    remote=DataGouv(
        dataset="le-marche-du-haut-et-tres-haut-debit-fixe-deploiements",
        pattern=r"(\d{4})T(\d)-Commune",
        period=r"\1-T\2",
    ),
    notes="Dénominateur : « Locaux », qui change d’un trimestre à l’autre et ne se compare pas aux "
    "logements et établissements de 2017-2018. Zones : ZTD très dense, zipri initiative privée, "
    "zipu initiative publique.",
    labels=LABELS,
)


def _operator(row: Row, column: str) -> str | None:
    """An operator; `0` and `0.000` stand for none."""
    text = row.text(column)
    return None if text is None or re.fullmatch(r"0(\.0*)?", text) else text


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One record, one commune."""
    yield {
        "commune": row.commune("INSEE_COM"),
        "raccordables": row.count("ftth"),
        "locaux": row.count("Locaux"),
        "zone": row.text("zone"),
        "operateurs": _operator(row, "oi"),
        "engagement_l33_13": _operator(row, "L_33-13"),
        "operateur_amel": _operator(row, "OI_AMEL"),
    }
