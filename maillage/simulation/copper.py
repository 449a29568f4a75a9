"""The closure of the copper network: lots of communes, each with its deadline, towns before the country.

Assumptions: a lot is drawn from the EPCI, then from how rural a commune is; where copper is still told, or fibre is not
there for nine premises in ten, a closure that was due has been put off. A third of the communes have no date yet.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from maillage.simulation.mergers import published_as
from maillage.simulation.speeds import copper_gone
from maillage.simulation.world.chance import Ints, uniform
from maillage.simulation.world.model import World

LOTS = (date(2025, 1, 31), date(2026, 1, 31), date(2027, 1, 31), date(2028, 1, 31), date(2029, 1, 31))
REACHED = (0.03, 0.08, 0.18, 0.40, 0.66)
"""Share of the communes that are in each lot or one before."""
PUT_OFF = 2
"""The lot of those whose closure was due and could not be."""
READY = 0.9
CLOSED, PLANNED, NOT_YET = "ferme", "prevue", "pas_encore_prevue"


@dataclass(frozen=True, slots=True)
class Closure:
    """What is known of a commune (rank): state, and the last day of its lines if there is one."""

    commune: int
    state: str
    day: date | None


def closures(world: World) -> list[Closure]:
    """Every commune that the files of the last quarter know, by rank."""
    shown = published_as(world, world.last)
    lots, schedule = _lots(world, shown).tolist(), []
    for commune in np.unique(shown).tolist():
        lot = lots[commune]
        day = LOTS[lot] if lot < len(LOTS) else None
        state = NOT_YET if day is None else CLOSED if lot < PUT_OFF else PLANNED
        schedule.append(Closure(commune, state, day))
    return schedule


def _lots(world: World, shown: Ints) -> Ints:
    """The lot of each commune, beyond the last of LOTS where it has none yet."""
    who, people = np.arange(world.communes), world.people
    rural = 1 - np.clip(np.log10(np.maximum(people.population, 1)) - 2.3, 0, 2.5) / 2.5
    late = uniform(world.seed, "copper lot", world.cog.epci) + 0.8 * rural + 0.3 * people.relief
    late += 0.3 * uniform(world.seed, "copper lot of a commune", who)
    order = np.empty(world.communes)
    order[np.argsort(late, kind="stable")] = (who + 0.5) / world.communes
    lot = np.searchsorted(REACHED, order, side="right")
    total, connectable = world.premises
    fibre, premises = (np.bincount(shown, values, world.communes) for values in (connectable[world.last], total))
    in_service = np.bincount(shown, ~copper_gone(world, world.last), world.communes) > 0
    return np.where((lot < PUT_OFF) & (in_service | (fibre < READY * premises)), PUT_OFF, lot)
