"""The lists that name places that help with digital life: which places, and the days they are published.

Assumption: a list names every place it ought to name that is open on its day.
"""

from datetime import date

import numpy as np

from maillage.simulation.world.calendars import days
from maillage.simulation.world.chance import Bools, Ints, bits, order_of

CATEGORIES = ("mediation", "tiers_lieu", "france_services")
LISTS = ("fabriques_territoire", "france_services", "mediation_nationale", "mednum_bfc")
FABRIQUES, SERVICES, NATIONAL, REGIONAL = range(4)
PATTERNS: tuple[tuple[tuple[tuple[int, ...], float], ...], ...] = (
    (
        ((SERVICES,), 0.3),
        ((SERVICES, REGIONAL), 0.2),
        ((SERVICES, NATIONAL), 0.25),
        ((SERVICES, NATIONAL, REGIONAL), 0.25),
    ),
    (((REGIONAL,), 0.4), ((NATIONAL,), 0.25), ((NATIONAL, REGIONAL), 0.35)),
    (((REGIONAL,), 0.45), ((NATIONAL,), 0.2), ((NATIONAL, REGIONAL), 0.35)),
    (((FABRIQUES,), 0.5), ((FABRIQUES, REGIONAL), 0.2), ((FABRIQUES, NATIONAL, REGIONAL), 0.3)),
    (((REGIONAL,), 1.0),),
)
"""Which lists name a place, by kind, and how often."""
CALENDAR = (((9, 1),), ((1, 1), (7, 1)), ((6, 1),), ((4, 1),))
"""Days of the year each list is published, by list."""
FIRST_LIST = (date(2020, 9, 1), date(2020, 7, 1), date(2021, 6, 1), date(2019, 4, 1))
"""Assumption: the day of the first list ever published."""
FABRIQUES_APART = 2
"""Fabriques are listed twice only, two years apart."""


def dates(which: int, history: list[int]) -> list[date]:
    """The days a list is published, oldest first."""
    published = days(CALENDAR[which], FIRST_LIST[which], history)
    return published[: FABRIQUES_APART + 1 : FABRIQUES_APART] if which == FABRIQUES else published


def named(seed: int, kind: int, count: int, order: Ints) -> Bools:
    """Which lists name each place of a kind: in known shares; the first to open is in every list its kind can be in."""
    listed = np.zeros((len(LISTS), count), dtype=bool)
    lot = order_of(bits(seed, "place lists", np.arange(count), kind))
    ends = np.cumsum([share for _, share in PATTERNS[kind]])
    pattern = np.minimum(np.searchsorted(ends, (lot + 0.5) / count), len(ends) - 1)
    pattern[order == 0] = len(ends) - 1
    for rank, (lists, _) in enumerate(PATTERNS[kind]):
        listed[np.array(lists)[:, None], np.flatnonzero(pattern == rank)] = True
    return listed
