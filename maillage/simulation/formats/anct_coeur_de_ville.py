"""Action cœur de ville: the two largest communes of each département, where they are towns.

Quirk kept: no day of signature.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.zonage import write_zonage
from maillage.simulation.world.model import World

LARGEST, LEAST = 2, 8_000


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file."""
    people, today = world.people.population, world.cog.current == np.arange(world.communes)
    kept: list[int] = []
    for departement in range(len(world.cog.departements)):
        mine = np.flatnonzero(today & (world.cog.departement == departement) & (people >= LEAST))
        kept += mine[np.argsort(-people[mine], kind="stable")][:LARGEST].tolist()
    territories = [((commune,), None) for commune in kept]
    yield from write_zonage(world, folder / "anct_acv_2024-09.geojson", "anct_coeur_de_ville", territories)
