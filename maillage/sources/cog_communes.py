"""Communes of the code officiel géographique, with their legal population and the codes they absorbed.

Trap: a commune déléguée may bear the same code as the commune it belongs to; only `type` tells them apart.
The second file shipped holds, in the same form, the communes that are gone and the names that are no longer borne
(`commune-ancienne`), drawn from INSEE's list of movements by scripts/refresh_reference.py.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Source
from maillage.sources.formats.json_records import JsonRecords

SOURCE = Source(
    name="cog_communes",
    table="communes",
    title="Code officiel géographique : communes",
    publisher="Insee et DGCL, mis en forme par Etalab (@etalab/decoupage-administratif)",
    page="https://github.com/etalab/decoupage-administratif",
    licence=LICENCE_OUVERTE_2,
    frequency="annuelle, au 1er janvier",
    format=JsonRecords(),
    required=("code", "nom", "type", "departement", "region"),
    optional=("population", "siren", "codesPostaux", "anciensCodes", "chefLieu", "commune"),
    ignored=("arrondissement", "rangChefLieu", "typeLiaison", "zone"),
    notes="Livré avec Maillage. Population municipale légale. Les collectivités d’outre-mer ont pour code "
    "de région celui de leur collectivité. Un ancien code peut être celui d’une commune déléguée.",
)

TYPES = {"commune-actuelle", "commune-deleguee", "commune-associee", "commune-ancienne", "arrondissement-municipal"}


def _joined(row: Row, column: str) -> str | None:
    """A list of codes as one text, None when there is none."""
    values = row.raw(column)
    if values is None:
        return None
    if not isinstance(values, list):
        raise Refused(column, "liste attendue", values)
    return " ".join(str(value) for value in values) or None


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One record, one commune."""
    kind = row.required("type")
    if kind not in TYPES:
        raise Refused("type", "type de commune inconnu", kind)
    yield {
        "code": row.commune("code"),
        "nom": row.required("nom"),
        "type": kind,
        "departement": row.required("departement"),
        "region": row.text("region"),
        "population": row.integer("population"),
        "siren": row.text("siren"),
        "codes_postaux": _joined(row, "codesPostaux"),
        "anciens_codes": _joined(row, "anciensCodes"),
        "rattachement": row.text("chefLieu") or row.text("commune"),
    }
