"""Départements, as npm @etalab/decoupage-administratif writes them; the seat is the most peopled commune."""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import seats
from maillage.simulation.formats.shapes.records import COG_OBTAINED_ON, COG_PERIOD, METRO, liaison, write_records
from maillage.simulation.world.model import World


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, in the order of codes."""
    path, cog = folder / "cog_departements.json", world.cog
    seat = seats(world)
    write_records(
        path,
        (
            {
                "code": cog.departements[rank],
                "region": cog.regions[cog.region_of[rank]],
                "chefLieu": cog.codes[seat[rank]],
                "nom": cog.departement_names[rank],
                "typeLiaison": liaison(cog.departement_names[rank]),
                "zone": METRO,
            }
            for rank in sorted(range(len(cog.departements)), key=cog.departements.__getitem__)
        ),
    )
    yield Written("cog_departements", COG_PERIOD, path, COG_OBTAINED_ON)
