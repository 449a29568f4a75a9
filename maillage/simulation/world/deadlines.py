"""When the street cabinets (PM) open, and the day told for their quarter of the town to be complete.

That day is told once the cabinet is open, never later than its opening, and missing for one cabinet in eight.
Deliveries change it: three cabinets in ten put it off once or twice, one in twenty brings it forward.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.chance import Floats, Ints, uniform
from maillage.simulation.world.fibre import Fibre

Flags: TypeAlias = npt.NDArray[np.bool_]
EPOCH = (date(2017, 9, 30) - date(1970, 1, 1)).days
"""The end of quarter 0, in days."""
QUARTER = 365.25 / 4
PLANNED_AHEAD = 4
"""Quarters between the day a PM is announced and the day it opens."""
MISSING, PUT_OFF, BROUGHT_FORWARD = 0.12, 0.30, 0.05
LONGEST_DELAY, SAME_DAY = 700, 0.15
"""Days before the opening at most; share of the cabinets that tell the very day they open."""
MOVES_WITHIN = 16
"""Quarters after the opening within which a first move happens; a second one, within as many again."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """By building: the PM's state (0 not announced, 1 being installed, 2 open), the day it opens and the day told for
    completeness (days since 1970), and whether the latter is missing."""

    state: Ints
    opened: Ints
    complete: Ints
    missing: Flags

    @property
    def complete_known(self) -> Flags:
        """Whether a day is told for completeness."""
        return np.asarray((self.state == 2) & ~self.missing)


def deadlines(seed: int, fibre: Fibre, some: Buildings, quarter: int) -> Deadlines:
    """What is told at the end of a quarter. A cabinet opens before the first building of its commune is connectable."""
    where = (some.commune, some.pm)
    delay = np.maximum((uniform(seed, "pm delay", *where) - SAME_DAY) / (1 - SAME_DAY), 0)
    # Those that tell the very day they open only open when works begin.
    opening = fibre.start[some.commune] - np.where(delay > 0, 2 * uniform(seed, "pm opening", *where), 0)
    opened = (EPOCH + QUARTER * opening).astype(np.int64)
    first = (LONGEST_DELAY * delay).astype(np.int64)
    return Deadlines(
        state=(opening <= quarter + PLANNED_AHEAD).astype(np.int64) + (opening <= quarter),
        opened=opened,
        complete=opened - np.maximum(first - _moved(seed, opening, where, quarter), 0),
        missing=uniform(seed, "pm completeness", *where) < MISSING,
    )


def _moved(seed: int, opening: Floats, where: tuple[Ints, Ints], quarter: int) -> Ints:
    """Days the deadline was put off by since it was first told; below zero when it was brought forward."""
    fate = uniform(seed, "pm moves", *where)
    at = opening + MOVES_WITHIN * uniform(seed, "pm first move", *where)
    again = at + MOVES_WITHIN * uniform(seed, "pm second move", *where)
    days = 91 + (183 * uniform(seed, "pm move", *where)).astype(np.int64)
    later = days * (at <= quarter) + (days // 2) * ((again <= quarter) & (fate < PUT_OFF / 2))
    sooner = -(days // 3) * (at <= quarter)
    moved = np.where(fate < PUT_OFF, later, np.where(fate < PUT_OFF + BROUGHT_FORWARD, sooner, 0))
    return np.asarray(moved.astype(np.int64))
