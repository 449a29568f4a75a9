"""Vector tiles of many points, as one PMTiles archive: each point with its state and its operator, and nothing else.

Points are sorted along a Morton curve: those of a tile, at whatever zoom, follow each other, and one of three, then one
of nine, is spread evenly. Their bytes are made by NumPy, a tile at a time (https://github.com/mapbox/vector-tile-spec).
"""

import gzip
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import duckdb
import numpy as np
import numpy.typing as npt
from pmtiles.tile import Compression, Entry, TileType, zxy_to_tileid
from pmtiles.writer import finalize_header

FIRST, LAST = 6, 12
"""Zooms. From the last one no point is left out; each zoom before shows a third of the next."""
THINNER = 3
DETAIL = 14
"""Powers of two across a tile: at zoom 12, 0.4 m on the ground at our latitudes."""
WHOLE = LAST + DETAIL
COMPRESSION = 6
MOST_VALUES = 1 << 14
"""Values of properties, numbered on two bytes."""

Integers = npt.NDArray[Any]


class Stopped(Exception):
    """Nobody wants the tiles any more."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points along the Morton curve: x and y among 2**26 across the world, from its north-west; the rank of the state
    and that of the operator among `states` and `operators`."""

    x: Integers
    y: Integers
    state: Integers
    operator: Integers
    states: tuple[str, ...]
    operators: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.x)


def read(con: duckdb.DuckDBPyConnection, query: str) -> Points:
    """The points of a query with `longitude`, `latitude` (WGS84 degrees), `etat` and `operateur`.

    Raises ValueError when they have more different values than tiles number.
    """
    states, operators = (_values(con, query, name) for name in ("etat", "operateur"))
    if len(states) + len(operators) > MOST_VALUES:
        raise ValueError(f"more than {MOST_VALUES} values")
    columns = con.execute(
        "SELECT longitude, latitude, list_position($states, etat) - 1 AS state, "
        f"list_position($operators, operateur) - 1 AS operator FROM ({query})",
        {"states": list(states), "operators": list(operators)},
    ).fetchnumpy()
    x, y = _projected(np.asarray(columns["longitude"]), np.asarray(columns["latitude"]))
    order = np.argsort(_morton(x, y), kind="stable")
    state, operator = (np.asarray(columns[name])[order].astype(np.uint16) for name in ("state", "operator"))
    return Points(x[order], y[order], state, operator, states, operators)


def _values(con: duckdb.DuckDBPyConnection, query: str, name: str) -> tuple[str, ...]:
    rows = con.execute(f"SELECT DISTINCT {name} FROM ({query}) ORDER BY ALL").fetchall()
    return tuple(row[0] for row in rows)


def _projected(longitude: npt.NDArray[Any], latitude: npt.NDArray[Any]) -> tuple[Integers, Integers]:
    """Web Mercator, as whole numbers from the north-west of the world."""
    sine = np.sin(np.radians(latitude))
    across = (longitude + 180) / 360
    down = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    most = (1 << WHOLE) - 1
    x, y = ((part * (1 << WHOLE)).astype(np.int64).clip(0, most).astype(np.uint32) for part in (across, down))
    return x, y


def _morton(x: Integers, y: Integers) -> Integers:
    """The place of each point along the curve: the bits of x and y in turn."""
    place: Integers = _spread(x) | (_spread(y) << np.uint64(1))
    return place


def _spread(values: Integers) -> Integers:
    spread = values.astype(np.uint64)
    masks = (0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)
    for shift, mask in zip((16, 8, 4, 2, 1), masks, strict=True):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread


def write(points: Points, layer: str, path: Path, stop: threading.Event) -> None:
    """Write their tiles. Raises Stopped, and leaves nothing, when `stop` is set meanwhile."""
    entries: list[Entry] = []
    with tempfile.TemporaryFile(dir=path.parent) as data:
        for number, tile in _tiles(points, layer):
            if stop.is_set():
                raise Stopped
            start = data.tell()
            data.write(tile)
            entries.append(Entry(number, start, len(tile), 1))
        _assemble(points, layer, entries, data, path)


def _tiles(points: Points, layer: str) -> Iterator[tuple[int, bytes]]:
    """Each tile that holds a point, in the order of PMTiles: its number, and its bytes."""
    for zoom in range(FIRST, LAST + 1):
        kept = slice(None, None, THINNER ** (LAST - zoom))
        x, y, state, operator = points.x[kept], points.y[kept], points.state[kept], points.operator[kept]
        columns, rows = x >> (WHOLE - zoom), y >> (WHOLE - zoom)
        ends = np.flatnonzero((np.diff(columns) != 0) | (np.diff(rows) != 0)) + 1
        bounds = [0, *ends.tolist(), len(x)]
        runs = [
            (zxy_to_tileid(zoom, int(columns[first]), int(rows[first])), first, last)
            for first, last in pairwise(bounds)
        ]
        # Within the tile: the last DETAIL bits at this zoom.
        shift, mask = LAST - zoom, (1 << DETAIL) - 1
        for number, first, last in sorted(runs):
            here = slice(first, last)
            inside = ((x[here] >> shift) & mask, (y[here] >> shift) & mask)
            values, ranks = _numbered(points, state[here], operator[here])
            tile = _layer(layer, values, _features(*inside, *ranks))
            yield number, gzip.compress(tile, COMPRESSION, mtime=0)


