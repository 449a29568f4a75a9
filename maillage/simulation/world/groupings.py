"""Groupings that a fictional region gave itself: a SCoT round its main town, a PETR far from it, a syndicat.

All are made of whole EPCI; the SCoT was smaller until 2021.
"""

from dataclasses import dataclass

import numpy as np

from maillage.simulation.world.chance import Floats, Ints
from maillage.simulation.world.cog import Cog
from maillage.simulation.world.ground import Ground
from maillage.simulation.world.people import People

DESCRIBED_ON = "2026-04-01"
TOGETHER = 3
"""EPCI of a SCoT or of a PETR."""
ELIDED = tuple("AEIOUÉÈÎŒÂ")


@dataclass(frozen=True, slots=True)
class Grouping:
    """A perimeter: code, name, nature, its EPCI by rank, its first day and its last one (empty: none said)."""

    code: str
    name: str
    nature: str
    epci: tuple[int, ...]
    since: str
    until: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it stands on the day described."""
        return self.since <= DESCRIBED_ON <= (self.until or DESCRIBED_ON)


def join(cog: Cog, ground: Ground, people: People, names: list[str]) -> list[Grouping]:
    """The groupings of every region, perimeters that ended included."""
    departement = cog.departement[cog.epci_seats]
    region = np.array(cog.region_of)[departement]
    groupings: list[Grouping] = []
    for rank in range(len(cog.regions)):
        mine = np.flatnonzero(region == rank)
        seats = cog.epci_seats[mine]
        town = int(mine[np.argmax(people.population[seats])])
        far = int(mine[np.argmax(_away(ground, cog, mine, town))])
        number = f"{rank + 1:02d}"
        scot = ("SCOT" + number, f"SCoT du Grand {_seat(cog, names, town)}", "SCoT")
        groupings += [
            Grouping(*scot, (town,), "2014-01-01", "2021-12-31"),
            Grouping(*scot, _nearest(ground, cog, mine, town), "2022-01-01"),
            Grouping(
                "PETR" + number,
                f"PETR du Pays {_of(_seat(cog, names, far))}",
                "PETR",
                _nearest(ground, cog, mine, far),
                "2015-03-01",
            ),
            _network(cog, mine, departement, town, number),
        ]
    return groupings


def _network(cog: Cog, mine: Ints, departement: Ints, town: int, number: str) -> Grouping:
    """The syndicat of the first two départements that are not that of the main town, or of all there is."""
    every = sorted(set(departement[mine].tolist()))
    some = [rank for rank in every if rank != departement[town]][:2] or every
    members = tuple(int(epci) for epci in mine if departement[epci] in some)
    name = f"Syndicat mixte {' et '.join(cog.departement_names[rank] for rank in some)} Numérique"
    return Grouping("SMNUM" + number, name, "syndicat", members, "2012-09-15", "2042-12-31")


def _nearest(ground: Ground, cog: Cog, mine: Ints, centre: int) -> tuple[int, ...]:
    order = mine[np.argsort(_away(ground, cog, mine, centre), kind="stable")]
    return tuple(sorted(order[:TOGETHER].tolist()))


def _away(ground: Ground, cog: Cog, mine: Ints, centre: int) -> Floats:
    seats, seat = cog.epci_seats[mine], cog.epci_seats[centre]
    away: Floats = np.hypot(ground.x[seats] - ground.x[seat], ground.y[seats] - ground.y[seat])
    return away


def _seat(cog: Cog, names: list[str], epci: int) -> str:
    return names[int(cog.current[cog.epci_seats[epci]])]


def _of(name: str) -> str:
    return f"d’{name}" if name.startswith(ELIDED) else f"de {name}"
