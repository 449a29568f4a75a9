"""A dBase III table, as GDAL writes the attributes of a shapefile, and the empty shapes beside it."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from maillage.simulation.world.chance import Floats, Ints

ENCODING = "latin-1"
NULL_SHAPE = struct.pack("<i", 0)
WEB_MERCATOR = (
    'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],'
    'UNIT["Meter",1.0]]'
)


@dataclass(frozen=True, slots=True)
class Field:
    """A column: text of `size` characters, or (with `decimals`) a number written in full in as many."""

    name: str
    size: int
    decimals: int = 0

    def cells(self, values: Sequence[str] | Ints | Floats) -> list[bytes]:
        """The values as the table writes them; a character that latin-1 lacks becomes `?`, as in the real file."""
        if self.decimals:
            return [f"{value:{self.size}.{self.decimals}f}".encode() for value in values]
        return [str(value).encode(ENCODING, "replace")[: self.size].ljust(self.size) for value in values]


def table(fields: Sequence[Field], columns: Mapping[str, Sequence[str] | Ints | Floats], stamp: date) -> bytes:
    """The .dbf: header, records, end mark. `stamp` is the date of its last change."""
    count = len(next(iter(columns.values())))
    width = 1 + sum(field.size for field in fields)
    records: NDArray[np.uint8] = np.full((count, width), ord(" "), dtype=np.uint8)
    start = 1
    for field in fields:
        cells = b"".join(field.cells(columns[field.name]))
        records[:, start : start + field.size] = np.frombuffer(cells, dtype=np.uint8).reshape(count, field.size)
        start += field.size
    size = 32 * (len(fields) + 1) + 1
    head = struct.pack("<4BIHH20x", 3, stamp.year - 1900, stamp.month, stamp.day, count, size, width)
    described = b"".join(
        struct.pack(
            "<11sc4xBB14x", field.name.encode(ENCODING), b"N" if field.decimals else b"C", field.size, field.decimals
        )
        for field in fields
    )
    return b"".join((head, described, b"\r", records.tobytes(), b"\x1a"))


def empty_shapes(count: int) -> tuple[bytes, bytes]:
    """The .shp and the .shx of `count` records without shape: what is simulated here is the table alone."""
    content = len(NULL_SHAPE)
    ranks = np.arange(count)
    records = np.column_stack([ranks + 1, np.full(count, content // 2)]).astype(">i4")
    shapes = np.hstack([records.view(np.uint8).reshape(count, 8), np.zeros((count, content), dtype=np.uint8)])
    index = np.column_stack([50 + ranks * (8 + content) // 2, np.full(count, content // 2)]).astype(">i4")
    return _head(shapes.size) + shapes.tobytes(), _head(index.nbytes) + index.tobytes()


def _head(size: int) -> bytes:
    """The header of both files: their length in words of two bytes, and no extent."""
    return struct.pack(">i20xi", 9994, (100 + size) // 2) + struct.pack("<ii64x", 1000, 0)
