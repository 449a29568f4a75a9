"""Places of digital mediation in the national standard, version 1.0.2.

Traps: several values are joined by `|` in one cell; the commune code is optional; a place may be both
itinerant and fixed.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Source
from maillage.sources.formats.csv import Csv

SOURCE = Source(
    name="mediation_nationale",
    table="lieux",
    title="Cartographie nationale des lieux de médiation numérique (standard 1.0.2)",
    publisher="Agence nationale de la cohésion des territoires (ANCT) et La Mednum",
    page="https://schema.data.gouv.fr/LaMednum/standard-mediation-num/",
    licence=LICENCE_OUVERTE_2,
    frequency="quotidienne",
    format=Csv(separator=","),
    required=("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj"),
    optional=(
        "code_insee",
        "latitude",
        "longitude",
        "typologie",
        "site_web",
        "horaires",
        "itinerance",
        "dispositif_programmes_nationaux",
    ),
    ignored=(
        "complement_adresse",
        "telephone",
        "courriels",
        "presentation_resume",
        "presentation_detail",
        "source",
        "structure_parente",
        "services",
        "publics_specifiquement_adresses",
        "prise_en_charge_specifique",
        "frais_a_charge",
        "formations_labels",
        "autres_formations_labels",
        "modalites_acces",
        "modalites_accompagnement",
        "fiche_acces_libre",
        "prise_rdv",
    ),
    # How many places are listed depends on who feeds the map in the region: from a few to 10 for 10 000.
    bounds=Bounds(per="10000 habitants", low=0.2, high=15.0),
    notes="Les cellules que le standard exige sont exigées. Tiers-lieu : typologie TIERS_LIEUX. France "
    "Services : typologie RFS ou dispositif France Services. Courriels et téléphones ne sont pas "
    "repris.",
)


def _values(row: Row, column: str) -> set[str]:
    return {value.strip() for value in (row.text(column) or "").split("|")} - {""}


def _matching(row: Row, column: str, pattern: str, what: str) -> str:
    text = row.required(column)
    if not re.fullmatch(pattern, text):
        raise Refused(column, what, text)
    return text


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one place."""
    _matching(row, "pivot", r"[a-zA-Z0-9]{9,14}", "SIRET, SIREN ou identifiant de 9 à 14 caractères attendu")
    types = _values(row, "typologie")
    itinerance = _values(row, "itinerance")
    row.required("date_maj")
    updated = row.day("date_maj")
    yield {
        "identifiant": row.required("id"),
        "nom": row.required("nom"),
        "adresse": row.required("adresse"),
        "code_postal": _matching(row, "code_postal", r"\d{5}", "code postal de 5 chiffres attendu"),
        "ville": row.required("commune"),
        "commune": row.commune("code_insee"),
        "longitude": row.decimal("longitude"),
        "latitude": row.decimal("latitude"),
        "mediation": True,
        "tiers_lieu": "TIERS_LIEUX" in types,
        "france_services": "RFS" in types
        or "France Services" in _values(row, "dispositif_programmes_nationaux"),
        "itinerant": "Itinérant" in itinerance if itinerance else None,
        "horaires": row.text("horaires"),
        "site_web": row.text("site_web"),
        "mis_a_jour": updated.isoformat() if updated else None,
    }
