"""What is measured of a territory beside its figures: its area, how many of its communes are rural, their class.

Areas are read at the commune and added up: one is known only when every commune is outlined. Rural is said by INSEE's
density grid, or by Arcep in 2018 where no grid is loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import duckdb
import numpy as np
import pyproj
import shapely

from maillage.kernel.density import BY_LABEL, RANKS
from maillage.kernel.territory import Level, Ref, Territory

EQUAL_AREA = "EPSG:6933"
"""A cylinder that keeps areas the world over, in metres: overseas regions are measured like the others."""
RURAL = """
SELECT commune, arg_max(rurale, logements) FROM logements_etablissements
WHERE rurale IS NOT NULL AND periode = (SELECT max(periode) FROM logements_etablissements)
GROUP BY commune
"""
"""A commune born of several is what the one with most dwellings was."""
CLASSES = """
SELECT commune, list(DISTINCT classe) FROM densites WHERE periode = (SELECT max(periode) FROM densites) GROUP BY commune
"""


def measured(con: duckdb.DuckDBPyConnection, territories: Sequence[Territory]) -> list[Territory]:
    """The territories with their area and their share of rural communes.

    Needs the tables `appartenance`, `contours_territoires`, `densites` and `logements_etablissements`.
    """
    area, classes = _areas(con), _classes(con)
    known = {code: BY_LABEL[label].rural for code, label in classes.items()}
    rural = known or dict(con.execute(RURAL).fetchall())
    members: dict[Ref, list[str]] = {}
    for commune, level, code in con.execute("FROM appartenance").fetchall():
        members.setdefault(Ref(Level(level), code), []).append(commune)
    return [
        replace(
            territory,
            area_km2=_whole(members.get(territory.ref, []), area),
            rural=_share(members.get(territory.ref, []), rural),
            density_class=classes.get(territory.ref.code, "") if territory.ref.level is Level.COMMUNE else "",
        )
        for territory in territories
    ]


def _classes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The class of each commune; one born of several is of the densest."""
    rows = con.execute(CLASSES).fetchall()
    return {code: min(labels, key=RANKS.__getitem__) for code, labels in rows}


def _whole(communes: Sequence[str], area: Mapping[str, float]) -> float | None:
    known = [area[code] for code in communes if code in area]
    return sum(known) if known and len(known) == len(communes) else None


def _share(communes: Sequence[str], rural: Mapping[str, bool]) -> float | None:
    known = [rural[code] for code in communes if code in rural]
    return sum(known) / len(known) if known and 2 * len(known) >= len(communes) else None


@cache
def _to_equal_area() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", EQUAL_AREA, always_xy=True)


def _areas(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """The area of each outlined commune, km²."""
    rows = con.execute("SELECT code, contour FROM contours_territoires WHERE niveau = 'commune'").fetchall()

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(_to_equal_area().transform(points[:, 0], points[:, 1]))

    shapes = shapely.transform(shapely.from_wkb([contour for _, contour in rows]), project)
    return {code: float(area) / 1e6 for (code, _), area in zip(rows, shapely.area(shapes), strict=True)}
