"""Communes of the programme « Action cœur de ville »: `formats/zonage.py` says the traps."""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Row
from maillage.kernel.source import Bounds, Source
from maillage.sources.formats.geojson import GeoJson
from maillage.sources.formats.zonage import members

SOURCE = Source(
    name="anct_coeur_de_ville",
    table="zonages",
    title="Action cœur de ville",
    publisher="Agence nationale de la cohésion des territoires (ANCT)",
    page="https://github.com/anct-carto/superposeur-anct",
    licence=LICENCE_OUVERTE_2,
    frequency="irrégulière",
    format=GeoJson(),
    required=("liste_geo",),
    optional=("date_signature",),
    ignored=("id_territoire", "lib_territoire", "geometry"),
    # 15 in BFC, 0.05 for 10 000 inhabitants; a small territory may have few.
    bounds=Bounds(per="10000 habitants", low=0.001, high=1.0),
    notes="Un point par territoire du programme, qui peut réunir plusieurs communes : chacune est comptée.",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One territory of the programme, one row for each of its communes."""
    return members(row, "ACV", SOURCE.title)
