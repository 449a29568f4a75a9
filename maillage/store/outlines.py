"""Outlines light enough for a page or a GeoJSON file: the published borders simplified once, at every level at once.

Communes are simplified together, so that neighbours keep the very same border; the other levels are dissolved from
those, so that an EPCI ends where its communes end.
"""

from collections import defaultdict
from collections.abc import Mapping
from math import cos, radians
from pathlib import Path

import duckdb
import numpy as np
import shapely

from maillage.kernel.table import Column, Kind
from maillage.store.duck import create, quoted, scratch, write_parquet
from maillage.store.rows import append

COLUMNS = (
    Column("niveau", Kind.TEXT, "commune, epci, departement ou region"),
    Column("code", Kind.TEXT, "Code du territoire"),
    Column("contour", Kind.GEOMETRY, "Polygone ou multipolygone simplifié, WKB, longitude et latitude WGS84"),
    Column("dessin", Kind.GEOMETRY, "Le même, pour une image de toute la région"),
)
# What a border may lose, in metres: corners whose triangle is smaller than a square of this side.
TOLERANCE = 150.0
# The same on a picture of the whole region: a share of the region's width, a pixel and a half out of 800.
OF_THE_PICTURE = 1.5 / 800
METRES = 111_320.0
# Borders of different lists that almost meet are made to: a millionth of a degree is ten centimetres.
GRID = 1e-6


def simplified(shapes: np.ndarray, metres: float) -> np.ndarray:
    """The shapes (longitude, latitude) without the corners smaller than a square of `metres`; shared borders
    stay shared, and no shape is lost."""
    if not len(shapes):
        return shapes
    _, south, _, north = shapely.total_bounds(shapes)
    # A degree of longitude is shorter than one of latitude: without this the east of a curve would be kept finer.
    squeeze = np.array([cos(radians((south + north) / 2)), 1.0])
    flat = shapely.transform(shapes, lambda points: points * squeeze)
    lighter = shapely.coverage_simplify(flat, metres / METRES)
    kept = shapely.transform(lighter, lambda points: points / squeeze)
    whole = np.where(shapely.is_empty(kept) | ~shapely.is_valid(kept), shapes, kept)
    rounded: np.ndarray = shapely.set_precision(whole, GRID)
    return rounded


def build(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the outlines of `contours_territoires` by `appartenance`, simplified; an empty file without outlines."""
    rows = con.execute(
        "SELECT o.code, o.contour FROM contours_territoires o WHERE o.niveau = 'commune' "
        "AND o.code IN (SELECT commune FROM appartenance) ORDER BY o.code"
    ).fetchall()
    shapes = shapely.from_wkb(np.array([wkb for _, wkb in rows], dtype=object))
    fine = simplified(shapes, TOLERANCE)
    drawn = simplified(fine, max(TOLERANCE, _width(shapes) * OF_THE_PICTURE)) if rows else fine
    codes = [code for code, _ in rows]
    members = _members(con)
    contours = _dissolved(dict(zip(codes, fine, strict=True)), members)
    drawings = _dissolved(dict(zip(codes, drawn, strict=True)), members)
    create(con, "contours_simplifies", COLUMNS)
    append(
        con,
        "contours_simplifies",
        COLUMNS,
        (
            {"niveau": level, "code": code, "contour": contour, "dessin": drawings[level, code]}
            for (level, code), contour in contours.items()
        ),
    )
    write_parquet(con, "FROM contours_simplifies ORDER BY niveau, code", path)


def _members(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """The communes of each territory, itself for a commune."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    for commune, level, code in con.execute("FROM appartenance ORDER BY niveau, code, commune").fetchall():
        members[level, code].append(commune)
    return members


def _width(shapes: np.ndarray) -> float:
    """How wide these shapes are together, in metres."""
    west, south, east, north = shapely.total_bounds(shapes)
    return float((east - west) * cos(radians((south + north) / 2)) * METRES)


def _dissolved(
    communes: Mapping[str, shapely.Geometry], members: Mapping[tuple[str, str], list[str]]
) -> dict[tuple[str, str], bytes]:
    """The outline of each territory that has an outlined commune, as WKB."""
    outlines = {}
    for (level, code), inside in members.items():
        shapes = [communes[commune] for commune in inside if commune in communes]
        if shapes:
            whole = shapes[0] if level == "commune" else _union(shapes)
            outlines[level, code] = shapely.to_wkb(whole)
    return outlines


def _union(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    whole = shapely.coverage_union_all(shapes)
    # Borders that do not quite meet leave slits: only the slow way, fifty times slower, closes them.
    if whole.is_valid and not shapely.get_num_interior_rings(shapely.get_parts(whole)).any():
        return whole
    return shapely.union_all(shapes, grid_size=GRID)


def read(path: Path, level: str, column: str) -> dict[str, shapely.Geometry]:
    """The outlines of a level by code, from the column `contour` or `dessin`.

    None when the release was computed before they were published.
    """
    if not path.exists():
        return {}
    with scratch() as con:
        rows = con.execute(
            f"SELECT code, {column} FROM read_parquet({quoted(path)}) WHERE niveau = ? ORDER BY code", (level,)
        ).fetchall()
    return {code: shapely.from_wkb(wkb) for code, wkb in rows}
