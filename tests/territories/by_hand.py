"""A little France of ten communes, typed by hand, in the tables of a real connection.

The region 27 is served. The EPCI 200000002 straddles its border; 90002 belongs to no EPCI and nobody lives there.
"""

import functools

import duckdb
import shapely

from maillage import tables
from maillage.store.duck import connect, create
from maillage.store.lake import stored_columns
from maillage.store.rows import append
from maillage.territories.cog import Cog, load_cog

CURRENT = (
    # code, name, département, région, inhabitants, postcodes, former codes
    ("25001", "Aubonne", "25", "27", 4000, "25000", "25030"),
    ("25002", "Saint-Benoît", "25", "27", 1000, "25000 25100", "25012 25013 25030"),
    ("25003", "L'Île-Neuve", "25", "27", 6000, "25300", None),
    ("90001", "Cœurville", "90", "27", 3500, "90000", None),
    ("90002", "Le Désert", "90", "27", 0, "90000", None),
    ("68001", "Ailleurs", "68", "44", 5000, "68000", "68900"),
    ("2A004", "Ajaccio", "2A", "94", 70000, "20000", None),
    ("75056", "Paris", "75", "11", 2000000, "75001 75012", None),
)
PARTS = (
    # code, name, type, département, région, current commune
    ("25003", "L'Île-Neuve-Bourg", "commune-deleguee", "25", "27", "25003"),
    ("25021", "Vieux-Bourg", "commune-deleguee", "25", "27", "25003"),
    ("25022", "Petit-Aubonne", "commune-associee", "25", "27", "25001"),
    ("75112", "Paris 12e Arrondissement", "arrondissement-municipal", "75", "11", "75056"),
)
EPCI = (
    ("200000001", "CC du Plateau", "CC", ("25001", "25002", "25003")),
    ("200000002", "CA des Confins", "CA", ("90001", "68001")),
)
DEPARTEMENTS = (("25", "Doubs", "27"), ("90", "Belfort", "27"), ("68", "Haut-Rhin", "44"))
DEPARTEMENTS += (("2A", "Corse-du-Sud", "94"), ("75", "Paris", "11"), ("971", "Guadeloupe", "01"))
SQUARES = {"25001": (6.0, 47.0), "25002": (6.1, 47.0), "25003": (6.2, 47.0), "90001": (6.8, 47.6)}


def fill(con: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, object]) -> None:
    """Add rows to a table; where they come from is filled in when it is left unsaid."""
    filled = (
        {"source": "essai", "fichier": "essai.csv", "ligne": line, "commune_publiee": row.get("commune"), **row}
        for line, row in enumerate(rows, 1)
    )
    append(con, table, stored_columns(tables.catalogue()[table]), filled)


def square(west: float, south: float) -> bytes:
    """The outline of a commune a tenth of a degree wide."""
    return shapely.to_wkb(shapely.box(west, south, round(west + 0.1, 1), round(south + 0.1, 1)))


def little_france(outlines: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection with every table, empty, but for the COG and the outlines; what it writes ends with it."""
    return filled(outlines).cursor().begin()


@functools.cache
def filled(outlines: bool = True) -> duckdb.DuckDBPyConnection:
    """The same connection for all: nothing is to be written through it."""
    con = connect()
    for table in tables.catalogue().values():
        create(con, table.name, stored_columns(table))
    names = ("code", "nom", "departement", "region", "population", "codes_postaux", "anciens_codes")
    current = [dict(zip(names, row, strict=True), type="commune-actuelle", siren=f"2100{row[0]}") for row in CURRENT]
    parts = [
        dict(zip(("code", "nom", "type", "departement", "region", "rattachement"), row, strict=True)) for row in PARTS
    ]
    fill(con, "communes", *current, *parts)
    members = [(code, name, kind, one) for code, name, kind, inside in EPCI for one in inside]
    fill(con, "epci", *(dict(zip(("code", "nom", "nature", "membre"), row, strict=True)) for row in members))
    fill(con, "departements", *(dict(zip(("code", "nom", "region"), row, strict=True)) for row in DEPARTEMENTS))
    fill(con, "regions", {"code": "27", "nom": "Bourgogne-Franche-Comté"}, {"code": "44", "nom": "Grand Est"})
    if outlines:
        fill(con, "contours", *({"commune": code, "contour": square(*corner)} for code, corner in SQUARES.items()))
    return con


def little_cog(con: duckdb.DuckDBPyConnection) -> Cog:
    """The COG of the little France, région 27 served."""
    return load_cog(con, "27")
