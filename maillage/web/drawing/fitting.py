"""Bounds that fit what is drawn: round numbers, none of whose classes holds most of the places when that can be."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

SHARES = (20.0, 40.0, 60.0, 80.0, 100.0)
"""The bounds of shares when they spread out."""
MOST_HELD = 0.5
"""The part of the places that one of these classes may hold before bounds are moved."""
LARGE = 0.3
"""The part above which a class is cut again, while bounds are left."""
STEPS = (10, 5, 1, 0.5, 0.1)
"""What bounds are multiples of, the roundest first."""
SMALLEST_SIDE = 0.2
"""The part of a class that each side of its cut holds at least, for a rounder bound to be taken."""


def share_bounds(positive: Sequence[float]) -> list[float]:
    """The inner bounds of the classes of these sorted shares, in %, all above zero: at most five."""
    usual = list(SHARES)
    total = len(positive)
    if not total or max(_held(positive, usual)) <= MOST_HELD * total:
        return usual
    inner = usual[:-1]
    for _ in range(2 * len(SHARES)):
        held = _held(positive, inner)
        fullest = max(range(len(held)), key=lambda rank: held[rank])
        cut = _cut(positive, inner, fullest) if held[fullest] > LARGE * total else None
        if cut is None:
            break
        inner = sorted([*inner, cut])
        while len(inner) > len(SHARES):
            inner.remove(_idle(positive, inner))
    if inner == usual[:-1]:
        return usual
    return [bound for bound in inner if bound > positive[0]]


def _edges(positive: Sequence[float], inner: Sequence[float]) -> list[int]:
    return [0, *(bisect_left(positive, bound) for bound in inner), len(positive)]


def _held(positive: Sequence[float], inner: Sequence[float]) -> list[int]:
    """How many of sorted values each class holds."""
    return [end - start for start, end in pairwise(_edges(positive, inner))]


def _cut(positive: Sequence[float], inner: Sequence[float], rank: int) -> float | None:
    """The roundest bound that cuts a class well; failing that the finest that cuts it at all, None when none does."""
    start, end = _edges(positive, inner)[rank : rank + 2]
    held = positive[start:end]
    best = None
    for step in STEPS:
        low, high = int(held[0] // step) + 1, int(held[-1] // step)
        bounds = {round(step * times, 1) for times in range(low, high + 1)} - set(inner)
        sides = {bound: min(at, len(held) - at) for bound in bounds if (at := bisect_left(held, bound))}
        balanced = max(sides, key=lambda bound: (sides[bound], -bound), default=None)
        if balanced is not None and sides[balanced] >= SMALLEST_SIDE * len(held):
            return balanced
        best = balanced if balanced is not None and sides[balanced] else best
    return best


def _idle(positive: Sequence[float], inner: Sequence[float]) -> float:
    """The bound whose two sides together hold the fewest places: the one that says least."""
    held = _held(positive, inner)
    return min(inner, key=lambda bound: (held[inner.index(bound)] + held[inner.index(bound) + 1], bound))
