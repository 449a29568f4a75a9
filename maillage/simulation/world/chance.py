"""Chance that can be asked again: every draw is a hash of the seed, of what it is for, and of who asks.

Nothing depends on the order of calls, so a building can be drawn again alone, and files are the same byte for byte.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64: neighbouring inputs give unrelated outputs."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def bits(seed: int, purpose: str, *who: Ints | int) -> NDArray[np.uint64]:
    """64 random bits for each asker: `who` are whole numbers or arrays of the same shape."""
    with np.errstate(over="ignore"):
        what = np.uint64(zlib.crc32(purpose.encode()) + 1)
        state = _mix(np.asarray(np.uint64(seed & 0xFFFFFFFFFFFFFFFF) + _GOLDEN * what))
        for key in who:
            state = _mix(state + _GOLDEN * (np.asarray(key).astype(np.uint64) + np.uint64(1)))
        return np.asarray(state)


def uniform(seed: int, purpose: str, *who: Ints | int) -> Floats:
    """Numbers in [0, 1), one for each asker."""
    return np.asarray((bits(seed, purpose, *who) >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def normal(seed: int, purpose: str, *who: Ints | int) -> Floats:
    """Numbers of mean 0 and deviation 1 (Box and Muller), one for each asker."""
    first = 1.0 - uniform(seed, purpose, *who)
    second = uniform(seed, f"{purpose}'", *who)
    return np.asarray(np.sqrt(-2.0 * np.log(first)) * np.cos(2.0 * np.pi * second))


def pick(seed: int, purpose: str, choices: int, *who: Ints | int) -> Ints:
    """A whole number below `choices`, one for each asker."""
    return np.asarray((uniform(seed, purpose, *who) * choices).astype(np.int64))


def order_of(lot: NDArray[np.uint64]) -> Ints:
    """The rank of each lot among all."""
    return np.argsort(np.argsort(lot, kind="stable"), kind="stable")


def smooth(seed: int, purpose: str, x: Floats, y: Floats, size: float, octaves: int = 4) -> Floats:
    """A continuous field in [0, 1] over the plane: value noise, whose largest hills are `size` wide."""
    total, weight = np.zeros_like(x), 0.0
    for octave in range(octaves):
        scale = size / 2.0**octave
        column, row = np.floor(x / scale), np.floor(y / scale)
        u, v = x / scale - column, y / scale - row
        u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
        i, j = column.astype(np.int64) + 2**20, row.astype(np.int64) + 2**20
        corners = [uniform(seed, purpose, i + a, j + b, octave) for a in (0, 1) for b in (0, 1)]
        value = (corners[0] * (1 - v) + corners[1] * v) * (1 - u) + (corners[2] * (1 - v) + corners[3] * v) * u
        total += value * 0.5**octave
        weight += 0.5**octave
    return np.asarray(total / weight)
