"""What it would cost to finish fibre: premises that remain, times a unit cost that the reader can change.

Pure arithmetic, in exact decimals: amounts are only rounded when shown, to two significant digits. A commune whose
premises or density are unknown is counted apart, never as nothing to pay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.point.ground import Zone

INDICATOR = "taux_locaux_raccordables_ftth"
DIGITS = 2
"""Significant digits of an amount that is shown."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Three amounts in euros, in increasing order."""

    low: Decimal
    central: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        """Raises UsageError for amounts under zero or out of order: they would hide what others cost."""
        if not 0 <= self.low <= self.central <= self.high:
            raise UsageError("Un coût va du bas au central, puis au haut, sans être négatif.")

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.low + other.low, self.central + other.central, self.high + other.high)

    def times(self, count: Decimal | int) -> "Cost":
        """The cost of so many of them."""
        return Cost(self.low * count, self.central * count, self.high * count)

    @property
    def shown(self) -> "Cost":
        """The same, rounded as it can be told."""
        return Cost(significant(self.low), significant(self.central), significant(self.high))


NOTHING = Cost(Decimal(0), Decimal(0), Decimal(0))


def euros(low: int, central: int, high: int) -> Cost:
    """A cost from three whole numbers of euros."""
    return Cost(Decimal(low), Decimal(central), Decimal(high))


@dataclass(frozen=True, slots=True)
class Density:
    """A class of communes: from `least` inhabitants per km² on, and what building costs there by premises, usually."""

    name: str
    words: str
    least: float
    usual: Cost


DENSITIES = (
    Density("dense", "Dense : 1 500 habitants au km² et plus", 1500, euros(300, 500, 800)),
    Density("intermediaire", "Intermédiaire : de 300 à 1 500", 300, euros(500, 800, 1_300)),
    Density("peu_dense", "Peu dense : de 30 à 300", 30, euros(900, 1_500, 2_500)),
    Density("tres_peu_dense", "Très peu dense : moins de 30", 0, euros(1_500, 2_800, 6_000)),
)
"""The densest first. Bounds are of a whole commune: this is not the density grid of INSEE, made of 1 km squares."""
USUAL_CONNECTION = euros(200, 580, 900)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """By premises: building up to the branching point, by class of density; connecting; and the share connected."""

    build: Mapping[str, Cost]
    connect: Cost
    share: Decimal

    def __post_init__(self) -> None:
        """Raises UsageError for a share that is none."""
        if not 0 <= self.share <= 1:
            raise UsageError("La part des locaux raccordés va de 0 à 100 %.")


USUAL = Assumptions({density.name: density.usual for density in DENSITIES}, USUAL_CONNECTION, Decimal(1))


@dataclass(frozen=True, slots=True)
class Remaining:
    """What remains in a commune. `premises` are not yet connectable (None: unknown), `at_least` is what the list of
    buildings alone assures (None: not listed), `density` None when its population or area is unknown."""

    commune: Territory
    premises: int | None
    at_least: int | None
    density: Density | None
    zone: str
    origin: Value | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of a group of communes. `unknown` communes have no count of premises, and `uncosted` premises no class
    of density: neither is in the cost. `at_least` is None when no commune is in the list of buildings."""

    communes: int
    premises: int
    at_least: int | None
    unknown: int
    uncosted: int
    build: Cost
    connect: Cost

    @property
    def total(self) -> Cost:
        """Building and connecting."""
        return self.build + self.connect

    @property
    def known(self) -> bool:
        """Whether at least one commune could be counted."""
        return self.communes > self.unknown


def density_class(inhabitants: float | None) -> Density | None:
    """The class of a density (inhabitants per km²), None when it is unknown."""
    if inhabitants is None:
        return None
    return next(density for density in DENSITIES if inhabitants >= density.least)


def significant(amount: Decimal, digits: int = DIGITS) -> Decimal:
    """The amount at so many significant digits, halves up: 12 345 → 12 000."""
    if not amount:
        return Decimal(0)
    step = Decimal(1).scaleb(amount.adjusted() - digits + 1)
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def estimate(remaining: Iterable[Remaining], assumptions: Assumptions) -> Estimate:
    """The cost of what remains in some communes."""
    communes = premises = unknown = uncosted = 0
    least: int | None = None
    build = connect = NOTHING
    for remainder in remaining:
        communes += 1
        if remainder.at_least is not None:
            least = (least or 0) + remainder.at_least
        if remainder.premises is None:
            unknown += 1
            continue
        premises += remainder.premises
        if remainder.density is None:
            uncosted += remainder.premises
            continue
        build += assumptions.build[remainder.density.name].times(remainder.premises)
        connect += assumptions.connect.times(assumptions.share * remainder.premises)
    return Estimate(communes, premises, least, unknown, uncosted, build, connect)


def remaining(source: Observatory, within: Ref) -> tuple[Period | None, list[Remaining]]:
    """What remains in each commune of a part of the region at the last quarter; None when nothing is loaded."""
    sheet = source.indicator(INDICATOR)
    alone = within.level is Level.COMMUNE
    communes = [source.territory(within)] if alone else source.territories(Level.COMMUNE, within)
    if not sheet.loaded:
        return None, []
    period = sheet.periods[-1]
    values = {value.territory.code: value for value in source.values(INDICATOR, Level.COMMUNE, period)}
    listed, zones = source.rollout.to_build(period), source.nearby.ground.zones()
    return period, [
        Remaining(
            commune=commune,
            premises=_premises(values.get(commune.ref.code)),
            at_least=listed.get(commune.ref.code),
            density=density_class(commune.density),
            zone=zones.get(commune.ref.code, Zone()).name,
            origin=values.get(commune.ref.code),
        )
        for commune in communes
    ]


def _premises(value: Value | None) -> int | None:
    """Premises that are not connectable; some publishers tell more connectable premises than premises: none remains."""
    if value is None or value.numerator is None or value.denominator is None:
        return None
    return max(0, round(value.denominator - value.numerator))
