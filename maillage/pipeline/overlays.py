"""What a map may show over its figures: places and mobile sites, as they stand at the last period known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from maillage.kernel.period import Period
from maillage.kernel.table import Column, Kind
from maillage.store.duck import create, write_parquet
from maillage.store.rows import append

COLUMNS = (
    Column("calque", Kind.TEXT, "Nom du calque"),
    Column("nom", Kind.TEXT, "Nom du lieu, ou opérateurs du site"),
    Column("genre", Kind.TEXT, "Ce que c’est"),
    Column("longitude", Kind.DECIMAL, "Longitude WGS84", "degrés"),
    Column("latitude", Kind.DECIMAL, "Latitude WGS84", "degrés"),
    Column("sources", Kind.TEXT, "Sources, séparées par une espace"),
    Column("periode", Kind.TEXT, "Période décrite"),
)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A calque: the periods there are, and the points of one of them (nom, genre, longitude, latitude, sources)."""

    name: str
    periods: str
    points: str


def _places(name: str, category: str, kind: str) -> Overlay:
    return Overlay(
        name,
        f"SELECT DISTINCT periode FROM lieux_uniques WHERE categorie = '{category}'",
        f"SELECT nom, '{kind}', longitude, latitude, sources FROM lieux_uniques WHERE categorie = '{category}' "
        "AND periode = ? AND longitude IS NOT NULL AND latitude IS NOT NULL ORDER BY ALL",
    )


# Operators that share a mast publish its place to the metre, or nearly: the fifth decimal of a degree.
SITES = """
SELECT string_agg(DISTINCT operateur, ', ' ORDER BY operateur),
    'Site mobile' || CASE WHEN bool_or(g5) THEN ' 5G' WHEN bool_or(g4) THEN ' 4G' WHEN bool_or(g3) THEN ' 3G'
        WHEN bool_or(g2) THEN ' 2G' ELSE '' END,
    round(longitude, 5) AS x, round(latitude, 5) AS y, string_agg(DISTINCT source, ' ' ORDER BY source)
FROM sites_mobiles WHERE periode = ? GROUP BY x, y ORDER BY ALL
"""
OVERLAYS = (
    _places("mediation", "mediation", "Lieu de médiation numérique"),
    _places("france_services", "france_services", "France Services"),
    _places("tiers_lieux", "tiers_lieu", "Tiers-lieu"),
    Overlay("sites_mobiles", "SELECT DISTINCT periode FROM sites_mobiles", SITES),
)


def write_overlays(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the points of every calque at its last period; a calque without data has no row."""
    create(con, "calques", COLUMNS)
    append(con, "calques", COLUMNS, _rows(con, OVERLAYS))
    write_parquet(con, "FROM calques ORDER BY calque, nom, longitude, latitude", path)


def _rows(con: duckdb.DuckDBPyConnection, overlays: Sequence[Overlay]) -> Iterator[Mapping[str, object]]:
    for overlay in overlays:
        periods = [Period.parse(code) for (code,) in con.execute(overlay.periods).fetchall()]
        if not periods:
            continue
        last = max(periods, key=lambda period: (period.end, period.start)).code
        for name, kind, longitude, latitude, sources in con.execute(overlay.points, [last]).fetchall():
            yield {
                "calque": overlay.name,
                "nom": name,
                "genre": kind,
                "longitude": longitude,
                "latitude": latitude,
                "sources": sources,
                "periode": last,
            }
