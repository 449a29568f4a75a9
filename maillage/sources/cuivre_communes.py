"""The calendar of the closure of the copper network by commune, that the ministry of Economy republishes from Orange.

Traps: codes lose their leading zero; Paris, Lyon and Marseille are told by arrondissement; a commune has one row for
each of its postcodes; the state is only told by a sentence to inhabitants. A date is a deadline, not something seen.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Direct, Source, labels
from maillage.sources.formats.csv import Csv

TOLD = {".*déjà fermé.*": "réseau déjà fermé", ".*pas encore prévu.*": "arrêt pas encore prévu"}
LABELS = (labels("output_usager", TOLD),)
SOURCE = Source(
    name="cuivre_communes",
    table="fermeture_cuivre",
    title="Calendrier de fermeture du réseau cuivre",
    publisher="Ministère de l’Économie, d’après Orange",
    page="https://www.data.gouv.fr/datasets/fermeture-du-reseau-cuivre",
    licence=LICENCE_OUVERTE_2,
    frequency="à chaque annonce",
    format=Csv(separator=";,"),
    required=("code_insee", "fermeture_technique", "output_usager"),
    # The same export without a choice of columns.
    ignored=(
        "nom_commune",
        "code_postal",
        "fermeture_commerciale",
        "lot",
        r"(code|nom)_(departement|region|dep|reg)",
        "departement",
        "region",
        "geo.*",
    ),
    # 34 423 communes of 35 305 rows.
    bounds=Bounds(per="commune", low=0.7, high=1.3),
    remote=Direct(
        "https://data.economie.gouv.fr/api/explore/v2.1/catalog/datasets/fermeture-reseau-cuivre/exports/csv"
        "?delimiter=%3B&select=code_insee,fermeture_technique,output_usager"
    ),
    notes="Un calendrier, non un constat : les lignes s’arrêtent au plus tard le jour dit, et ce jour peut être "
    "repoussé. L’arrêt des ventes, souvent antérieur, n’est pas repris. Une commune à plusieurs codes postaux y a "
    "plusieurs lignes : la première est gardée.",
    labels=LABELS,
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one commune."""
    row.required("code_insee")
    day = row.day("fermeture_technique")
    message = row.text("output_usager")
    yield {
        "commune": row.commune("code_insee"),
        "statut": _state(message, day is not None),
        "fermeture_technique_le": day.isoformat() if day else None,
        "message": message,
    }


def _state(message: str | None, dated: bool) -> str:
    """The state a sentence tells. Raises Refused when neither it nor a date tells any."""
    sentence = (message or "").casefold()
    if "déjà fermé" in sentence:
        return "ferme"
    if "pas encore prévu" in sentence:
        return "pas_encore_prevue"
    if not dated:
        raise Refused("output_usager", "ni date, ni phrase connue : état de la fermeture inconnu", message)
    return "prevue"
