"""Write arcep_cartefibre_communes.zip, the one sample that cannot be typed: a zipped shapefile table.

    python samples/build.py

The rows are below, in the order of the official columns. Run it again after changing them.
"""

import io
import zipfile
from pathlib import Path

import shapefile

TEXT, NUMBER = ("C", 80, 0), ("N", 33, 15)
FIELDS = {
    "ID": TEXT,
    "INSEE_COM": TEXT,
    "NOM_COM": TEXT,
    "INSEE_AR": TEXT,
    "INSEE_DEP": TEXT,
    "NOM_DEP": TEXT,
    "INSEE_REG": TEXT,
    "NOM_REG": TEXT,
    "NOM_REG_1": TEXT,
    "STATUT": TEXT,
    "orig_ogcf": TEXT,
    "Dpt": TEXT,
    "OI_AMEL": NUMBER,
    "ZTD_2013": NUMBER,
    "POPULATION": NUMBER,
    "ZMD_privé": NUMBER,
    "L_33-13": TEXT,
    "zone": TEXT,
    "Locaux": NUMBER,
    "oi": TEXT,
    "oi_bis": TEXT,
    "ftth": NUMBER,
    "couv": NUMBER,
}
DOUBS = ("25", "Doubs", "27")
BELFORT = ("90", "Territoire de Belfort", "27")
HAUT_RHIN = ("68", "Haut-Rhin", "44")
# code, name, département, premises, connectable, zone, commitment, operators
ROWS = (
    ("25035", "Les Auxons", DOUBS, 900, 880, "zipu", "0", "DLFE"),
    ("25056", "Besançon", DOUBS, 5600, 5400, "zipri", "Orange", "FREE-FRTE"),
    ("25388", "Montbéliard", DOUBS, 2700, 2600, "zipri", "Orange", "FRTE"),
    ("25463", "Pont-de-Roide-Vermondans", DOUBS, 820, 600, "zipu", "0", "DLFE"),
    ("25547", "Sochaux", DOUBS, 660, 670, "zipri", "Orange", "FRTE"),
    ("90010", "Belfort", BELFORT, 3600, 3500, "zipri", "SFR", "SFR0"),
    ("90068", "Meroux-Moval", BELFORT, 370, 0, "zipu", "0", "0"),
    ("90097", "Trévenans", BELFORT, 280, 250, "zipu", "0", "TDBF"),
    ("99999", "Ligne effacée", BELFORT, 1, 1, "zipu", "0", "0"),
    ("68192", "Valdieu-Lutran", HAUT_RHIN, 210, 200, "zipu", "0", "ROSA"),
    ("2505?", "Code abîmé", DOUBS, 10, 10, "zipu", "0", "DLFE"),
    ("25999", "Locaux inconnus", DOUBS, None, 10, "zipu", "0", "DLFE"),
)
DELETED = 8
STAMP = (2026, 9, 2, 0, 0, 0)


def _records() -> list[dict[str, object]]:
    return [
        {
            "ID": f"COMMUNE_{rank:016d}",
            "INSEE_COM": code,
            "NOM_COM": name,
            "INSEE_AR": "1",
            "INSEE_DEP": departement,
            "NOM_DEP": departement_name,
            "INSEE_REG": region,
            "STATUT": "Commune simple",
            "OI_AMEL": 0,
            "L_33-13": commitment,
            "zone": zone,
            "Locaux": premises,
            "oi": operators,
            "oi_bis": operators,
            "ftth": connectable,
        }
        for rank, (
            code,
            name,
            (departement, departement_name, region),
            premises,
            connectable,
            zone,
            commitment,
            operators,
        ) in enumerate(ROWS, 1)
    ]


def table() -> bytes:
    """The .dbf, in latin-1, with one record marked as deleted and a fixed date."""
    file = io.BytesIO()
    with shapefile.Writer(dbf=file, encoding="latin-1") as writer:
        for name, (kind, size, decimal) in FIELDS.items():
            writer.field(name, kind, size=size, decimal=decimal)
        for record in _records():
            writer.record(**record)
    content = bytearray(file.getvalue())
    content[1:4] = (126, 9, 2)
    header, length = (int.from_bytes(content[at : at + 2], "little") for at in (8, 10))
    content[header + DELETED * length] = ord("*")
    return bytes(content)


def build(path: Path) -> None:
    """Write the zip: the table, and beside it the encoding label that lies, as in the official file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("2026T2_commune.dbf", table()), ("2026T2_commune.cpg", b"UTF-8")):
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    build(Path(__file__).with_name("arcep_cartefibre_communes.zip"))
