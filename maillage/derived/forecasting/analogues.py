"""What similar communes did next, put end to end.

A commune is where it is on its way: its share, its pace over a year and over the last quarter. The communes that were
once nearly there are its fellows. A path takes one of them by chance and follows what it did for a year, as parts of
the way that was left; then one of the fellows of where that one had come; and so on.
"""

from dataclasses import dataclass

import numpy as np

from maillage.derived.forecasting.history import STARTED, YEAR, Flags, Floats, History, Ints, state

FELLOWS = 20
PATHS = 200
NEAR = np.array([0.05, 0.01, 0.01])
"""What counts as one step apart: 5 points of share, 1 point a quarter of pace."""
OTHER_ZONE = 1.0
"""How many steps (squared) apart another zone is."""
FAR = 3.0
"""Steps beyond which a fellow is not one: a commune whose fellows are further, in the middle, is like none."""
ENOUGH = 60
MOST = 5_000
"""Known steps of a year without which nothing is forecast, and beyond which some are left out, evenly."""
FULL = 1.02
"""The way left is counted up to a little over 100 %: premises may be fewer than connectable ones."""
FIRST = 2
"""The first quarter whose state is known: two must come before it."""
CHUNK = 256


@dataclass(frozen=True, slots=True)
class Known:
    """What happened: where communes were, in which zone, which part of their way was left in each of the next
    quarters, and where they then were."""

    before: Floats
    zone: Ints
    left: Floats
    after: Floats


def stride(last: int) -> int:
    """How many quarters a step lasts, given the rank of the last one known; 0 when nothing can be followed."""
    if last >= FIRST + YEAR:
        return YEAR
    return 2 if last >= FIRST + 2 else 0


def known(history: History) -> Known | None:
    """Every step that was followed to its end; None when they are too few."""
    length, share = stride(history.last), history.share
    if not length:
        return None
    before, zone, left, after = [], [], [], []
    for quarter in range(FIRST, history.last - length + 1):
        then, end = state(share, quarter), state(share, quarter + length)
        walked = share[:, quarter : quarter + length + 1]
        with np.errstate(invalid="ignore"):
            kept = (walked[:, 0] >= STARTED) & (walked[:, 0] <= 1) & ~np.isnan(walked + then[:, 1:2]).any(axis=1)
        before.append(then[kept])
        zone.append(history.zone[kept])
        left.append(((FULL - walked[:, 1:]) / (FULL - walked[:, :1]))[kept])
        after.append(end[kept])
    steps = Known(np.concatenate(before), np.concatenate(zone), np.concatenate(left), np.concatenate(after))
    if len(steps.zone) < ENOUGH:
        return None
    thin = slice(None, None, -(-len(steps.zone) // MOST))
    return Known(steps.before[thin], steps.zone[thin], steps.left[thin], steps.after[thin])


def fellows(where: Floats, zone: Ints, among: Known) -> tuple[Ints, Floats]:
    """For each place, the ranks of the nearest known ones, and how many steps away the middle one is."""
    ranks = np.empty((len(where), FELLOWS), dtype=np.int64)
    away = np.empty(len(where))
    known_places = among.before / NEAR
    for first in range(0, len(where), CHUNK):
        part = slice(first, first + CHUNK)
        apart = OTHER_ZONE * (zone[part, None] != among.zone[None])
        for axis in range(known_places.shape[1]):
            apart = apart + (where[part, None, axis] / NEAR[axis] - known_places[None, :, axis]) ** 2
        nearest = np.argpartition(apart, FELLOWS - 1, axis=1)[:, :FELLOWS]
        ranks[part] = nearest
        away[part] = np.sqrt(np.median(np.take_along_axis(apart, nearest, axis=1), axis=1))
    return ranks, away


class Ahead:
    """What may come after the last quarter of a history, for the communes flagged."""

    def __init__(self, history: History, wanted: Flags) -> None:
        self.similar = np.zeros(int(wanted.sum()), dtype=bool)
        """By commune wanted, whether the history holds communes like it."""
        self._known = known(history)
        if self._known is None or not len(self.similar):
            return
        self._now = state(history.share, history.last)[wanted]
        self._first, away = fellows(self._now, history.zone[wanted], self._known)
        self._next, _ = fellows(self._known.after, self._known.zone, self._known)
        self.similar = away <= FAR

    def shares(self, rows: slice, quarters: int) -> Floats:
        """The share at each of the next quarters on each path (communes, PATHS, quarters): same input, same paths."""
        assert self._known is not None, "no commune is similar to any"
        now = self._now[rows, :1]
        chance = np.random.default_rng(rows.start)
        size = (len(now), PATHS)
        at = np.take_along_axis(self._first[rows], chance.integers(0, FELLOWS, size), axis=1)
        left, shares = np.ones(size), np.empty((*size, quarters))
        for quarter in range(quarters):
            step = quarter % self._known.left.shape[1]
            if quarter and not step:
                left = left * self._known.left[at, -1]
                at = self._next[at, chance.integers(0, FELLOWS, size)]
            shares[:, :, quarter] = FULL - (FULL - now) * left * self._known.left[at, step]
        return np.clip(shares, 0, 1)
