"""INSEE's density grid at seven levels, commune by commune, as ANCT gives it again: words in place of numbers.

Traps: the file opens with a byte order mark; codes are those of the year of the grid.
"""

from collections.abc import Iterator

from maillage.kernel.density import BY_LABEL
from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Source, labels
from maillage.sources.formats.csv import Csv

LABELS = (labels("niveau_densite", {label: label for label in BY_LABEL}),)
SOURCE = Source(
    name="insee_grille_densite",
    table="densites",
    title="Grille de densité à sept niveaux",
    publisher="Insee",
    page="https://github.com/anct-carto/superposeur-V2",
    licence=LICENCE_OUVERTE_2,
    frequency="à chaque recensement",
    format=Csv(separator=","),
    required=("insee_com", "niveau_densite"),
    ignored=("lib_com",),
    labels=LABELS,
    bounds=Bounds(per="commune", low=0.9, high=1.2),
    notes="Sept classes, des grands centres urbains au rural à habitat très dispersé ; les trois dernières sont "
    "rurales. Une commune née de plusieurs a la classe de la plus dense.",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one commune."""
    label = row.required("niveau_densite")
    if label not in BY_LABEL:
        raise Refused("niveau_densite", f"classe inconnue ; classes : {', '.join(BY_LABEL)}", label)
    yield {"commune": row.commune("insee_com"), "classe": label}
