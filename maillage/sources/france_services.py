"""The official list of France Services places.

Traps: the file on data.gouv.fr is separated by `;`, the copy of the ANCT by `,`; a bus or a place that
moves has the address of its base. Before August 2024 what moves is said in `itinerance` (Oui, Non) and `format_fs` only
tells a main site from an antenna.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Row
from maillage.kernel.source import Bounds, Direct, Source
from maillage.sources.formats.csv import Csv

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")

SOURCE = Source(
    name="france_services",
    table="lieux",
    title="Liste des espaces France Services",
    publisher="Agence nationale de la cohésion des territoires (ANCT)",
    page="https://www.data.gouv.fr/datasets/liste-des-structures-france-services",
    licence=LICENCE_OUVERTE_2,
    frequency="mensuelle",
    format=Csv(separator=";,"),
    required=("id_fs", "lib_fs", "insee_com", "latitude", "longitude", "format_fs"),
    optional=("adresse", "code_postal", "lib_com", r"h_(lundi|mardi|mercredi|jeudi|vendredi|samedi)", "itinerance"),
    ignored=(
        "insee_dep",
        "complement_adresse",
        "mail",
        "telephone",
        "prise_rdv",
        "commentaire",
        "type_fs",
        "groupe_fs",
        "labellisation_fs",
        "groupe",
        "labellisation",
        "format_fs_anct",
    ),
    # 230 in BFC, 0.8 for 10 000 inhabitants; dense regions have fewer than rural ones.
    bounds=Bounds(per="10000 habitants", low=0.15, high=2.0),
    remote=Direct("https://www.data.gouv.fr/fr/datasets/r/31576dff-fd61-4de9-819f-32c2f880b142"),
    notes="Comptés à part, et aussi parmi les lieux de médiation. Courriels et téléphones ne sont pas repris.",
)

ITINERANT = {"Fixe": False, "Fixe_antenne(s)": False, "Multisites": False, "Bus_équivalent": True, "Itinérante": True}
MOVES = {"Oui": True, "Non": False}
SITES = ("Site principal", "Antenne")
"""What `format_fs` holds before August 2024: it does not say whether the place moves."""


def _itinerant(row: Row) -> bool | None:
    """Whether a place moves; None where it is not said, or in a word we do not know, which is told."""
    form, moves = row.text("format_fs"), row.text("itinerance")
    if moves is not None:
        if moves not in MOVES:
            row.doubt("itinerance", "mot inconnu (attendu : Oui ou Non) : lieu itinérant ou non, on ne sait pas")
        return MOVES.get(moves)
    if form is None or form in SITES:
        return None
    if form not in ITINERANT:
        known = ", ".join(ITINERANT)
        row.doubt("format_fs", f"format inconnu (connus : {known}) : lieu itinérant ou non, on ne sait pas")
    return ITINERANT.get(form)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one place."""
    hours = [f"{day} {slots}" for day in DAYS if (slots := row.text(f"h_{day}"))]
    yield {
        "identifiant": row.required("id_fs"),
        "nom": row.required("lib_fs"),
        "adresse": row.text("adresse"),
        "code_postal": row.text("code_postal"),
        "ville": row.text("lib_com"),
        "commune": row.commune("insee_com"),
        "longitude": row.spare("longitude", row.decimal),
        "latitude": row.spare("latitude", row.decimal),
        "mediation": True,
        "tiers_lieu": False,
        "france_services": True,
        "itinerant": _itinerant(row),
        "horaires": " ; ".join(hours) or None,
    }
