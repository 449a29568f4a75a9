"""Mobile sites in January 2018 (Arcep): operator, whole Lambert-93 metres, 2G, 3G, 4G; neither number nor commune."""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.world.mobile import JANUARY_2018, OPERATORS
from maillage.simulation.world.model import World

PERIOD = "2018-T1"
NAME = "2018_01_Sites_mobiles_2G_3G_4G_France_metropolitaine_L93.csv"


def write(world: World, folder: Path) -> Iterator[Written]:
    """The only file of this form."""
    sites = world.mobile
    there = sites.open_at(JANUARY_2018)
    columns = (
        sites.operator[there],
        sites.x[there],
        sites.y[there],
        sites.g2[there].astype(int),
        sites.g3[there].astype(int),
        (sites.g4[there] <= JANUARY_2018).astype(int),
    )
    path = folder / NAME
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("Operateur;x;y;2G;3G;4G\n")
        for operator, x, y, g2, g3, g4 in zip(*(column.tolist() for column in columns), strict=True):
            file.write(f"{OPERATORS[operator]};{x};{y};{g2};{g3};{g4}\n")
    yield Written("arcep_sites_2018", PERIOD, path, "2018-06-05")
