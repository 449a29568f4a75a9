"""« Ma connexion internet », commune_debit.csv: premises by class of speed, each quarter.

Quirks: separated by semicolons; rows in no order; classes are cumulative; a row of another `type` follows some of those
of type `all` (the value `residentiel` is an assumption); `nbr` is not the `Locaux` of « Ma carte fibre »; a quarter
knows the communes of its time.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation.dates import SPEEDS_SINCE, obtained_on, published, quarter_end
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import departement_of, region_of
from maillage.simulation.mergers import published_as
from maillage.simulation.speeds import CLASSES, Speeds, speeds
from maillage.simulation.world.chance import Ints, bits
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

WHOLE, HOMES = "all", "residentiel"
HOMES_SHARE = 0.92
HEAD = (
    "code_insee",
    "nom_com",
    "code_dep",
    "code_reg",
    "nbr",
    "type",
    "inel_hd",
    *(f"elig_{speed}" for speed in CLASSES),
    "date",
)


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each quarter of history."""
    order = np.argsort(bits(world.seed, "mci order", np.arange(world.communes)), kind="stable")
    place = [
        ";".join(about)
        for about in zip(world.cog.codes, world.names, departement_of(world), region_of(world), strict=True)
    ]
    for quarter in published(world, SPEEDS_SINCE):
        code = quarter_code(quarter)
        path, shown = folder / f"arcep_mci_debits.{code}.csv", published_as(world, quarter)
        day = quarter_end(quarter).isoformat()
        whole, homes = (
            _lines(speeds(world, quarter, part), kind, shown) for part, kind in ((1.0, WHOLE), (HOMES_SHARE, HOMES))
        )
        with open(path, "w", encoding="utf-8", newline="\n") as out:
            out.write(";".join(HEAD) + "\n")
            for commune in order[shown[order] == order].tolist():
                out.write(f"{place[commune]};{whole[commune]};{day}\n{place[commune]};{homes[commune]};{day}\n")
        yield Written("arcep_mci_debits", code, path, obtained_on(quarter))


def _lines(figures: Speeds, kind: str, shown: Ints) -> list[str]:
    """The figures of each commune, from `nbr` on, those merged by then added to the one they are published in."""
    columns = [
        np.bincount(shown, values, len(shown)).astype(np.int64).tolist()
        for values in (figures.premises, figures.none, *figures.eligible)
    ]
    return [";".join(map(str, (row[0], kind, *row[1:]))) for row in zip(*columns, strict=True)]
