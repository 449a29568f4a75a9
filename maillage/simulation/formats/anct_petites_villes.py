"""Petites villes de demain: half of the small towns of each region, signed between 2020 and 2022."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.zonage import write_zonage
from maillage.simulation.world.chance import uniform
from maillage.simulation.world.model import World

LEAST, MOST = 1_500, 20_000
"""Inhabitants of a small town."""
FIRST, DAYS = date(2020, 11, 1), 600


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file."""
    communes = np.arange(world.communes)
    people, today = world.people.population, world.cog.current == communes
    drawn = uniform(world.seed, "petites villes de demain", communes)
    kept = np.flatnonzero(today & (people >= LEAST) & (people < MOST) & (drawn < 0.5))
    signed = [FIRST + timedelta(days=int(2 * drawn[commune] * DAYS)) for commune in kept]
    territories = [((commune,), day) for commune, day in zip(kept.tolist(), signed, strict=True)]
    yield from write_zonage(world, folder / "anct_pvd_2024-09.geojson", "anct_petites_villes", territories)
