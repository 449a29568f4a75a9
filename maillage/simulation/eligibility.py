"""What fixed networks serve each building: the shares that `speeds` gives communes, told building by building.

Fibre serves the buildings that are connectable, and no other. Copper falls with the distance to the middle of the
commune. Cable, radio and satellite are drawn so that the premises reaching each class are, commune by commune, those
that the shares of `speeds.others` ask for: a best class is shared out first (blocks in proportion, then houses to make
up the exact number), then the networks are drawn given this best class. Where copper alone gives more than its share,
or where there are blocks only, a commune may miss the number by a few premises.
"""

from dataclasses import dataclass

import numpy as np

from maillage.simulation.speeds import (
    CABLE,
    CLASSES,
    COPPER,
    RADIO,
    SKY,
    THD1G,
    THD30,
    Bools,
    copper_gone,
    others,
    without_fibre,
)
from maillage.simulation.world.buildings import CONNECTABLE, Buildings
from maillage.simulation.world.chance import Floats, Ints, bits, uniform
from maillage.simulation.world.model import World

TECHNOLOGIES = ("FO", "COAX", "CU", "4GF", "THDR", "HDR", "SAT")
FO, COAX, CU, RADIO_4G, THDR, HDR, SAT = range(7)
ABSENT, BELOW = -2, -1
"""Beside the ranks in CLASSES: the network does not come; it comes, below the lowest class."""
RURAL_SEAT = 15_000
"""Inhabitants of its seat below which an EPCI may have a radio network of its own (THD radio)."""
RADIO_EPCI = 0.35
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Reach:
    """The class each network gives each building: a row a technology, ABSENT, BELOW or a rank in CLASSES."""

    classes: Ints

    def best(self, satellite: bool = True) -> Ints:
        """The best class of each building, BELOW where there is none."""
        counted = self.classes if satellite else self.classes[:SAT]
        return np.asarray(np.maximum(counted.max(axis=0), BELOW))

    @property
    def eligible(self) -> Bools:
        """Whether each technology serves each building: a row a technology."""
        return np.asarray(self.classes > BELOW)


def reach(world: World, some: Buildings, quarter: int) -> Reach:
    """What serves these buildings (whole communes, in order) at the end of a quarter."""
    first, last = int(some.commune[0]), int(some.commune[-1]) + 1
    shares = others(world, quarter)[:, :, first:last]
    fibre = some.state(world.fibre, quarter) == CONNECTABLE
    copper = _copper(world, some, shares[COPPER])
    wanted = _wanted(world.seed, some, fibre, copper, shares)
    cable, radio, sky = _drawn(world.seed, some, shares, wanted, wanted > copper, fibre)
    classes = np.full((len(TECHNOLOGIES), len(fibre)), ABSENT)
    classes[FO] = np.where(fibre, THD1G, ABSENT)
    classes[COAX] = np.where(cable > BELOW, cable, ABSENT)
    classes[CU] = np.where(copper_gone(world, quarter)[some.commune], ABSENT, copper)
    classes[SAT] = np.where(sky > BELOW, sky, ABSENT)
    own = radio_epci(world)[world.cog.epci[some.commune]] & (radio > BELOW)
    both = uniform(world.seed, "4G beside radio", some.commune, some.rank) < 0.5
    classes[THDR] = np.where(own & (radio >= THD30), radio, ABSENT)
    classes[HDR] = np.where(own & (radio < THD30), radio, ABSENT)
    classes[RADIO_4G] = np.where((radio > BELOW) & (~own | both), radio, ABSENT)
    return Reach(classes)


def radio_epci(world: World) -> Bools:
    """By EPCI, whether it built a radio network of its own: some of those without a town."""
    seats = world.people.population[world.cog.epci_seats]
    chance = uniform(world.seed, "THD radio", np.arange(len(seats)))
    return np.asarray((seats < RURAL_SEAT) & (chance < RADIO_EPCI))


def _copper(world: World, some: Buildings, shares: Floats) -> Ints:
    """The class of copper: by the rank of the distance to the middle of the commune, premises counted."""
    commune, weight = some.commune - some.commune[0], some.premises
    away = np.hypot(some.x - world.ground.x[some.commune], some.y - world.ground.y[some.commune])
    order = np.lexsort((away, commune))
    far = np.empty(len(order))
    total = np.bincount(commune, weight)[commune[order]]
    far[order] = (_before(commune[order], weight[order]) + weight[order] / 2) / total
    return np.asarray((far < shares[:, commune]).sum(axis=0) - 1)


