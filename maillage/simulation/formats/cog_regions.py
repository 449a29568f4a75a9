"""Régions, as npm @etalab/decoupage-administratif writes them; the seat is the most peopled commune."""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import region_seats
from maillage.simulation.formats.shapes.records import COG_OBTAINED_ON, COG_PERIOD, METRO, liaison, write_records
from maillage.simulation.world.model import World


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, in the order of codes."""
    path, cog = folder / "cog_regions.json", world.cog
    seat = region_seats(world)
    write_records(
        path,
        (
            {
                "code": cog.regions[rank],
                "chefLieu": cog.codes[seat[rank]],
                "nom": cog.region_names[rank],
                "typeLiaison": liaison(cog.region_names[rank]),
                "zone": METRO,
            }
            for rank in sorted(range(len(cog.regions)), key=cog.regions.__getitem__)
        ),
    )
    yield Written("cog_regions", COG_PERIOD, path, COG_OBTAINED_ON)
