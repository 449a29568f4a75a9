"""Sheet « ftthCommunes » of the Arcep observatory: connectable premises, 3rd quarter of 2017 to 1st of 2018.

Quirks: four title lines; two rows a commune, « Locaux Raccordables » then « Catégorie » (class of
coverage in percents); one column a quarter; here numbers are bare and zero is 0; the denominator is in the other sheet,
which counts fewer premises than operators find: some communes have more connectable premises than premises.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import coverage_class
from maillage.simulation.formats.shapes.sheet import OBTAINED_ON, PERIOD, QUARTERS, write_sheet
from maillage.simulation.world.model import World

CLASSES = (5, 10, 25, 50, 80)


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, communes of 2018 (before every merger), in the order of codes."""
    path = folder / "arcep_ftth_2018.csv"
    columns = ("Code commune", "Champ", *(title for _, title in QUARTERS))
    write_sheet(path, "Déploiement par Commune", columns, _rows(world))
    yield Written("arcep_ftth_2018", PERIOD, path, OBTAINED_ON)


def _rows(world: World) -> Iterator[tuple[object, ...]]:
    connectable = [world.premises[1][quarter] for quarter, _ in QUARTERS]
    classes = [coverage_class(done, world.people.premises, CLASSES) for done in connectable]
    for commune in sorted(range(world.communes), key=world.cog.codes.__getitem__):
        code = world.cog.codes[commune]
        yield code, "Locaux Raccordables", *(int(done[commune]) for done in connectable)
        yield code, "Catégorie", *(int(reached[commune]) for reached in classes)
