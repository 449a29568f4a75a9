"""The whole world, made once from a scale and a seed; formats only read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from maillage.simulation.world import buildings, cog, fibre, ground, groupings, mobile, open_data, people, places
from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.chance import Floats, Ints
from maillage.simulation.world.names import commune_names

LAST_QUARTER = "2026-T2"


@dataclass(frozen=True)
class World:
    """A country of `communes` published communes, from a `seed`, with `quarters` of history up to LAST_QUARTER.

    Buildings are written for the last `building_quarters` of them: each file holds every building.
    """

    communes: int
    seed: int
    quarters: int
    building_quarters: int = 1

    @cached_property
    def ground(self) -> ground.Ground:
        """Cells and centres."""
        return ground.make_ground(self.seed, self.communes)

    @cached_property
    def people(self) -> people.People:
        """Inhabitants, dwellings, firms."""
        return people.settle(self.ground, self.communes)

    @cached_property
    def cog(self) -> cog.Cog:
        """Codes and membership."""
        return cog.number(self.seed, self.ground, self.people)

    @cached_property
    def names(self) -> list[str]:
        """Names of communes, as published."""
        return commune_names(self.seed, self.communes)

    @cached_property
    def groupings(self) -> list[groupings.Grouping]:
        """Own groupings of each region, those that ended included."""
        return groupings.join(self.cog, self.ground, self.people, self.names)

    @cached_property
    def fibre(self) -> fibre.Fibre:
        """Zones and roll-out."""
        return fibre.lay(self.seed, self.cog, self.people)

    @cached_property
    def cells(self) -> tuple[Ints, Ints, Ints]:
        """Cells by commune."""
        return self.ground.cells_of()

    @cached_property
    def mobile(self) -> mobile.Mobile:
        """Mobile sites."""
        return mobile.raise_masts(self.seed, self.ground, self.people, self.cells)

    @cached_property
    def open_data(self) -> open_data.OpenData:
        """Public bodies that publish open data."""
        return open_data.open_data(self.seed, self.cog, self.people)

    @cached_property
    def places(self) -> places.Places:
        """Places that help with digital life."""
        return places.open_places(self.seed, self.ground, self.people, self.cells)

    @cached_property
    def last(self) -> int:
        """The last quarter, in quarters since the 3rd of 2017."""
        return fibre.quarter_index(LAST_QUARTER)

    def history(self) -> list[int]:
        """The quarters of history, oldest first."""
        return list(range(self.last - self.quarters + 1, self.last + 1))

    def building_history(self) -> list[int]:
        """The quarters for which buildings are written, oldest first."""
        return self.history()[-self.building_quarters :]

    def buildings(self, batch: int = 300_000) -> Iterator[Buildings]:
        """Every building, commune by commune, in batches of about `batch`."""
        for first, last in self._batches(batch):
            yield buildings.build(self.seed, self.ground, self.cog, self.people, first, last, self.cells)

    def _batches(self, batch: int) -> Iterator[tuple[int, int]]:
        """Communes, first to last - 1, that hold about `batch` buildings together."""
        ends = np.cumsum(buildings.counts(self.seed, self.people))
        first = 0
        while first < self.communes:
            base = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, base + batch)))
            yield first, last
            first = last

    @cached_property
    def premises(self) -> tuple[Ints, dict[int, Ints]]:
        """Premises of each commune, and those connectable at the end of quarters 0 to 2 and of each one of history."""
        total = np.zeros(self.communes, dtype=np.int64)
        wanted = sorted({0, 1, 2, *self.history()})
        connectable = {quarter: np.zeros(self.communes, dtype=np.int64) for quarter in wanted}
        share = {quarter: self.fibre.share(quarter) for quarter in wanted}
        for first, last in self._batches(100_000):
            commune, premises, order = buildings.premises_by_date(self.seed, self.people, first, last)
            here, size = commune - first, last - first
            total[first:last] = np.bincount(here, premises, size)
            for quarter in wanted:
                done = order < share[quarter][commune]
                connectable[quarter][first:last] = np.bincount(here, premises * done, size)
        return total, connectable

    def by_current(self, values: Ints | Floats) -> Ints | Floats:
        """Add up published communes into those of today."""
        return np.bincount(self.cog.current, values, self.communes)
