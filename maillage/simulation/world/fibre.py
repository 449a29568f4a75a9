"""How fibre comes: zones, operators, and the curve each commune follows, with its delays, stalls and leftovers.

Time is counted in quarters from the 3rd quarter of 2017 (0), the first one the observatory of 2018 describes.
Assumptions: curves are S-shaped; the public networks of 2018 finished a commune before they began the next; one commune
in eight stalls for a year; 2 % of buildings are abandoned or on demand.
"""

from dataclasses import dataclass

import numpy as np

from maillage.simulation.world.chance import Floats, Ints, normal, uniform
from maillage.simulation.world.cog import Cog
from maillage.simulation.world.people import People

FIRST_YEAR, FIRST_QUARTER = 2017, 3
ZTD, AMII, AMEL, RIP = range(4)
ZONE_CODES = ("ZTD", "zipri", "zipri", "zipu")
ZTD_POPULATION, AMII_SEAT, SUBURB = 120_000, 13_000, 0.05
"""Inhabitants from which a town is very dense; from which the seat of an EPCI draws private intentions; share of those
of the seat from which another commune of the EPCI draws them too."""
PILOTS = 0.04
"""Share of the communes of public networks that were equipped first, and were done by 2018."""


def quarter_code(quarter: int) -> str:
    """0 → `2017-T3`, 3 → `2018-T2`."""
    year, rank = divmod(FIRST_QUARTER - 1 + quarter, 4)
    return f"{FIRST_YEAR + year}-T{rank + 1}"


def quarter_index(code: str) -> int:
    """`2017-T3` → 0."""
    return (int(code[:4]) - FIRST_YEAR) * 4 + int(code[-1]) - FIRST_QUARTER


@dataclass(frozen=True, slots=True)
class Fibre:
    """By commune: zone, infrastructure operator (rank in `operators`), and the shape of its roll-out."""

    zone: Ints
    operator: Ints
    operators: list[str]
    start: Floats
    length: Floats
    ceiling: Floats
    stall_start: Floats
    stall_length: Floats

    def share(self, quarter: float) -> Floats:
        """Share of the buildings of each commune that are connectable at the end of a quarter; it never goes down."""
        return self.share_of(np.arange(len(self.zone)), np.full(len(self.zone), float(quarter)))

    def share_of(self, commune: Ints, quarter: Floats) -> Floats:
        """The same, for communes and quarters given one by one."""
        start, length = self.stall_start[commune], self.stall_length[commune]
        lost = np.clip(quarter - start, 0, length)
        done = np.clip((quarter - lost - self.start[commune]) / self.length[commune], 0, 1)
        return np.asarray(self.ceiling[commune] * done * done * (3 - 2 * done))


def lay(seed: int, cog: Cog, people: People) -> Fibre:
    """Plan the roll-out of every commune."""
    communes = np.arange(len(cog.codes))
    zone = _zones(seed, cog, people)
    operators = (
        ["FRTE", "SFR0"] + [f"R{name}X" for name in cog.departements] + [f"L{name}X" for name in cog.departements]
    )
    private = np.where(uniform(seed, "private operator", cog.epci) < 0.8, 0, 1)
    public = 2 + cog.departement
    operator = np.where(zone == RIP, public, np.where(zone == AMEL, public + len(cog.departements), private))
    seat = people.population > 0.5 * people.population[cog.epci_seats][cog.epci]
    wait, late = np.choose(zone, (3.0, 8.0, 6.0, 10.0)), np.abs(normal(seed, "start", communes))
    start = np.choose(zone, (-14.0, 0.0, 10.0, 9.0)) + wait * late
    start -= np.where((zone == AMII) & seat, 12.6, 0.0)
    start += np.where(zone == RIP, 5 * uniform(seed, "programme", cog.epci), 0)
    length = np.choose(zone, (18.0, 18.0, 12.0, 12.0)) * (0.7 + 0.6 * uniform(seed, "length", communes))
    pilot = (zone == RIP) & (uniform(seed, "pilot", communes) < PILOTS)
    start = np.where(pilot, -12 + 8 * uniform(seed, "pilot start", communes), start)
    length = np.where(pilot, 6.0, length)
    stalls = uniform(seed, "stalls", communes) < 0.125
    return Fibre(
        zone=zone,
        operator=operator,
        operators=operators,
        start=start,
        length=length,
        ceiling=0.93 + 0.07 * uniform(seed, "ceiling", communes),
        stall_start=start + length * uniform(seed, "stall start", communes),
        stall_length=np.where(stalls, 2 + 4 * uniform(seed, "stall length", communes), 0.0),
    )


def _zones(seed: int, cog: Cog, people: People) -> Ints:
    """Very dense towns; private intentions around towns; the rest is public, one EPCI in seven given to AMEL."""
    seat = people.population[cog.epci_seats][cog.epci]
    near_town = (seat > AMII_SEAT) & (people.population > SUBURB * seat)
    amel = uniform(seed, "amel", cog.epci) < 1 / 7
    zone = np.where(near_town, AMII, np.where(amel, AMEL, RIP))
    return np.asarray(np.where(people.population > ZTD_POPULATION, ZTD, zone))
