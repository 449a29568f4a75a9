"""Schools, public services, care, firms and doctors: how many each commune has, and the buildings they are in.

Assumptions without a real counterpart: the numbers by inhabitants below, and that each is in a building of the model.
Doctors are in none: their place is never read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from maillage.simulation.world.chance import Floats, Ints, bits, normal, uniform
from maillage.simulation.world.model import World

TYPES = ("A129", "C108", "C201", "A104", "A206", "D113")
"""Town hall, primary school, collège, gendarmerie, post office, house of health: codes of the BPE."""
EMPLOYERS = 0.12
"""Share of the firms' premises where ten people or more work."""
DOCTOR, DOCTORS, VILLAGE = "D265", 9.0, 1_500
"""Code of a general practitioner in the BPE, how many for 10,000 inhabitants, and the inhabitants of a commune that has
some two thirds of its share: the fewer they are, the smaller it is."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Columns: commune, rank in it, and the Lambert-93 position of the building each is in."""

    commune: Ints
    rank: Ints
    x: Floats
    y: Floats


def facilities(world: World) -> Iterator[tuple[Stood, Ints]]:
    """The facilities, commune by commune, with their rank in TYPES."""
    people = world.people.population
    numbers = np.stack(
        [
            np.ones(world.communes, dtype=np.int64),
            np.where(people > 150, 1 + people // 4_000, 0),
            people // 9_000,
            (people > 2_500).astype(np.int64),
            people // 3_000,
            people // 6_000,
        ]
    )
    ends = np.cumsum(numbers, axis=0)
    for batch in _stand(world, "facility", ends[-1]):
        yield batch, np.asarray((batch.rank >= ends[:, batch.commune]).sum(axis=0))


def employers(world: World) -> Iterator[Stood]:
    """The firms where ten people or more work."""
    yield from _stand(world, "employer", np.asarray((world.people.firms * EMPLOYERS).astype(np.int64)))


def doctors(world: World) -> Ints:
    """The general practitioners of each published commune, drawn from a stream of their own."""
    people, who = world.people.population, np.arange(world.communes)
    drawn = people * (1 - np.exp(-people / VILLAGE)) * np.exp(0.35 * normal(world.seed, "doctors", who))
    share = drawn * (people.sum() * DOCTORS / 10_000 / drawn.sum())
    return np.asarray((share + uniform(world.seed, "doctor", who)).astype(np.int64))


def _stand(world: World, purpose: str, wanted: Ints) -> Iterator[Stood]:
    """So many in each commune, each in a building drawn among its own."""
    for batch in world.buildings():
        first, last = int(batch.commune[0]), int(batch.commune[-1]) + 1
        sizes = np.bincount(batch.commune - first, minlength=last - first)
        number = wanted[first:last]
        commune = np.repeat(np.arange(first, last), number)
        rank = np.arange(len(commune)) - np.repeat(np.cumsum(number) - number, number)
        drawn = bits(world.seed, purpose, commune, rank) % sizes[commune - first].astype(np.uint64)
        at = (np.cumsum(sizes) - sizes)[commune - first] + drawn.astype(np.int64)
        yield Stood(commune, rank, batch.x[at], batch.y[at])
