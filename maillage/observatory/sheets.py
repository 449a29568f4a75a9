"""What the observatory answers with, beside Value and Territory: plain frozen records, ready to show."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.problem import Problem
from maillage.kernel.territory import FICTIONAL_REGIONS, Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.kernel.visibility import Visibility

SIMULATED = "Territoire fictif, données simulées"


@dataclass(frozen=True, slots=True)
class ReleaseSheet:
    """The release being read: its number, when it was published, the region it covers, the year of the code officiel
    géographique that its territories and their populations come from (None: of none)."""

    number: int
    published_at: datetime
    region: Ref
    region_name: str
    vintage: Period | None = None

    @property
    def key(self) -> str:
        """Names it in addresses and caches: its number, and when it was published, as a home may be rebuilt."""
        return f"{self.number}-{self.published_at:%Y%m%d%H%M%S}"

    @property
    def simulated(self) -> bool:
        """Whether the territory is fictional and its data simulated: to be said on every page and export."""
        return self.region.code in FICTIONAL_REGIONS

    @property
    def vintage_words(self) -> str:
        """« code officiel géographique 2026 », what dates territories and populations; empty when it is not known."""
        return f"code officiel géographique {self.vintage.label}" if self.vintage else ""

    def redrawn(self, level: Level, period: Period) -> bool:
        """Whether a figure describes a time before its perimeter: that of EPCI and groupements moves."""
        moving = level in (Level.EPCI, Level.GROUPEMENT)
        return moving and self.vintage is not None and period.end < self.vintage.start

    @property
    def perimeter_words(self) -> str:
        """What is said beside several figures that describe a time before their perimeter."""
        dated = f" ({self.vintage_words})" if self.vintage else ""
        return f"Calculé sur les périmètres d’aujourd’hui{dated}, plus récents que la période décrite."

    @property
    def notice(self) -> str:
        """What every page and export of a simulated territory carries; nothing for a real one."""
        return SIMULATED if self.simulated else ""


def inhabitants(territory: Territory, release: ReleaseSheet, *, full: bool = False) -> str:
    """« 118 489 habitants (COG 2026) », in `full` « (population municipale, code officiel géographique 2026) »; says so
    when the population is unknown."""
    if territory.population is None:
        return "population inconnue"
    people = french.counted(territory.population, "habitant")
    if release.vintage is None:
        return people
    dated = f"population municipale, {release.vintage_words}" if full else f"COG{french.WIDE}{release.vintage.label}"
    return f"{people} ({dated})"


@dataclass(frozen=True, slots=True)
class DeliveryChange:
    """A delivery that the release before did not have; it may replace one of the same source and period."""

    source: str
    period: Period
    replaces: bool


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """What the release brings: since which one (0: it is the first), its deliveries, and how many communes have a
    new last value, by indicator, the most first."""

    before: int
    before_on: datetime | None
    deliveries: tuple[DeliveryChange, ...]
    communes: dict[str, int]


@dataclass(frozen=True, slots=True)
class AnnexSheet:
    """A list shown beside an indicator, as text cells."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class WantedSource:
    """A source that is to be loaded."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """An indicator as published. `periods` are those with at least one value, oldest first: none when
    no data is loaded. `sources` are the names of the sources that can feed it, `wanted` those to load to have it:
    all of them, and none when what it reads is there."""

    indicator: Indicator
    periods: tuple[Period, ...]
    sources: tuple[str, ...]
    annexes: tuple[AnnexSheet, ...]
    wanted: tuple[WantedSource, ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether there is any value to show."""
        return bool(self.periods)


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One indicator on a territory's page: all its values, oldest first (none: not loaded or nothing known),
    the value of the level above for the last period, and whether the figure concerns this territory."""

    sheet: IndicatorSheet
    values: tuple[Value, ...]
    above: Value | None
    concerned: bool

    @property
    def last(self) -> Value | None:
        """The most recent value."""
        return self.values[-1] if self.values else None

    @property
    def change(self) -> float | None:
        """Last value minus the one before in the same segment (same unit as the value), None if there is none."""
        last = self.last
        if last is None or last.value is None:
            return None
        before = [v.value for v in self.values[:-1] if v.value is not None and v.segment == last.segment]
        return last.value - before[-1] if before else None


@dataclass(frozen=True, slots=True)
class RankLine:
    """A territory and its value in a ranking."""

    territory: Territory
    value: Value


@dataclass(frozen=True, slots=True)
class DeliverySheet:
    """A delivery kept in the release: one source, one period, one or several files.

    Counts of rows: `read` in the files, `kept` in the table, `refused`, `flagged` (kept all the same),
    `outside` the region served, `ignored` as the source's own rule says, `corrected` by the operator's file.
    """

    period: Period
    files: tuple[str, ...]
    checksums: tuple[str, ...]
    sizes: tuple[int, ...]
    urls: tuple[str, ...]
    obtained_on: date
    published_on: date | None
    read: int
    kept: int
    refused: int
    flagged: int
    outside: int
    ignored: int
    corrected: int


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A source and its deliveries, newest first: none when it is not loaded. `age_days` since the last period's end.

    Of a reserved source, deliveries say neither files nor checksums: when each came, and how many rows it had.
    """

    name: str
    title: str
    publisher: str
    page: str
    licence: str
    licence_url: str
    frequency: str
    notes: str
    table: str
    table_title: str
    deliveries: tuple[DeliverySheet, ...]
    indicators: tuple[str, ...]
    visibility: str = Visibility.PUBLIC.value

    @property
    def reserved(self) -> bool:
        """Whether its rows are not for everybody."""
        return self.visibility != Visibility.PUBLIC

    @property
    def last(self) -> DeliverySheet | None:
        """The most recent delivery."""
        return self.deliveries[0] if self.deliveries else None


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A refused or flagged row and the delivery it belongs to."""

    period: Period
    problem: Problem


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer to a search: a territory, with the words that tell it from its namesakes."""

    territory: Territory
    hint: str


def catalogue_order(sheet: IndicatorSheet) -> tuple[str, str]:
    """The rank of an indicator: its theme, then its title as it is coded, accents last. The first of a theme is what
    pages show unasked; a list to choose from is sorted by `kernel.words.alphabetical` where it is shown."""
    return sheet.indicator.theme, sheet.indicator.title


def hint(territory: Territory) -> str:
    """What tells a territory from its namesakes: its kind, postcode and département."""
    if territory.ref.level is not Level.COMMUNE:
        return " · ".join(filter(None, (territory.kind, territory.part)))
    departement = next((p.code for p in territory.parents if p.level is Level.DEPARTEMENT), "")
    return " · ".join(("Commune", *territory.postcodes[:1], *([f"département {departement}"] if departement else [])))
