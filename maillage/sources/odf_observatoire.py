"""Public bodies that publish open data, found by OpenDataFrance (export of April 2022, « simplified »).

Traps: codes of départements and régions lost their leading zero; a SIREN may carry spaces or invisible
marks; an empty number of datasets is unknown, not zero.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import NON_PRECISEE
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Source, labels
from maillage.sources.formats.csv import Csv

BODIES = {
    "COM": "commune",
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "MET": "métropole",
    "DEP": "département",
    "REG": "région",
}
LABELS = (labels("type", BODIES, exact=True),)
SOURCE = Source(
    name="odf_observatoire",
    table="organisations_open_data",
    title="Observatoire open data des territoires",
    publisher="OpenDataFrance, avec Multi",
    page="https://github.com/multi-coop/data-odf-observatoire",
    licence=NON_PRECISEE,
    frequency="irrégulière ; dernier recensement en 2022",
    format=Csv(separator=";"),
    required=("siren", "nom", "type", "nb_ptf", "nb_datagouv", "reg_code_geo"),
    optional=("depcode", "url_ptf", "url_datagouv"),
    ignored=(
        "id_odf",
        "adress",
        "id_datagouv",
        "merge",
        "tranche_ptf",
        "platform_clean",
        "orga",
        "tags",
        "id_ods",
        "dep_label",
        "reg_code_short",
        "pop_insee",
        "tranche_pop",
        "lat",
        "lon",
        "boolean",
    ),
    notes="Recensement daté : une collectivité absente n’avait rien de trouvé à cette date. Le fichier ne "
    "liste que des organismes qui publient.",
    labels=LABELS,
)


def _siren(row: Row) -> str:
    bare = re.sub(r"[\s\u200e\u200f]", "", row.required("siren"))
    if not re.fullmatch(r"\d{9}", bare):
        raise Refused("siren", "SIREN de 9 chiffres attendu", row.text("siren"))
    return bare


def _code(row: Row, column: str) -> str | None:
    """A département or région code with its leading zero back."""
    text = row.text(column)
    return text.zfill(2) if text else None


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one organisation."""
    yield {
        "siren": _siren(row),
        "nom": row.required("nom"),
        "nature": row.required("type"),
        "departement": _code(row, "depcode"),
        "region": _code(row, "reg_code_geo"),
        "jeux_plateforme": row.integer("nb_ptf"),
        "jeux_datagouv": row.integer("nb_datagouv"),
        "adresse_plateforme": row.text("url_ptf") or row.text("url_datagouv"),
    }
