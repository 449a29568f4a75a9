"""Mobile sites of mainland France in January 2018: operator, Lambert-93 position, 2G, 3G, 4G.

Traps: no site number nor commune; the same operator may have several rows at one place; one row has
`#N/A` for position.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Source, labels
from maillage.sources.formats.coordinates import lambert_93
from maillage.sources.formats.csv import Csv

OPERATORS = {"20801": "Orange", "20810": "SFR", "20815": "Free Mobile", "20820": "Bouygues Telecom"}
LABELS = (labels("Operateur", OPERATORS),)
SOURCE = Source(
    name="arcep_sites_2018",
    table="sites_mobiles",
    title="Sites mobiles 2G, 3G, 4G de France métropolitaine, janvier 2018",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/mon-reseau-mobile",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle ; cette forme de fichier s’arrête en 2018",
    format=Csv(separator=";"),
    required=("Operateur", "x", "y", "2G", "3G", "4G"),
    # 5 028 in BFC, 18 for 10 000 inhabitants; the number follows people and relief.
    bounds=Bounds(per="10000 habitants", low=5.0, high=60.0),
    notes="La commune n’est pas publiée : elle est cherchée par les coordonnées.",
    labels=LABELS,
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one site of one operator."""
    code = row.required("Operateur")
    if code not in OPERATORS:
        raise Refused("Operateur", "code d’opérateur inconnu", code)
    longitude, latitude = lambert_93(row, "x", "y")
    yield {
        "operateur": OPERATORS[code],
        "longitude": longitude,
        "latitude": latitude,
        "g2": row.flag("2G"),
        "g3": row.flag("3G"),
        "g4": row.flag("4G"),
    }