def _before(commune: Ints, weight: Ints) -> Ints:
    """What the earlier ones of the same commune weigh together; communes follow one another."""
    ends = np.cumsum(weight)
    starts = np.searchsorted(commune, commune)
    return np.asarray(ends - weight - (ends - weight)[starts])


def _wanted(seed: int, some: Buildings, fibre: Bools, copper: Ints, shares: Floats) -> Ints:
    """The best class each building must reach in the end, fibre aside: that of copper, or a higher one."""
    order = np.lexsort((bits(seed, "network order", some.commune, some.rank), some.commune))
    commune, weight = (some.commune - some.commune[0])[order], np.where(fibre, 0, some.premises)[order]
    target = without_fibre(np.bincount(commune, weight), shares)
    beside = shares[[CABLE, RADIO, SKY]]
    exact = beside - np.concatenate([beside[:, 1:], np.zeros_like(beside[:, :1])], axis=1)
    possible = (exact > TINY).any(axis=0)
    best, done = copper[order].copy(), weight == 0
    for rank in reversed(range(len(CLASSES))):
        done |= copper[order] >= rank
        need = target[rank] - np.bincount(commune, weight * done).astype(np.int64)
        free = np.where(done | ~possible[rank][commune], 0, weight)
        taken = _taken(commune, free, need)
        best[taken] = rank
        done |= taken
    classes = np.empty_like(best)
    classes[order] = best
    return classes


def _taken(commune: Ints, weight: Ints, need: Ints) -> Bools:
    """Some of the buildings, that weigh together what their commune needs: blocks in proportion, then houses."""
    blocks, houses = np.where(weight > 1, weight, 0), np.where(weight == 1, 1, 0)
    free, heavy = np.bincount(commune, weight), np.bincount(commune, blocks)
    share = need * heavy / np.maximum(free, 1)
    taken = (blocks > 0) & (_before(commune, blocks) + blocks / 2 <= share[commune])
    rest = need - np.bincount(commune, blocks * taken)
    return np.asarray(taken | ((houses > 0) & (_before(commune, houses) < rest[commune])))


def _drawn(
    seed: int, some: Buildings, shares: Floats, wanted: Ints, missing: Bools, fibre: Bools
) -> tuple[Ints, Ints, Ints]:
    """The classes of cable, radio and satellite: anything where fibre serves, else nothing better than `wanted`, and
    this very class for one of them at least where it is `missing`, in the proportions of independent networks."""
    commune, who = some.commune - some.commune[0], (some.commune, some.rank)
    networks = (CABLE, RADIO, SKY)
    below = [_below(shares[network]) for network in networks]
    rank, missing = wanted + 2, missing & ~fibre
    classes = []
    for turn, network in enumerate(networks):
        after = [np.prod([chances[rank - k, commune] for chances in below[turn + 1 :]], axis=0) for k in (0, 1)]
        up_to, under = below[turn][rank, commune], below[turn][rank - 1, commune]
        whole = up_to * after[0] - under * after[1]
        chance = np.divide((up_to - under) * after[0], whole, out=np.zeros(len(rank)), where=whole > TINY)
        chance = np.where(after[0] - after[1] > TINY, chance, np.where(up_to - under > TINY, 1.0, 0.0))
        here = missing & (uniform(seed, f"network {network} comes", *who) < chance)
        lowest = np.where(fibre, 0.0, 1 - np.where(missing & ~here, under, up_to))
        at = lowest + (1 - lowest) * uniform(seed, f"network {network}", *who)
        free = (at < shares[network][:, commune]).sum(axis=0) - 1
        classes.append(np.asarray(np.where(here, wanted, free)))
        missing = missing & ~here
    return classes[0], classes[1], classes[2]


def _below(shares: Floats) -> Floats:
    """The chance of a class at most each one, from two below the lowest (never) to the highest (always)."""
    ends = np.ones((1, shares.shape[1]))
    return np.concatenate([0 * ends, 1 - shares, ends])
