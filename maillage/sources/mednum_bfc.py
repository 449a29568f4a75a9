"""Places of digital mediation listed by MedNum BFC and Territoires numériques (697 places, all in BFC).

Traps: no commune code (looked for by the postcode and the town, else by the coordinates, which are those of another
town in one mediation place out of seven); types are letters joined by `-`, sometimes in lower case, sometimes none;
hours are free text.
"""

import re
from collections.abc import Iterator

from maillage.kernel.licence import NON_PRECISEE
from maillage.kernel.row import Row
from maillage.kernel.source import DAY, Bounds, Direct, Source
from maillage.sources.formats.csv import Csv

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

SOURCE = Source(
    name="mednum_bfc",
    table="lieux",
    title="Lieux de médiation numérique de Bourgogne-Franche-Comté",
    publisher="MedNum BFC et Territoires numériques Bourgogne-Franche-Comté (ARNia)",
    page="https://github.com/multi-coop/data-bfc-ternum",
    licence=NON_PRECISEE,
    frequency="irrégulière",
    format=Csv(separator=","),
    required=("bfc_id", "nom_structure", "code_typo", "lon", "lat", "code_postal", "ville"),
    optional=(
        "adresse",
        "mise_a_jour",
        "url_lieu",
        "code_label",
        r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (matin|après-midi)",
    ),
    ignored=("departement", "contact_email", "contact_tel", "code_accomp"),
    # 697 places for 2.8 million inhabitants, 2.5 for 10 000.
    bounds=Bounds(per="10000 habitants", low=2.0, high=5.0),
    remote=Direct("https://raw.githubusercontent.com/multi-coop/data-bfc-ternum/main/csv/bfc-ternum-dataset.csv"),
    notes="Médiation : type M, et type F, que la liste nomme « lieux de médiation et de fabrication » et que la "
    "cartographie nationale compte de même. Tiers-lieu : type TL. Un lieu sans type, ou d’un autre type, est gardé "
    "mais n’est compté dans aucun des deux. Les espaces France Services viennent de leur propre liste : les labels "
    "MSAP et MFS servent à reconnaître un espace présent dans les deux. Courriels et téléphones ne sont pas repris.",
    deposited=DAY,
)

TYPES = {"M", "I", "T", "O", "F", "TL"}
MEDIATION = {"M", "F"}
SERVICES = {"MSAP", "MFS"}
"""Labels of what became France Services in 2020."""


def _hours(row: Row) -> str | None:
    """`lundi 9h-12h, 14h-17h ; mardi 9h-12h`; dashes and crosses say nothing sure and are left out."""
    days = []
    for day in DAYS:
        slots = [row.text(f"{day} {half}") for half in ("matin", "après-midi")]
        open_slots = [slot for slot in slots if slot is not None and slot not in {"-", "x", "X"}]
        if open_slots:
            days.append(f"{day} {', '.join(open_slots)}")
    return " ; ".join(days) or None


def _types(row: Row) -> set[str]:
    """The types of a place; those the feed does not define are told."""
    text = row.text("code_typo") or ""
    types = {letters.strip().upper() for letters in re.split(r"[-,;|]", text)} - {""}
    if re.search(r"[,;|]", text):
        row.doubt("code_typo", f"types séparés par autre chose que « - » : lu {', '.join(sorted(types))}")
    unknown = sorted(types - TYPES)
    if unknown and not types & TYPES:
        row.doubt("code_typo", f"type inconnu {', '.join(unknown)} : lieu compté dans aucune catégorie")
    elif unknown:
        row.doubt("code_typo", f"type inconnu {', '.join(unknown)} : les autres sont retenus")
    return types


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one place."""
    types = _types(row)
    updated = row.spare("mise_a_jour", lambda column: row.day(column, "%d/%m/%Y"))
    yield {
        "identifiant": row.required("bfc_id"),
        "nom": row.required("nom_structure"),
        "adresse": row.text("adresse"),
        "code_postal": row.text("code_postal"),
        "ville": row.text("ville"),
        "longitude": row.spare("lon", row.decimal),
        "latitude": row.spare("lat", row.decimal),
        "mediation": bool(types & MEDIATION),
        "tiers_lieu": "TL" in types,
        "france_services": False,
        "horaires": _hours(row),
        "site_web": row.text("url_lieu"),
        "mis_a_jour": updated.isoformat() if updated else None,
        "label_services": bool(SERVICES & set((row.text("code_label") or "").upper().split("-"))),
    }