def _numbered(points: Points, state: Integers, operator: Integers) -> tuple[list[str], tuple[Integers, Integers]]:
    """The values that a tile names, and the rank among them of the state and of the operator of each point."""
    states, state_ranks = np.unique(state, return_inverse=True)
    operators, operator_ranks = np.unique(operator, return_inverse=True)
    values = [points.states[rank] for rank in states] + [points.operators[rank] for rank in operators]
    return values, (state_ranks, operator_ranks + len(states))


def _features(x: Integers, y: Integers, state: Integers, operator: Integers) -> bytes:
    """Each point as a feature: its two properties, its type, one MoveTo."""
    numbers = [_varint(state), _varint(operator), _varint(x << 1), _varint(y << 1)]
    tags, place = (sum(used.sum(axis=1) for _, used in pair) for pair in (numbers[:2], numbers[2:]))
    # Field 2 of the layer; in it: field 2, the pairs of tags; field 3, a point; field 4, a MoveTo and where.
    parts = [
        _fixed(len(x), 0x12), _fixed(len(x), 2 + tags + 2 + 2 + 2 + 1 + place),
        _fixed(len(x), 0x12), _fixed(len(x), tags + 2),
        _fixed(len(x), 0), numbers[0], _fixed(len(x), 1), numbers[1],
        _fixed(len(x), 0x18), _fixed(len(x), 1),
        _fixed(len(x), 0x22), _fixed(len(x), place + 1),
        _fixed(len(x), 9), numbers[2], numbers[3],
    ]  # fmt: skip
    cells = np.concatenate([cells for cells, _ in parts], axis=1)
    used = np.concatenate([used for _, used in parts], axis=1)
    return bytes(cells[used].tobytes())


def _fixed(count: int, byte: Any) -> tuple[Integers, Integers]:
    """A byte in every row, all used."""
    return np.full((count, 1), 0, np.uint8) + np.asarray(byte, np.uint8).reshape(-1, 1), np.ones((count, 1), bool)


def _varint(numbers: Integers) -> tuple[Integers, Integers]:
    """Numbers below 2**21 as Protocol Buffers write them: three bytes each, and which of them are used."""
    wide = numbers.astype(np.uint32)
    parts = np.stack([wide & 127, (wide >> 7) & 127, wide >> 14], axis=1).astype(np.uint8)
    used = np.stack([wide >= 0, wide >= 1 << 7, wide >= 1 << 14], axis=1)
    parts[:, :2] |= used[:, 1:].astype(np.uint8) << 7
    return parts, used


def _layer(name: str, values: list[str], features: bytes) -> bytes:
    """A tile of one layer."""
    keys = b"".join(_text(0x1A, key) for key in ("etat", "operateur"))
    texts = [_text(0x0A, value) for value in values]
    held = b"".join(b"\x22" + _length(len(text)) + text for text in texts)
    extent = b"\x28" + _length(1 << DETAIL)
    layer = b"\x78\x02" + _text(0x0A, name) + features + keys + held + extent
    return b"\x1a" + _length(len(layer)) + layer


def _text(field: int, text: str) -> bytes:
    encoded = text.encode()
    return bytes([field]) + _length(len(encoded)) + encoded


def _length(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def _assemble(points: Points, layer: str, entries: list[Entry], data: IO[bytes], path: Path) -> None:
    """The archive: what is in it, then the tiles."""
    west, east = (float(bound) * 360 / (1 << WHOLE) - 180 for bound in (points.x.min(), points.x.max()))
    south, north = (_latitude(float(bound)) for bound in (points.y.max(), points.y.min()))
    header: dict[str, Any] = {
        "tile_compression": Compression.GZIP,
        "tile_type": TileType.MVT,
        "center_zoom": FIRST,
        "center_lon_e7": int((west + east) / 2 * 1e7),
        "center_lat_e7": int((south + north) / 2 * 1e7),
    }
    for name, bound in (("min_lon", west), ("min_lat", south), ("max_lon", east), ("max_lat", north)):
        header[f"{name}_e7"] = int(bound * 1e7)
    fields = {"etat": "String", "operateur": "String"}
    metadata = {"vector_layers": [{"id": layer, "minzoom": FIRST, "maxzoom": LAST, "fields": fields}]}
    length = data.tell()
    assembled: Any = finalize_header
    head, root, described, leaves = assembled(header, len(entries), entries, len(entries), metadata, True, length)
    data.seek(0)
    with path.open("wb") as out:
        out.write(head + root + described + leaves)
        while block := data.read(1 << 20):
            out.write(block)


def _latitude(y: float) -> float:
    return float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / (1 << WHOLE))))))
