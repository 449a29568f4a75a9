"""INSEE's density grid: the seven classes of communes, from the largest towns to the emptiest land, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DensityClass:
    """A class: its label at INSEE, what one commune of it is, what several are, whether INSEE calls it rural."""

    label: str
    one: str
    several: str
    rural: bool = False


CLASSES = (
    DensityClass("Grands centres urbains", "commune d’un grand centre urbain", "de grands centres urbains"),
    DensityClass(
        "Centres urbains intermédiaires",
        "commune d’un centre urbain intermédiaire",
        "de centres urbains intermédiaires",
    ),
    DensityClass("Petites villes", "petite ville", "petites villes"),
    DensityClass("Ceintures urbaines", "commune d’une ceinture urbaine", "de ceintures urbaines"),
    DensityClass("Bourgs ruraux", "bourg rural", "bourgs ruraux", rural=True),
    DensityClass(
        "Rural à habitat dispersé", "commune rurale à habitat dispersé", "rurales à habitat dispersé", rural=True
    ),
    DensityClass(
        "Rural à habitat très dispersé",
        "commune rurale à habitat très dispersé",
        "rurales à habitat très dispersé",
        rural=True,
    ),
)
"""From the densest."""
BY_LABEL = {density.label: density for density in CLASSES}
RANKS = {density.label: rank for rank, density in enumerate(CLASSES)}
