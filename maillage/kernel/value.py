"""A published value: what the page, the API, the CSV and the report all show."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref


class Flag(StrEnum):
    """The closed vocabulary of caveats."""

    NUMERATOR_ABOVE = "numerateur_superieur"
    COMMUNES_FLAGGED = "communes_signalees"
    INCOMPLETE = "incomplet"
    SERIES_BREAK = "rupture_serie"
    REGIONAL_PART = "partie_regionale"
    TODAYS_PERIMETER = "perimetre_actuel"
    SIMULATED = "donnees_simulees"

    @property
    def label(self) -> str:
        """The caveat as a French sentence."""
        return _FLAGS[self]


_FLAGS = {
    Flag.NUMERATOR_ABOVE: "Le numérateur publié dépasse le dénominateur : valeur gardée telle quelle.",
    Flag.COMMUNES_FLAGGED: "Au moins une commune a un numérateur supérieur à son dénominateur.",
    Flag.INCOMPLETE: "Toutes les communes ne sont pas connues : calculé sur les communes connues.",
    Flag.SERIES_BREAK: "Rupture de série : non comparable aux périodes précédentes.",
    Flag.REGIONAL_PART: "Territoire à cheval sur la région : seule la partie située dans la région est comptée.",
    Flag.TODAYS_PERIMETER: "Calculé sur le périmètre d’aujourd’hui, plus récent que la période décrite.",
    Flag.SIMULATED: "Territoire fictif, données simulées.",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the communes concerned are known."""

    known: int
    total: int

    @property
    def is_full(self) -> bool:
        """Whether every commune concerned is known."""
        return self.known >= self.total


@dataclass(frozen=True, slots=True)
class Origin:
    """A delivery that a value comes from: source, what it describes, when we got it."""

    source: str
    title: str
    publisher: str
    period: str
    obtained_on: date


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an indicator for a territory and a period, in its unit, unrounded.

    `value` is None when the denominator is zero (nothing to measure). `breakdown` gives the parts of a
    count by modality. `lacking` estimates the inhabitants who go without, None when nobody can be counted.
    `rank` is the place among the `ranked` territories of the same level, 1 the best, which `tied` of them share, itself
    included; None too when several are known and all equal.
    """

    territory: Ref
    period: Period
    value: float | None
    numerator: float
    denominator: float | None
    completeness: Completeness
    flags: tuple[Flag, ...]
    origins: tuple[Origin, ...]
    segment: int = 0
    rank: int | None = None
    ranked: int = 0
    breakdown: dict[str, float] = field(default_factory=dict)
    lacking: float | None = None
    tied: int = 1

    @property
    def place(self) -> str:
        """« 12e ex æquo sur 3 685 communes »; empty without a rank, or without another to be ranked with."""
        if self.rank is None or self.ranked < 2:
            return ""
        among = f"{french.number(self.ranked)}{french.WIDE}{self.territory.level.plural}"
        return f"{french.ordinal(self.rank, self.tied)} sur {among}"

    @property
    def source(self) -> str:
        """The names of the sources, joined."""
        return ", ".join(sorted({origin.source for origin in self.origins}))

    @property
    def obtained_on(self) -> date | None:
        """The day the oldest of its deliveries was obtained."""
        return min((origin.obtained_on for origin in self.origins), default=None)
