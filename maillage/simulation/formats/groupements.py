"""Own groupings of the fictional territory, as an agent would type them: one row per commune and perimeter.

Quirks: the perimeter that ended is kept, with the communes of its time, before they merged.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.records import COG_OBTAINED_ON
from maillage.simulation.world.groupings import DESCRIBED_ON
from maillage.simulation.world.model import World

COLUMNS = ("code", "nom", "nature", "commune", "valable_du", "valable_au")


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, groupement after groupement."""
    path = folder / "groupements.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(world))
    yield Written("groupements", DESCRIBED_ON, path, COG_OBTAINED_ON)


def _rows(world: World) -> Iterator[tuple[str, ...]]:
    cog = world.cog
    today = cog.current == np.arange(world.communes)
    for grouping in world.groupings:
        inside = np.isin(cog.epci, grouping.epci) & (today if grouping.in_force else True)
        for commune in np.flatnonzero(inside).tolist():
            yield (grouping.code, grouping.name, grouping.nature, cog.codes[commune], grouping.since, grouping.until)
