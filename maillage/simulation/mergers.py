"""When communes merged, and so under which code a file of a given quarter publishes each of them.

Assumption: mergers take effect on a 1st of January of the middle of the history, as in the country; the first files
that know them are those of the first quarter of that year.
"""

import numpy as np

from maillage.simulation.dates import CARTEFIBRE_SINCE
from maillage.simulation.world.chance import Ints, pick, uniform
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

NEVER = 10**6
DELEGUEE_AND_LISTED, LISTED_ONLY, DELEGUEE_ONLY = range(3)
"""How today's COG remembers a merged commune; real ones are of the first two kinds, the third tries the other way."""


def merged(world: World) -> Ints:
    """The communes that are part of another one today."""
    return np.flatnonzero(world.cog.current != np.arange(world.communes))


def first_quarters(world: World) -> list[int]:
    """The quarters mergers may start with: in the middle of the history, the first of a year if there is one."""
    history = world.history()
    middle = history[len(history) // 4 : 1 + 3 * len(history) // 4]
    january = [quarter for quarter in middle if quarter_code(quarter).endswith("T1")]
    return [max(quarter, CARTEFIBRE_SINCE) for quarter in january or [history[len(history) // 2]]]


def merged_since(world: World) -> Ints:
    """By published commune, the first quarter whose files no longer know it (NEVER: it still is one)."""
    since = np.full(world.communes, NEVER)
    who, choices = merged(world), np.array(first_quarters(world))
    since[who] = choices[pick(world.seed, "merger quarter", len(choices), who)]
    return since


def published_as(world: World, quarter: int) -> Ints:
    """By commune, the one under whose code the files of a quarter publish it."""
    return np.where(merged_since(world) <= quarter, world.cog.current, np.arange(world.communes))


def remembered(world: World) -> Ints:
    """By commune, how the COG remembers it when it is merged: six in ten are déléguées too."""
    chance = uniform(world.seed, "déléguée", np.arange(world.communes))
    return np.where(chance < 0.6, DELEGUEE_AND_LISTED, np.where(chance < 0.85, LISTED_ONLY, DELEGUEE_ONLY))
