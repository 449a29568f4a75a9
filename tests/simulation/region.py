"""A small fictional region on fixed networks, written once for the tests that read it."""

import csv
from pathlib import Path

from maillage.simulation.formats import Written, catalogue
from maillage.simulation.world.model import World

COMMUNES, SEED, QUARTERS = 60, 11, 12
FIXED = (
    "arcep_4g_fixe",
    "arcep_cartefibre_communes",
    "arcep_ftth_2018",
    "arcep_logements_2018",
    "arcep_mci_debits",
    "arcep_operateurs_fixe",
    "cog_communes",
    "cog_departements",
    "cog_epci",
    "cog_regions",
    "cohesion_numerique",
    "contours_communes",
    "cuivre_communes",
)


def small(quarters: int = QUARTERS) -> World:
    """The same region each time, built anew."""
    return World(COMMUNES, SEED, quarters)


def write_fixed(world: World, folder: Path) -> list[Written]:
    """The files of the fixed networks and of the COG, and the manifest that names them."""
    found = [one for name in FIXED for one in catalogue()[name].write(world, folder)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("source", "period", "path", "date_obtained"))
        writer.writerows((one.source, one.period, one.path.name, one.obtained_on) for one in found)
    return found
