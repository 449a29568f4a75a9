"""The house numbers of a street as one compact blob, and the keys of addresses."""

import re
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]

SPOT = np.dtype([("rank", "<u4"), ("longitude", "<i4"), ("latitude", "<i4")])
"""A house: its number and repetition in one (`rank_of`), its position in millionths of a degree."""
MICRO = 1_000_000
REPEATS = 1 << 15
"""House numbers go up to five digits, so that 15 bits are left for the repetition."""
_KEY = re.compile(r"([0-9][0-9ABab][0-9]{3}_[0-9A-Za-z]{1,10})(?:_([0-9]{5,6})(?:_(.{1,20}))?)?")
STEP_X, STEP_Y = 0.0015, 0.001
"""Degrees of a cell: at least 100 m in metropolitan France."""


def rank_of(number: int, repeat: int) -> int:
    """What houses are sorted by: the number, then the rank of its repetition (0: none)."""
    return number * REPEATS + repeat


def packed(ranks: Array, longitudes: Array, latitudes: Array) -> Array:
    """Houses as an array whose bytes are kept."""
    spots = np.empty(len(ranks), SPOT)
    spots["rank"] = ranks
    spots["longitude"] = np.round(longitudes * MICRO)
    spots["latitude"] = np.round(latitudes * MICRO)
    return spots


def unpacked(blob: bytes) -> Array:
    """The houses of a blob, by number."""
    return np.frombuffer(blob, SPOT)


def house_key(street: str, number: int, repeat: str) -> str:
    """The interoperability key of an address, as nearly all are formed: `25056_1234_00012_bis`."""
    return f"{street}_{number:05d}" + (f"_{repeat}" if repeat else "")


def read_key(key: str) -> tuple[str, int | None, str] | None:
    """The street, number and repetition of a key; None when it is no key at all."""
    match = _KEY.fullmatch(key)
    if not match:
        return None
    street, number, repeat = match.groups()
    return street, int(number) if number else None, repeat or ""


def cells(longitudes: Array, latitudes: Array) -> Array:
    """The cell of the grid each point is in."""
    columns = np.floor(longitudes / STEP_X).astype(np.int64)
    numbers: Array = cell(columns, np.floor(latitudes / STEP_Y).astype(np.int64))
    return numbers


def cell(column: Any, row: Any) -> Any:
    """The number of a cell of the grid."""
    return (row + 100_000) * 1_000_000 + column + 500_000
