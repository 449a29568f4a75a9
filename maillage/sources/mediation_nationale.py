"""Places of digital mediation in the national standard, version 1.0.2.

Traps: several values are joined by `|` in one cell; the commune code is optional; a place may be both
itinerant and fixed. Files typed by hand or passed through a spreadsheet join types with commas, write days as in
France, SIRET as `1,30012E+13`: what no figure needs is told and left out, never a reason to lose a place.
"""

import re
from collections.abc import Iterator
from datetime import date

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


NO_SIRET = "0" * 14
"""What the standard writes for a SIRET nobody knows."""
DAYS = (
    (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    (r"\d{4}-\d{2}-\d{2}[T ].*", "%Y-%m-%d"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
)
"""How days are written, that of the standard first."""


def _values(row: Row, column: str) -> set[str]:
    """The values of a cell, joined by `|`."""
    return {value.strip() for value in (row.text(column) or "").split("|")} - {""}


def _codes(row: Row, column: str) -> set[str]:
    """The codes of a cell in capitals, however they are joined and written: told when not as in the standard."""
    text = row.text(column) or ""
    values = {value.strip() for value in re.split(r"[|,;]", text)} - {""}
    codes = {value.upper().replace(" ", "_").replace("-", "_") for value in values}
    if re.search(r"[,;]", text):
        row.doubt(column, f"valeurs séparées par autre chose que « | » : lu {', '.join(sorted(codes))}")
    elif codes != values:
        row.doubt(column, f"code qui n’est pas écrit comme dans le standard : lu {', '.join(sorted(codes))}")
    return codes


def _siret(row: Row) -> str | None:
    """The fourteen digits of `pivot`, None when it is something else, or nothing."""
    text = re.sub(r"\s", "", row.required("pivot"))
    if not re.fullmatch(r"[a-zA-Z0-9]{9,14}", text):
        raise Refused("pivot", "SIRET, SIREN ou identifiant de 9 à 14 caractères attendu", row.text("pivot"))
    return text if re.fullmatch(r"\d{14}", text) and text != NO_SIRET else None


def _postcode(row: Row) -> str | None:
    text = row.required("code_postal")
    if re.fullmatch(r"\d{4}", text):
        row.doubt("code_postal", f"zéro de tête perdu : lu 0{text}")
    if not re.fullmatch(r"\d{4,5}", text):
        raise Refused("code_postal", "code postal de 5 chiffres attendu", text)
    return text.zfill(5)


def _updated(row: Row) -> date | None:
    text = row.required("date_maj")
    layout = next((layout for pattern, layout in DAYS if re.fullmatch(pattern, text)), DAYS[0][1])
    cut = text[:10] if layout == DAYS[0][1] else text
    read = Row({"date_maj": cut}, row.line).day("date_maj", layout)
    if read is not None and text != read.isoformat():
        row.doubt("date_maj", f"date qui n’est pas écrite AAAA-MM-JJ : lu {read.isoformat()}")
    return read


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one place."""
    types, itinerance = _codes(row, "typologie"), _values(row, "itinerance")
    updated = row.spare("date_maj", lambda _: _updated(row))
    yield {
        "identifiant": row.required("id"),
        "nom": row.required("nom"),
        "adresse": row.spare("adresse", row.required),
        "code_postal": row.spare("code_postal", lambda _: _postcode(row)),
        "ville": row.spare("commune", row.required),
        "commune": row.spare("code_insee", row.commune),
        "longitude": row.spare("longitude", row.decimal),
        "latitude": row.spare("latitude", row.decimal),
        "mediation": True,
        "tiers_lieu": "TIERS_LIEUX" in types,
        "france_services": "RFS" in types or "France Services" in _values(row, "dispositif_programmes_nationaux"),
        "itinerant": "Itinérant" in itinerance if itinerance else None,
        "horaires": row.text("horaires"),
        "site_web": row.text("site_web"),
        "mis_a_jour": updated.isoformat() if updated else None,
        "siret": row.spare("pivot", lambda _: _siret(row)),
    }
