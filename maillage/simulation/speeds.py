"""Fixed speeds premises can have, all technologies: what « Ma connexion internet » counts, by published commune.

Fibre comes from the roll-out. Everything else is an assumption: cable in towns, copper by the distance to the exchange
(that is, by relief), fixed 4G that grows, satellite that gives nearly everyone 8 Mbit/s, and 30 then 100 later on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.simulation.world.chance import Floats, Ints, uniform
from maillage.simulation.world.fibre import quarter_index
from maillage.simulation.world.model import World

Bools = NDArray[np.bool_]
CABLE, COPPER, RADIO, SKY = range(4)
"""The networks beside fibre, in the order of `others`."""
CLASSES = ("hd05", "hd3", "bhd8", "thd30", "thd100", "thd1g")
HD05, HD3, BHD8, THD30, THD100, THD1G = range(6)
CABLE_TOWN = 8_000
"""Inhabitants above which half the communes have cable."""
COPPER_BREAK = quarter_index("2026-T2")
"""From this quarter on, three communes in four have no eligible copper: a change of method, not of networks."""


@dataclass(frozen=True, slots=True)
class Speeds:
    """By published commune: premises counted, and those that can have at least each of CLASSES (one row each)."""

    premises: Ints
    eligible: Ints

    @property
    def none(self) -> Ints:
        """Premises below the lowest class."""
        return np.asarray(self.premises - self.eligible[HD05])


def counted(world: World) -> Ints:
    """Premises as MCI counts them: within 3 % of those of « Ma carte fibre », never the same list."""
    share = 0.97 + 0.05 * uniform(world.seed, "mci premises", np.arange(world.communes))
    return np.maximum(1, np.round(world.premises[0] * share)).astype(np.int64)


def speeds(world: World, quarter: int, part: float = 1.0) -> Speeds:
    """Counts at the end of a quarter; `part` < 1 for that share of the premises only."""
    total, connectable = world.premises
    premises = np.maximum(1, np.floor(counted(world) * part)).astype(np.int64)
    fibre = premises * connectable[quarter] // total
    eligible = fibre + without_fibre(premises - fibre, others(world, quarter))
    return Speeds(premises, eligible)


def without_fibre(premises: Ints | Floats, shares: Floats) -> Ints:
    """How many of these premises, of each commune, some other network serves: a row a class. `shares`: of `others`."""
    left = 1.0 - np.prod(1.0 - shares, axis=0)
    return np.asarray(np.floor(premises * left + 1e-9).astype(np.int64))


def copper_gone(world: World, quarter: int) -> Bools:
    """The communes whose copper is no longer told."""
    gone = uniform(world.seed, "copper break", np.arange(world.communes)) < 0.74
    return gone & (quarter >= COPPER_BREAK)


def others(world: World, quarter: int) -> Floats:
    """The share of premises without fibre that each other network serves: by network, class (it falls) and commune."""
    who, relief = np.arange(world.communes), world.people.relief
    cable = 0.6 * (world.people.population > CABLE_TOWN) * (uniform(world.seed, "cable", who) < 0.5)
    far = np.clip(0.25 + 0.5 * relief + 0.25 * uniform(world.seed, "copper", who), 0, 1)
    gone = copper_gone(world, quarter)
    near = np.where(gone, 0.0, 1.0 - far)
    copper = [
        np.where(gone, 0.0, 0.995),
        np.where(gone, 0.0, 0.97 - 0.2 * far),
        near * 0.95,
        near * 0.4,
        0 * near,
        0 * near,
    ]
    radio = np.clip(0.1 + 0.015 * quarter, 0, 0.6) * uniform(world.seed, "fixed 4G", who)
    wave = [radio, radio, radio, 0.9 * radio, 0 * radio, 0 * radio]
    sky = [np.full(world.communes, share) for share in _sky(quarter)]
    return np.array([[cable] * 5 + [cable / 2], copper, wave, sky])


def _sky(quarter: int) -> tuple[float, ...]:
    """What satellite serves of the rest: 8 Mbit/s from the start, 30 from 2021 on, 100 from 2023 on."""
    faster = float(np.clip((quarter - quarter_index("2020-T4")) / 8, 0, 1))
    fast = float(np.clip((quarter - quarter_index("2022-T4")) / 8, 0, 1))
    return 0.995, 0.99, 0.985, 0.97 * faster, 0.95 * fast, 0.0
