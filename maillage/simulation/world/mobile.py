"""Mobile networks: masts on high ground and in towns, the operators on each, and when each technology came.

How many: two figures of January 2018 give the rule, 77 148 operator-sites in mainland France and 5 026 in
Bourgogne-Franche-Comté, that is so many by inhabitant and so many by commune (the ground to cover).
Assumptions: growth, sharing and the dates of technologies after 2018, in the constants below.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyproj
from numpy.typing import NDArray

from maillage.simulation.world.chance import Floats, Ints, pick, smooth, uniform
from maillage.simulation.world.ground import COMMUNE_SIDE, Ground
from maillage.simulation.world.people import People

Bools = NDArray[np.bool_]
OPERATORS = ("20801", "20810", "20815", "20820")
NAMES = {"20801": "Orange", "20810": "SFR", "20815": "Free Mobile", "20820": "Bouygues Telecom"}
ORANGE, SFR, FREE, BOUYGUES = range(4)
PRESENCE = (0.60, 0.49, 0.45, 0.47)
"""Share of the masts each operator is on in the end."""
BEFORE_2018 = (0.71, 0.69, 0.48, 0.645)
"""Share of its sites of today each operator had in January 2018."""
BY_INHABITANT, BY_COMMUNE = 7.8e-4, 0.77
"""Operator-sites in January 2018."""
HIGH = 0.35
"""Share of the communes whose hills carry the masts that cover the others."""
MASTS = 0.68
"""Masts in the end for each operator-site of January 2018: 2.2 operators by mast, 1.6 times the sites."""
SHARE_4G_2018 = 0.54
"""Share of the sites with 4G in January 2018, in Bourgogne-Franche-Comté."""
JANUARY_2018, FIRST_5G, END = 2, 13, 35
"""Quarters since the 3rd of 2017: 1st of 2018, 4th of 2020, 2nd of 2026."""
NEVER = 10_000
SHARE_5G = 0.58
MARGIN = 0.75
"""How far from the middle of its cell a mast may stand: never on the border of a commune."""


@dataclass(frozen=True, slots=True)
class Mobile:
    """Columns, one item an operator-site, by operator then commune.

    `mast` is what operators share; `x`, `y` whole Lambert-93 metres; `opened`, `g4`, `g5` the quarter each started
    (NEVER when it did not); `g2`, `g3` whether it has them; `zone_blanche` and `targeted` (New Deal) the programmes;
    `shared` when one operator runs the antennas of the others.
    """

    mast: Ints
    operator: Ints
    commune: Ints
    x: Ints
    y: Ints
    opened: Ints
    g2: Bools
    g3: Bools
    g4: Ints
    g5: Ints
    zone_blanche: Bools
    targeted: Bools
    shared: Bools

    def open_at(self, quarter: int) -> Ints:
        """The sites open at the end of a quarter."""
        return np.flatnonzero(self.opened <= quarter)


def allot(seed: int, purpose: str, weight: Floats, total: int) -> Ints:
    """Share `total` out in proportion to weights, in whole numbers that add up to it: the commune of each item."""
    ends = np.cumsum(weight) / weight.sum() * total + float(uniform(seed, purpose, 0))
    ends[-1] = np.floor(ends[-1] + 0.5)
    counts = np.diff(np.floor(np.minimum(ends, total)), prepend=0).astype(np.int64)
    counts[int(np.argmax(weight))] += total - int(counts.sum())
    return np.repeat(np.arange(len(weight)), counts)


def raise_masts(seed: int, ground: Ground, people: People, cells: tuple[Ints, Ints, Ints]) -> Mobile:
    """Every operator-site there ever was."""
    high = (0.4 + 1.2 * people.relief) * (uniform(seed, "high ground", np.arange(len(people.relief))) < HIGH)
    weight = BY_INHABITANT * people.population + BY_COMMUNE * high / max(float(high.mean()), 0.1)
    commune = allot(seed, "masts", weight, max(4, round(float(weight.sum()) * MASTS)))
    rank = np.arange(len(commune)) - np.searchsorted(commune, commune)
    x, y = _stand(seed, ground, people, commune, rank, cells)
    small = people.population[commune] < 600
    white = small & (rank == 0) & (uniform(seed, "zone blanche", commune) < 0.10 + 0.3 * people.relief[commune])
    wanted = ~white & (people.population[commune] < 2_000)
    targeted = wanted & (uniform(seed, "targeted", commune, rank) < 0.16)
    crozon = ~white & ~targeted & (uniform(seed, "crozon", commune, rank) < 0.3)
    mast, operator = _presence(seed, commune, rank, white | targeted)
    opened = _opened(seed, commune[mast], rank[mast], operator, white[mast], targeted[mast])
    town = np.clip((np.log10(people.population[commune[mast]]) - 2.5) / 2.5, 0, 1)
    g2, g3 = _old(seed, commune[mast], rank[mast], operator, opened)
    return Mobile(
        mast=mast,
        operator=operator,
        commune=commune[mast],
        x=x[mast],
        y=y[mast],
        opened=opened,
        g2=g2,
        g3=g3,
        g4=_g4(seed, commune[mast], rank[mast], operator, opened, np.where(white[mast], -1.0, town)),
        g5=_g5(seed, commune[mast], rank[mast], operator, opened, town),
        zone_blanche=white[mast],
        targeted=targeted[mast],
        shared=white[mast] | targeted[mast] | (crozon[mast] & np.isin(operator, (SFR, BOUYGUES))),
    )


def _stand(
    seed: int, ground: Ground, people: People, commune: Ints, rank: Ints, cells: tuple[Ints, Ints, Ints]
) -> tuple[Ints, Ints]:
    """Where masts stand: in the streets of towns, else on the highest of three places; no two at the same metre."""
    rows, columns, starts = cells
    size = starts[commune + 1] - starts[commune]
    spread = 1 + people.population[commune] // 3_000
    town = uniform(seed, "mast in town", commune, rank) < np.clip(people.population[commune] / 6_000, 0.05, 0.9)
    best = starts[commune] + (size // 2 + pick(seed, "mast street", 10**6, commune, rank) % spread) % size
    height = np.where(town, 2.0, -1.0)
    for choice in range(3):
        cell = starts[commune] + pick(seed, "mast cell", 10**6, commune, rank, choice) % size
        middle = ground.corners(rows[cell], columns[cell]).mean(axis=1)
        relief = smooth(seed, "relief", middle[:, 0], middle[:, 1], COMMUNE_SIDE * 25)
        best, height = np.where(relief > height, cell, best), np.maximum(height, relief)
    point = inside(seed, "mast", ground.corners(rows[best], columns[best]), MARGIN, commune, rank)
    x, y = np.rint(point[:, 0]).astype(np.int64), np.rint(point[:, 1]).astype(np.int64)
    while True:
        again = np.ones(len(x), dtype=bool)
        again[np.unique(np.stack([x, y]), axis=1, return_index=True)[1]] = False
        if not again.any():
            return x, y
        x[again] += 1


def inside(seed: int, purpose: str, corners: Floats, reach: float, *who: Ints) -> Floats:
    """A point of each six-sided cell, at most `reach` of the way from its middle to its edge."""
    at, side = np.arange(len(corners)), pick(seed, f"{purpose} side", 6, *who)
    middle, a, b = corners.mean(axis=1), corners[at, side], corners[at, (side + 1) % 6]
    far = reach * np.sqrt(uniform(seed, f"{purpose} along", *who))[:, None]
    across = uniform(seed, f"{purpose} across", *who)[:, None]
    return np.asarray(middle + far * ((1 - across) * (a - middle) + across * (b - middle)))


def _presence(seed: int, commune: Ints, rank: Ints, everyone: Bools) -> tuple[Ints, Ints]:
    """Which operators are on each mast, at least one: masts and operators, by operator then mast."""
    there = np.stack([uniform(seed, "operator", commune, rank, k) < share for k, share in enumerate(PRESENCE)])
    there |= everyone
    only = pick(seed, "only operator", 4, commune, rank)
    alone = np.flatnonzero(~there.any(axis=0))
    there[only[alone], alone] = True
    operator, mast = np.nonzero(there)
    return mast.astype(np.int64), operator.astype(np.int64)


def _opened(seed: int, commune: Ints, rank: Ints, operator: Ints, white: Bools, targeted: Bools) -> Ints:
    """The quarter each operator-site opened: masts of a programme open for all at once."""
    old = np.array(BEFORE_2018)[operator]
    when = uniform(seed, "opened", commune, rank, operator)
    later = JANUARY_2018 + 1 + ((when - old) / (1 - old)).clip(0) ** 0.9 * (END - JANUARY_2018)
    opened = np.where(when < old, JANUARY_2018 - 40 * when, later)
    together = uniform(seed, "opened together", commune, rank)
    opened = np.where(white, JANUARY_2018 - 30 - 10 * together, opened)
    return np.floor(np.where(targeted, 9 + 25 * together, opened)).astype(np.int64)


def _old(seed: int, commune: Ints, rank: Ints, operator: Ints, opened: Ints) -> tuple[Bools, Bools]:
    """2G and 3G: Free has no 2G; sites opened since 2022 may do without 2G, since 2024 without 3G."""
    chance = uniform(seed, "2G and 3G", commune, rank, operator)
    g2 = (operator != FREE) & (chance < np.where(opened < 19, 0.88, 0.45))
    g3 = ~g2 | (chance > np.where(opened < 26, 0.04, 0.15))
    return g2, g3


def _g4(seed: int, commune: Ints, rank: Ints, operator: Ints, opened: Ints, town: Floats) -> Ints:
    """The quarter of 4G: just over half of the sites of January 2018, towns first, the others by the end of 2022."""
    when = uniform(seed, "4G", commune, rank, operator)
    score = np.where(town < 0, -1.0, town + 0.9 * uniform(seed, "4G early", commune, rank, operator))
    old = np.flatnonzero(opened <= JANUARY_2018)
    first = old[np.argsort(-score[old], kind="stable")[: round(SHARE_4G_2018 * len(old))]]
    quarters = np.where(opened <= JANUARY_2018, JANUARY_2018 + 1 + np.floor(19 * when**1.2), opened)
    quarters[first] = JANUARY_2018 - np.floor(16 * when[first])
    return np.asarray(np.maximum(quarters, opened).astype(np.int64))


def _g5(seed: int, commune: Ints, rank: Ints, operator: Ints, opened: Ints, town: Floats) -> Ints:
    """The quarter of 5G, from the end of 2020 on and in towns first."""
    ever = uniform(seed, "5G ever", commune, rank, operator) < np.clip(SHARE_5G + 0.5 * (town - 0.5), 0, 1)
    wait = (0.25 + 0.75 * uniform(seed, "5G", commune, rank, operator)) * (1.1 - 0.6 * town)
    start = FIRST_5G + np.floor((END - FIRST_5G) * np.minimum(wait, 1))
    return np.asarray(np.where(ever, np.maximum(start, opened), NEVER).astype(np.int64))


@cache
def _wgs84() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(2154, 4326, always_xy=True)


def degrees(x: Floats, y: Floats) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes (WGS84, 6 decimals) of Lambert-93 points."""
    longitude, latitude = _wgs84().transform(x, y)
    return np.round(longitude, 6).tolist(), np.round(latitude, 6).tolist()
