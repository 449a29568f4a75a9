"""INSEE's density grid at seven levels.

Quirks: a byte order mark; classes in words; the communes of the year of the grid, before the last mergers.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.arcep_logements_2018 import RURAL
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2025", "2026-09-02"
COLUMNS = ("insee_com", "lib_com", "niveau_densite")
TOWNS = (
    (100_000, "Grands centres urbains"),
    (20_000, "Centres urbains intermédiaires"),
    (5_000, "Petites villes"),
    (RURAL, "Ceintures urbaines"),
    (900, "Bourgs ruraux"),
    (200, "Rural à habitat dispersé"),
    (0, "Rural à habitat très dispersé"),
)
"""The least inhabitants of each class: the real grid counts squares of one kilometre."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file."""
    path = folder / "grille_densite.csv"
    with open(path, "w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for commune, people in enumerate(world.people.population.tolist()):
            density = next(label for least, label in TOWNS if people >= least)
            writer.writerow((world.cog.codes[commune], world.names[commune], density))
    yield Written("insee_grille_densite", PERIOD, path, OBTAINED_ON)
