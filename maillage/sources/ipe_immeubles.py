"""Informations préalables enrichies (IPE) of infrastructure operators, which a collectivité holds under an agreement.

Traps: the operator, the zone and the day are in the name of the file only; columns vary from one operator to the next
and hold persons (who manages the building, its syndic): only those named here are read, whatever else is there;
« WGS84 » also means web Mercator metres; one date says when the cabling is planned, or when it was done.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from maillage.kernel.errors import DataError
from maillage.kernel.licence import CONFIDENTIELLE
from maillage.kernel.period import Period
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Content, RawRow, Source, labels
from maillage.kernel.visibility import Visibility
from maillage.sources.formats.coordinates import in_named_projection
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.files import names_of

_NAME = re.compile(
    r"IPE_(?P<zone>.+)_(?P<operator>[A-Z0-9]{4})_(?:[A-Z]+_)?IPEZ[A-Z]{2}_(?:.*_)?(?P<day>\d{8})\.(?:csv|zip)",
    re.ASCII | re.IGNORECASE,
)

HOMES = "NombreLogementsAdresseIPE"


@dataclass(frozen=True, slots=True)
class IpeFile:
    """A CSV, alone in a zip or not, whose name tells the operator, the zone and the day, which each row is given."""

    def read(self, path: Path) -> Content:
        """Open the file. Raises DataError when its name does not tell what it must."""
        delivery = _told(path)
        content = Csv(separator=";", latin_1=True).read(path)
        rows = (RawRow(row.line, {**row.cells, **delivery}, row.fault) for row in content.rows)
        return Content(content.columns, rows, content.notes)


def _told(path: Path) -> dict[str, object]:
    """What the name of the file says, or that of the file in the zip."""
    for name in reversed(names_of(path, ".csv")):
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        try:
            day = datetime.strptime(match["day"], "%Y%m%d").date()
        except ValueError:
            continue
        return {"operateur": match["operator"].upper(), "perimetre": match["zone"], "livre_le": day.isoformat()}
    raise DataError(
        f"{path.name} : le nom d’un fichier IPE dit la zone, l’opérateur (4 caractères) et le jour, par exemple "
        "IPE_Forbach_FIBA_PM_IPEZMD_V30_20210419.csv. Rendez-lui son nom d’origine, puis recommencez."
    )


IPE = IpeFile()
RESERVED = Visibility.COLLECTIVITES
LABELS = (labels("EtatPM", {}, known="cible|sign[eé]|en cours de d[eé]ploiement|d[eé]ploy[eé]|abandonn[eé]"),)
SOURCE = Source(
    name="ipe_immeubles",
    table="immeubles_prevus",
    title="Informations préalables enrichies (IPE)",
    publisher="Opérateurs d’infrastructure",
    page="https://www.interop-fibre.fr/",
    licence=CONFIDENTIELLE,
    frequency="selon l’accord",
    format=IPE,
    required=("IdentifiantImmeuble", "CodeInseeImmeuble", "EtatImmeuble", "CoordonneeImmeubleX", "CoordonneeImmeubleY"),
    optional=(
        "TypeProjectionGeographique",
        "DateCablageAdresse",
        HOMES,
        "NumeroVoieImmeuble",
        "ComplementNumeroVoieImmeuble",
        "TypeVoieImmeuble",
        "NomVoieImmeuble",
        "ReferencePM",
        "EtatPM",
        "DateMiseEnServiceCommercialePM",
    ),
    # Sixty others, some of them about persons, in lists of each operator's own: never read, and never told either.
    ignored=(r".+",),
    # A file describes one zone of one operator, a few communes or a département.
    bounds=Bounds(per="commune", low=0.001, high=30_000.0),
    notes="Source confidentielle : les lignes de ces fichiers ne sont montrées qu’aux membres des organisations qui y "
    "ont droit, pour les communes de leur territoire. Ni les adresses, ni les nombres de locaux, ni les dates ne "
    "sont dans une page, une carte, une interface ou un fichier publics, sauf le trimestre prévu là où qui tient ce "
    "site l’a décidé. Les gestionnaires d’immeubles ne sont pas lus.",
    labels=LABELS,
    visibility=RESERVED,
)
STATES = {
    "CIBLE": "cible",
    "SIGNE": "signe",
    "EN COURS DE DEPLOIEMENT": "en cours de deploiement",
    "RACCORDABLE DEMANDE": "raccordable demande",
    "RACCORDABLE SUR DEMANDE": "raccordable demande",
    "DEPLOYE": "deploye",
    "ABANDONNE": "abandonne",
}
UNREADABLE = "date illisible (AAAAMMJJ attendu)"
_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One building of one delivery."""
    longitude, latitude = in_named_projection(
        row, "CoordonneeImmeubleX", "CoordonneeImmeubleY", "TypeProjectionGeographique"
    )
    exchange = row.text("EtatPM")
    way = (row.text("TypeVoieImmeuble"), row.text("NomVoieImmeuble"))
    yield {
        "commune": row.commune("CodeInseeImmeuble"),
        "periode": str(row.raw("livre_le")),
        "operateur": str(row.raw("operateur")),
        "perimetre": str(row.raw("perimetre")),
        "imb_id": row.required("IdentifiantImmeuble"),
        "etat": _state(row, "EtatImmeuble"),
        "locaux": row.count(HOMES) if row.text(HOMES) else None,
        "cablage": _when(row, "DateCablageAdresse"),
        "pm": row.text("ReferencePM"),
        "pm_etat": _plain(exchange).lower() if exchange else None,
        "pm_mes_le": _opened(row, "DateMiseEnServiceCommercialePM"),
        "numero": _number(row, "NumeroVoieImmeuble"),
        "repetition": row.text("ComplementNumeroVoieImmeuble"),
        "voie": " ".join(part for part in way if part) or None,
        "longitude": longitude,
        "latitude": latitude,
    }


def _plain(text: str) -> str:
    """Capitals without accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.upper().split())


def _state(row: Row, column: str) -> str:
    state = STATES.get(_plain(row.required(column)))
    if state is None:
        raise Refused(column, "état d’immeuble inconnu", row.text(column))
    return state


def _number(row: Row, column: str) -> int | None:
    """The number in the street; 0 is a street without numbers, and from 5000 on it is none."""
    value = row.integer(column)
    return value if value is not None and 1 <= value <= 4999 else None


def _read(row: Row, column: str) -> tuple[int, int, int] | None:
    """The year, month and day of `AAAAMMJJ`, None when blank; a month or a day may be 0. Raises Refused otherwise."""
    text = row.text(column)
    if text is None:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise Refused(column, UNREADABLE, text)
    year, month, day = (int(part) for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise Refused(column, UNREADABLE, text) from None
    return year, month, day


def _when(row: Row, column: str) -> str | None:
    """`20260315` → `2026-03-15`; the last day of a quarter, a month without day → the quarter; `20260000` → `2026`."""
    parts = _read(row, column)
    if parts is None:
        return None
    year, month, day = parts
    if not month:
        return str(year)
    when = date(year, month, day or 1)
    quarter = Period.quarter_of(when)
    return quarter.code if not day or when == quarter.end else when.isoformat()


def _opened(row: Row, column: str) -> str | None:
    """The same as a whole day, None when the file says no day."""
    parts = _read(row, column)
    return date(*parts).isoformat() if parts and all(parts) else None
