"""Operators of fixed networks, code by code, as « Ma connexion internet » names them.

Traps: names repeat (`SFR` is SFR0 and SRR) and end with spaces; a code stands for operators whose data are awaited.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Row
from maillage.kernel.source import Listing, Source
from maillage.sources.formats.csv import Csv

SOURCE = Source(
    name="arcep_operateurs_fixe",
    table="operateurs_fixe",
    title="Ma connexion internet : noms des opérateurs",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/ma-connexion-internet",
    licence=LICENCE_OUVERTE_2,
    frequency="trimestrielle",
    format=Csv(separator=";"),
    required=("code", "nom"),
    optional=("code_interop",),
    remote=Listing(
        url="https://data.arcep.fr/fixe/maconnexioninternet/reference/",
        pattern=r"(\d{4})_T([1-4])/(?:index\.html)?",
        period=r"\1-T\2",
        file="operateur/operateur.csv",
    ),
    notes="Un même nom peut avoir plusieurs codes : on ne rapproche que les codes. Les opérateurs d’infrastructure et "
    "les opérateurs commerciaux sont dans la même liste.",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one code."""
    yield {"code": row.required("code").upper(), "code_interop": row.text("code_interop"), "nom": row.required("nom")}
