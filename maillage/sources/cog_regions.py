"""Régions, and the overseas collectivités that stand for one."""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Row
from maillage.kernel.source import Source
from maillage.sources.formats.json_records import JsonRecords

SOURCE = Source(
    name="cog_regions",
    table="regions",
    title="Code officiel géographique : régions",
    publisher="Insee, mis en forme par Etalab (@etalab/decoupage-administratif)",
    page="https://github.com/etalab/decoupage-administratif",
    licence=LICENCE_OUVERTE_2,
    frequency="annuelle, au 1er janvier",
    format=JsonRecords(),
    required=("code", "nom"),
    ignored=("chefLieu", "typeLiaison", "zone"),
    notes="Livré avec Maillage.",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One record, one région."""
    yield {"code": row.required("code"), "nom": row.required("nom")}
