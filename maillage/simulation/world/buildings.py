"""The buildings of communes, drawn when asked for: where they stand, how many premises, when fibre reaches them.

27 million of them would not fit in memory as objects: they are columns, made again the same for any commune.
"""

from dataclasses import dataclass

import numpy as np

from maillage.simulation.world.chance import Floats, Ints, bits, uniform
from maillage.simulation.world.cog import Cog
from maillage.simulation.world.fibre import Fibre
from maillage.simulation.world.ground import Ground
from maillage.simulation.world.names import STREETS, WAYS
from maillage.simulation.world.people import People

TARGETED, SIGNED, BUILDING, ON_DEMAND, CONNECTABLE, ABANDONED = range(6)
STATES = ("cible", "signe", "en cours de deploiement", "raccordable demande", "deploye", "abandonne")
PREMISES_BY_PM = 400
HAMLETS_BY_COMMUNE = 6
ON_DEMAND_SHARE = 0.012
"""Share of the buildings that are connectable on demand only, once fibre has come."""
LEAD = 1.5
"""Quarters between the start of works on a building and its connection."""


@dataclass(frozen=True, slots=True)
class Buildings:
    """Columns, one item a building: commune, rank in it, premises, position (Lambert-93 metres), address, fibre.

    `street` is a rank in STREETS and `way` in WAYS, or `hamlet` ≥ 0 a rank in HAMLETS; `number` 0 when there is none.
    `order` in [0, 1) is when fibre comes: the building is connectable once the share of its commune exceeds it.
    """

    commune: Ints
    rank: Ints
    premises: Ints
    x: Floats
    y: Floats
    way: Ints
    street: Ints
    hamlet: Ints
    number: Ints
    repeat: Ints
    pm: Ints
    order: Floats
    fate: Floats

    def state(self, fibre: Fibre, quarter: float) -> Ints:
        """The FttH state of each building at the end of a quarter (rank in STATES)."""
        share = fibre.share_of(self.commune, np.full(len(self.commune), float(quarter)))
        soon = fibre.share_of(self.commune, np.full(len(self.commune), quarter + LEAD))
        later = fibre.share_of(self.commune, np.full(len(self.commune), quarter + 3 * LEAD))
        state = np.full(len(self.commune), TARGETED)
        state[(self.order < later) & (self.premises > 3)] = SIGNED
        state[self.order < soon] = BUILDING
        state[self.order < share] = CONNECTABLE
        state[(self.fate < ON_DEMAND_SHARE) & (state == CONNECTABLE)] = ON_DEMAND
        state[(self.fate > 0.992) & (state != CONNECTABLE)] = ABANDONED
        return state


def counts(seed: int, people: People) -> Ints:
    """How many buildings each commune has: about one for 1,1 premises in villages, for 3 in towns."""
    town = _town(people.population)
    mean = 1 + _blocks(town) * (5.4 + 10.4 * town**2)
    return np.asarray(np.maximum(2, (people.premises / mean).astype(np.int64)))


def _town(population: Ints) -> Floats:
    """How much of a town a commune is: 0 below 600 inhabitants, 1 above 250 000."""
    return np.asarray(np.clip((np.log10(np.maximum(population, 1)) - 2.8) / 2.6, 0, 1))


def _blocks(town: Floats) -> Floats:
    """Share of the buildings that hold several premises."""
    return np.asarray(0.012 + 0.07 * town**1.2)


