"""The four levels of territory, own groupings of communes beside them, and the way one is written.

`commune:25056`, `epci:200065647`, `groupement:SCOT01`, `departement:25`, `region:27`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.kernel import french
from maillage.kernel.errors import UsageError


class Level(StrEnum):
    """A level, from the smallest to the largest. A groupement, a set of communes of any extent, crosses them."""

    COMMUNE = "commune"
    EPCI = "epci"
    GROUPEMENT = "groupement"
    DEPARTEMENT = "departement"
    REGION = "region"

    @property
    def label(self) -> str:
        """The French name of the level."""
        return _LABELS[self][0]

    @property
    def plural(self) -> str:
        """Its plural."""
        return _LABELS[self][1]


_LABELS = {
    Level.COMMUNE: ("commune", "communes"),
    Level.EPCI: ("EPCI", "EPCI"),
    Level.GROUPEMENT: ("groupement", "groupements"),
    Level.DEPARTEMENT: ("département", "départements"),
    Level.REGION: ("région", "régions"),
}
LEVELS = tuple(Level)


FICTIONAL_REGIONS = frozenset(
    "99 98 97 96 95 92 90 89 88 87 86 85 81 80 79 78".split()  # never given to a region, old or new
)
"""Codes of the regions the simulation makes: whatever is computed for one of them says that it is simulated."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A territory's reference: its level and code."""

    level: Level
    code: str

    def __hash__(self) -> int:
        # Levels hash slowly, and two territories that share a code are few.
        return hash(self.code)

    def __str__(self) -> str:
        return f"{self.level}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read `niveau:code`. Raises UsageError when the level is unknown or the code empty."""
        level, _, code = text.strip().partition(":")
        if level not in LEVELS or not code.isalnum():
            raise UsageError(
                f"Territoire « {text} » illisible. Écrivez niveau:code, par exemple commune:25056, "
                "epci:200065647, groupement:SCOT01, departement:25 ou region:27."
            )
        return cls(Level(level), code.upper())


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory of the region served.

    `communes` counts its communes in the region served, `communes_whole` all of them: they differ for
    the EPCI and groupements that straddle the region's border. `parents` goes from the level just above to the
    region; `groupings` are the groupements a commune is part of, and a groupement is in force from `valid_from`
    to `valid_until` (None: no end said); that of a programme of the State is the list of the day `listed_on`.
    `area_km2` is that of its communes in the region, None unless all are outlined; `rural` the share of rural communes,
    from 0 to 1, None unless most are known; `density_class` that of a commune in INSEE's grid (`kernel.density`), empty
    when unknown.
    """

    ref: Ref
    name: str
    kind: str
    population: int | None
    postcodes: tuple[str, ...]
    communes: int
    communes_whole: int
    parents: tuple[Ref, ...]
    bbox: tuple[float, float, float, float] | None = None
    groupings: tuple[Ref, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    area_km2: float | None = None
    rural: float | None = None
    density_class: str = ""
    listed_on: date | None = None

    @property
    def part(self) -> str:
        """« partie dans la région : 2 communes sur 44 »; empty for a territory that is whole."""
        if self.communes >= self.communes_whole:
            return ""
        here = french.counted(self.communes, "commune")
        return f"partie dans la région{french.THIN}: {here} sur {french.number(self.communes_whole)}"

    @property
    def named(self) -> str:
        """Its name, with how much of it is in the region where that is not all."""
        return f"{self.name} ({self.part})" if self.part else self.name

    @property
    def density(self) -> float | None:
        """Inhabitants per km², None when either is unknown."""
        if self.population is None or not self.area_km2:
            return None
        return self.population / self.area_km2
