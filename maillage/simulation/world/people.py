"""Who lives where: relief, towns and villages, inhabitants, dwellings and firms of each commune.

Assumptions without a real counterpart: one town for twelve communes, whose sizes follow their rank; second homes by
relief.
What is fitted on real figures is compared with them in docs/simulation.md.
"""

from dataclasses import dataclass

import numpy as np

from maillage.simulation.world.chance import Floats, Ints, normal, smooth, uniform
from maillage.simulation.world.ground import COMMUNE_SIDE, Ground

REGION_MEAN, COUNTRY_MEAN = 1_500.0, 1_914.0
"""Inhabitants by commune: of the demonstration region (600 000 for 400), of a country of 35 000 (67 million)."""
URBAN = 0.8
"""Share of the inhabitants who live in towns and their suburbs."""
SPREAD = 1.2
"""Deviation of the logarithm of the population of villages and suburbs: the long tail of small communes."""
FIRMS = 0.0195
"""Firms' premises by inhabitant of a village; six tenths more in towns."""


@dataclass(frozen=True, slots=True)
class People:
    """By commune: relief in [0, 1], inhabitants, dwellings, firms' premises."""

    relief: Floats
    population: Ints
    dwellings: Ints
    firms: Ints

    @property
    def premises(self) -> Ints:
        """Dwellings and firms' premises."""
        return self.dwellings + self.firms


def settle(ground: Ground, communes: int) -> People:
    """Settle the ground: towns first, villages around them, fewer people higher up."""
    seed, who = ground.seed, np.arange(communes)
    relief = smooth(seed, "relief", ground.x, ground.y, COMMUNE_SIDE * 25)
    relief = np.argsort(np.argsort(relief, kind="stable"), kind="stable") / max(communes - 1, 1)
    villages = np.exp(SPREAD * normal(seed, "village", who)) * (1.25 - relief)
    towns = _towns(ground, communes, relief)
    weight = (1 - URBAN) * villages / villages.sum() + URBAN * towns / towns.sum()
    population = _share(weight, int(communes * np.interp(communes, (400, 35_000), (REGION_MEAN, COUNTRY_MEAN))))
    second_homes = 0.06 + 0.25 * relief**2 * uniform(seed, "second homes", who)
    dwellings = np.maximum(3, (population * (0.455 + second_homes)).astype(np.int64))
    town = 1 - np.exp(-population / 5_000)
    rate = FIRMS * (1 + 0.6 * town) * np.exp(0.6 * (1 - town) * normal(seed, "firms", who))
    firms = np.maximum(1, (population * rate).astype(np.int64))
    return People(relief, population, dwellings, firms)


def _towns(ground: Ground, communes: int, relief: Floats) -> Floats:
    """Weights of towns, whose sizes follow their rank, set apart in the lower lands, and of their suburbs."""
    count = max(2, communes // 12)
    order = np.argsort(relief + 0.6 * uniform(ground.seed, "town", np.arange(communes)), kind="stable")
    seats: list[int] = []
    taken = np.zeros(communes, dtype=bool)
    for candidate in order:
        if taken[candidate]:
            continue
        seats.append(int(candidate))
        away = np.hypot(ground.x - ground.x[candidate], ground.y - ground.y[candidate])
        taken |= away < (2.6 if len(seats) > count // 10 else 6) * COMMUNE_SIDE
        if len(seats) == count:
            break
    weights = np.zeros(communes)
    for rank, seat in enumerate(seats, 1):
        size = 1.0 / (rank + 1)
        away = np.hypot(ground.x - ground.x[seat], ground.y - ground.y[seat]) / COMMUNE_SIDE
        reach = 0.7 + 1.8 / rank**0.4
        near = (away > 0) & (away < 4 * reach)
        ring = np.exp(-away[near] / reach) * np.exp(SPREAD * normal(ground.seed, "suburb", np.flatnonzero(near)))
        weights[seat] += size * (0.62 if ring.size else 1.0)
        if ring.size:
            weights[near] += 0.38 * size * ring / ring.sum()
    return weights


def _share(weight: Floats, total: int) -> Ints:
    """Whole numbers in proportion to the weights, at least 12, that add up to `total`."""
    shares: Ints = np.maximum(12, np.floor(weight / weight.sum() * total).astype(np.int64))
    shares[int(np.argmax(shares))] += total - int(shares.sum())
    return shares