def build(
    seed: int, ground: Ground, cog: Cog, people: People, first: int, last: int, cells: tuple[Ints, Ints, Ints]
) -> Buildings:
    """The buildings of communes `first` to `last` - 1, commune by commune. `cells` comes from `ground.cells_of()`."""
    number = counts(seed, people)[first:last]
    commune, rank = _ranks(number, first)
    premises = _premises(seed, people, commune, rank)
    hamlet, x, y = _places(seed, ground, people, commune, rank, cells)
    street = bits(seed, "street", commune, rank).astype(np.int64) % np.repeat(_streets(people)[first:last], number)
    numbered = (hamlet < 0) | (uniform(seed, "numbered hamlet", commune, hamlet + 1) < 0.9)
    missing = uniform(seed, "missing number", commune, rank) < 0.02
    return Buildings(
        commune=commune,
        rank=rank,
        premises=premises,
        x=x,
        y=y,
        way=bits(seed, "way", commune, street).astype(np.int64) % len(WAYS),
        street=(bits(seed, "street name", commune, street) % np.uint64(len(STREETS))).astype(np.int64),
        hamlet=hamlet,
        number=np.where(
            numbered & ~missing, 1 + (bits(seed, "number", commune, rank) % np.uint64(400)).astype(np.int64), 0
        ),
        repeat=np.where(uniform(seed, "repeat", commune, rank) < 0.03, 1 + rank % 2, 0),
        pm=rank // PREMISES_BY_PM,
        order=uniform(seed, "order", commune, rank),
        fate=uniform(seed, "fate", commune, rank),
    )


def premises_by_date(seed: int, people: People, first: int, last: int) -> tuple[Ints, Ints, Floats]:
    """Commune, premises and `order` of the same buildings, without the rest; `order` is 1 where they are on demand."""
    commune, rank = _ranks(counts(seed, people)[first:last], first)
    order = uniform(seed, "order", commune, rank)
    order[uniform(seed, "fate", commune, rank) < ON_DEMAND_SHARE] = 1.0
    return commune, _premises(seed, people, commune, rank), order


def _ranks(number: Ints, first: int) -> tuple[Ints, Ints]:
    """The commune of each building, and its rank in it, for communes from `first` on."""
    commune = np.repeat(np.arange(first, first + len(number)), number)
    return commune, np.arange(len(commune)) - np.repeat(np.cumsum(number) - number, number)


def _streets(people: People) -> Ints:
    """How many streets a commune has."""
    return np.asarray(np.maximum(3, people.population // 60))


def _premises(seed: int, people: People, commune: Ints, rank: Ints) -> Ints:
    """One in houses; in towns, blocks of 2 to 150."""
    town = _town(people.population[commune])
    block = uniform(seed, "block", commune, rank) < _blocks(town)
    size = 2 + (8 * np.exp(1.6 * uniform(seed, "block size", commune, rank) ** 3 * (1 + town)) - 8).astype(np.int64)
    return np.where(block, np.minimum(size, 150), 1)


def _places(
    seed: int, ground: Ground, people: People, commune: Ints, rank: Ints, cells: tuple[Ints, Ints, Ints]
) -> tuple[Ints, Floats, Floats]:
    """In the village (hamlet -1) or one of its hamlets: a cell, then a point inside one of its six triangles."""
    rows, columns, starts = cells
    size = starts[commune + 1] - starts[commune]
    scattered = uniform(seed, "scattered", commune, rank) < 0.18 + 0.35 * people.relief[commune]
    hamlet = np.where(
        scattered, (bits(seed, "hamlet", commune, rank) % np.uint64(HAMLETS_BY_COMMUNE)).astype(np.int64), -1
    )
    spread = 1 + people.population[commune] // 3_000
    quarter = (bits(seed, "quarter", commune, rank) % spread.astype(np.uint64)).astype(np.int64)
    which = np.where(
        hamlet < 0,
        size // 2 + quarter,
        (bits(seed, "hamlet cell", commune, hamlet + 1) % np.uint64(997)).astype(np.int64),
    )
    cell = starts[commune] + which % size
    corners = ground.corners(rows[cell], columns[cell])
    side = (bits(seed, "side", commune, rank) % np.uint64(6)).astype(np.int64)
    at = np.arange(len(commune))
    middle, a, b = corners.mean(axis=1), corners[at, side], corners[at, (side + 1) % 6]
    u, v = uniform(seed, "along", commune, rank), uniform(seed, "across", commune, rank)
    reach = np.sqrt(u)[:, None]
    point = middle + reach * ((1 - v)[:, None] * (a - middle) + v[:, None] * (b - middle))
    return hamlet, point[:, 0], point[:, 1]
