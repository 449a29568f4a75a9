"""The public bodies that publish open data, and since when: the larger, the sooner."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from maillage.simulation.world.calendars import NOT_YET, days
from maillage.simulation.world.chance import Bools, Ints, uniform
from maillage.simulation.world.cog import Cog
from maillage.simulation.world.people import People

CENSUS, FIRST_CENSUS = ((4, 25),), date(2018, 4, 25)
"""Day of the year of the census of open data, and the first one (an assumption)."""
COMMUNE, EPCI, DEPARTEMENT, REGION = range(4)
OPENING = (
    ((2.5, 0.002), (3.4, 0.06), (3.55, 0.25), (4.0, 0.5), (4.7, 0.92), (5.3, 1.0)),
    ((3.5, 0.1), (4.5, 0.35), (5.2, 0.85), (6.0, 1.0)),
    ((3.0, 0.5), (5.0, 0.85), (6.0, 1.0)),
    ((0.0, 1.0),),
)
"""Assumption: share of the bodies of each nature that will have opened data, by logarithm of their population."""


@dataclass(frozen=True, slots=True)
class OpenData:
    """Columns, one item a public body of today: nature, rank among those of its nature (communes: published rank),
    inhabitants, the day (ordinal) its data are first found, NOT_YET when never; `uncounted` when the census names it
    without having counted any dataset, which is not « found »."""

    nature: Ints
    rank: Ints
    population: Ints
    since: Ints
    uncounted: Bools

    def on(self, day: date) -> Ints:
        """The bodies a census names."""
        return np.flatnonzero(self.since <= day.toordinal())


def censuses(history: list[int]) -> list[date]:
    """The days open data are counted, oldest first."""
    return days(CENSUS, FIRST_CENSUS, history)


def open_data(seed: int, cog: Cog, people: People) -> OpenData:
    """Which public bodies publish open data since when: the larger, the sooner."""
    region = np.array(cog.region_of)[cog.departement]
    of_each = (cog.current, cog.epci, cog.departement, region)
    sums = [np.bincount(which, people.population).astype(np.int64) for which in of_each]
    ranks = [np.flatnonzero(total) for total in sums]
    nature = np.repeat(np.arange(4), [len(mine) for mine in ranks])
    rank = np.concatenate(ranks)
    population = np.concatenate([total[mine] for total, mine in zip(sums, ranks, strict=True)])
    share = np.empty(len(rank))
    for which, curve in enumerate(OPENING):
        mine = nature == which
        share[mine] = np.interp(np.log10(population[mine]), [x for x, _ in curve], [y for _, y in curve])
    chance = uniform(seed, "open data", nature, rank)
    start, end = date(2013, 1, 1).toordinal(), date(2026, 4, 1).toordinal()
    when = np.where(nature == REGION, 0.0, np.minimum(chance / share, 1.0) ** 0.7)
    since = np.where(chance < share, (start + when * (end - start)).astype(np.int64), NOT_YET)
    uncounted = (nature == COMMUNE) & (uniform(seed, "uncounted", rank) < 0.04)
    return OpenData(nature, rank, population, since, uncounted)
