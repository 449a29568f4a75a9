"""What an operator announces of buildings, delivery after delivery: dates that slip, as seen in real files.

Assumptions: a public network alone gives these files, for two of its EPCI; its first date is up to six quarters too
early, and half of what is left of that error goes at each delivery; one building in thirty is never given a date; one
in four has its date to the day, the others to the quarter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from maillage.kernel.period import Period
from maillage.simulation.world import buildings
from maillage.simulation.world.buildings import ABANDONED, CONNECTABLE, Buildings
from maillage.simulation.world.chance import Ints, uniform
from maillage.simulation.world.fibre import RIP, quarter_code
from maillage.simulation.world.model import World

DELIVERIES = 4
"""One a quarter, the last quarters of history."""
EPCI = 2
HORIZON = 16
"""Quarters after the last in which a building not reached yet is looked for; beyond, it is said to be for then."""
EARLY = 6.0
"""Quarters: the largest error of the first date."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a delivery says of the buildings of a commune: `state` as in STATES, `quarter` of cabling (−1: nothing
    told), and the day of it, from 0, where the date is to the day (−1: to the quarter)."""

    delivery: int
    some: Buildings
    state: Ints
    quarter: Ints
    day: Ints


def deliveries(world: World) -> list[int]:
    """The quarters at whose end a file is given, oldest first."""
    return world.history()[-DELIVERIES:]


def delivered_on(quarter: int) -> date:
    """The day in the name of the file: the fifth after the end of the quarter."""
    return Period.parse(quarter_code(quarter)).end + timedelta(days=5)


def perimeter(world: World) -> tuple[str, list[int]]:
    """The operator that gives its files, and the published communes they describe: none without public network."""
    public = np.flatnonzero(world.fibre.zone == RIP)
    if not len(public):
        return "", []
    operator = int(world.fibre.operator[public[0]])
    same = public[world.fibre.operator[public] == operator]
    chosen = sorted(set(world.cog.epci[same].tolist()))[:EPCI]
    return world.fibre.operators[operator], [
        commune for commune in same.tolist() if int(world.cog.epci[commune]) in chosen
    ]


def announced(world: World, delivery: int) -> Iterator[Announcement]:
    """What the file of a quarter says, commune by commune."""
    for commune in perimeter(world)[1]:
        some = buildings.build(world.seed, world.ground, world.cog, world.people, commune, commune + 1, world.cells)
        yield _announcement(world, some, delivery)


def _announcement(world: World, some: Buildings, delivery: int) -> Announcement:
    seed, who = world.seed, (some.commune, some.rank)
    real = _reached(world, some)
    error = EARLY * uniform(seed, "planned too early", *who)
    passed = delivery - deliveries(world)[0]
    estimate = np.maximum(real - np.floor(error * 0.5**passed).astype(np.int64), delivery + 1)
    state = some.state(world.fibre, delivery)
    done = state == CONNECTABLE
    silent = (uniform(seed, "planned silent", *who) < 1 / 30) & ~done | (state == ABANDONED)
    quarter = np.where(silent, -1, np.where(done, np.minimum(real, delivery), estimate))
    exact = uniform(seed, "planned to the day", *who) < 0.25
    # Never the last day of the quarter, which says the quarter alone.
    day = np.where(exact & (quarter >= 0), (uniform(seed, "planned day", *who) * 85).astype(np.int64), -1)
    return Announcement(delivery, some, state, quarter, day)


def _reached(world: World, some: Buildings) -> Ints:
    """The first quarter from 0 on at whose end each building is connectable; `last + HORIZON` when none is."""
    end = world.last + HORIZON
    quarters = np.full(len(some.commune), end)
    for quarter in range(end, -1, -1):
        share = world.fibre.share_of(some.commune, np.full(len(some.commune), float(quarter)))
        quarters[some.order < share] = quarter
    return quarters


def period(quarter: int, day: int) -> Period | None:
    """The period of a date, None where nothing is told."""
    if quarter < 0:
        return None
    when = Period.parse(quarter_code(quarter))
    return when if day < 0 else Period.parse((when.start + timedelta(days=day)).isoformat())
