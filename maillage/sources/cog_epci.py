"""EPCI à fiscalité propre and their members. One record is one EPCI and gives one row per member."""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Source
from maillage.sources.formats.json_records import JsonRecords

SOURCE = Source(
    name="cog_epci",
    table="epci",
    title="EPCI à fiscalité propre et leurs communes membres",
    publisher="DGCL, mis en forme par Etalab (@etalab/decoupage-administratif)",
    page="https://github.com/etalab/decoupage-administratif",
    licence=LICENCE_OUVERTE_2,
    frequency="annuelle, au 1er janvier",
    format=JsonRecords(),
    required=("code", "nom", "type", "membres"),
    ignored=("modeFinancement", "populationTotale", "populationMunicipale"),
    notes="Livré avec Maillage. Un EPCI peut avoir des membres dans plusieurs départements ou régions. "
    "La métropole de Lyon y a pour nature MET69.",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One EPCI, as many rows as members."""
    members = row.raw("membres")
    if not isinstance(members, list) or not members:
        raise Refused("membres", "liste de communes membres attendue", members)
    code, name, kind = row.required("code"), row.required("nom"), row.required("type")
    # Read every member before giving one: an EPCI is kept whole or refused whole.
    codes = [Row(member, row.line).commune("code") for member in members if isinstance(member, dict)]
    if len(codes) < len(members) or None in codes:
        raise Refused("membres", "commune membre sans code", name)
    for member in codes:
        yield {"code": code, "nom": name, "nature": kind, "membre": member}
