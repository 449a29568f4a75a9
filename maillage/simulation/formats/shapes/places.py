"""What files say of a commune beside its figures: names, membership, operators, by rank of published commune."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from maillage.simulation.formats.shapes.records import liaison
from maillage.simulation.world.chance import Floats, Ints, bits, uniform
from maillage.simulation.world.cog import siren
from maillage.simulation.world.fibre import AMII, ZTD
from maillage.simulation.world.model import World

COMMITTED_SHARE = 0.85
"""Share of the EPCI of private zones where the operator's intention became a commitment (L. 33-13)."""
ZTD_OPERATORS = ("FRTE", "FREE", "SFR0")
TRADE_NAMES = {"FRTE": "Orange", "SFR0": "SFR"}
METROPOLE, CU, CA = 400_000, 250_000, 50_000
"""Inhabitants from which an EPCI is of each kind (an assumption: the law also looks at the town)."""


@dataclass(frozen=True, slots=True)
class Epci:
    """An EPCI of today: SIREN, nature, name, way of tax (FPU or FA) and its inhabitants."""

    code: str
    kind: str
    name: str
    tax: str
    population: int


def all_epci(world: World) -> list[Epci]:
    """Every EPCI, by rank; named after its seat."""
    people = np.bincount(world.cog.epci, world.people.population, len(world.cog.epci_codes)).astype(np.int64)
    additional = uniform(world.seed, "tax", np.arange(len(people))) < 0.16
    epci = []
    for rank, population in enumerate(people.tolist()):
        seat = world.names[int(world.cog.current[world.cog.epci_seats[rank]])]
        kind, name = _kind(population, seat)
        tax = "FA" if kind == "CC" and additional[rank] else "FPU"
        epci.append(Epci(world.cog.epci_codes[rank], kind, name, tax, population))
    return epci


def _kind(population: int, seat: str) -> tuple[str, str]:
    if population >= METROPOLE:
        return "METRO", f"{seat} Métropole"
    if population >= CU:
        return "CU", f"CU de {seat}"
    if population >= CA:
        return "CA", f"CA {seat} Agglomération"
    return "CC", f"CC du Pays d'{seat}" if liaison(seat) else f"CC du Pays de {seat}"


def departement_of(world: World) -> list[str]:
    """The code of the département of each commune."""
    return [world.cog.departements[rank] for rank in world.cog.departement.tolist()]


def region_of(world: World) -> list[str]:
    """The code of the region of each commune."""
    return [world.cog.regions[world.cog.region_of[rank]] for rank in world.cog.departement.tolist()]


def commune_siren(code: str) -> str:
    """A SIREN as communes have: 21, département, digit, number, Luhn's digit; no real one has a 9 in the middle."""
    return siren(f"21{code[:2]}9{code[2:]}")


def seat_of(world: World, among: Ints) -> int:
    """The most peopled of these communes, as the commune it is part of today."""
    return int(world.cog.current[among[np.argmax(world.people.population[among])]])


def seats(world: World) -> list[int]:
    """The prefecture of each département."""
    return [
        seat_of(world, np.flatnonzero(world.cog.departement == rank)) for rank in range(len(world.cog.departements))
    ]


def region_seats(world: World) -> list[int]:
    """The prefecture of each region."""
    region = np.array(world.cog.region_of)[world.cog.departement]
    return [seat_of(world, np.flatnonzero(region == rank)) for rank in range(len(world.cog.regions))]


def committed(world: World) -> list[str]:
    """The operator committed (L. 33-13) in each commune, empty where there is none; the other AMII are intentions."""
    firm = (world.fibre.zone == AMII) & (uniform(world.seed, "L33-13", world.cog.epci) < COMMITTED_SHARE)
    names = world.fibre.operators
    return [names[rank] if yes else "" for rank, yes in zip(world.fibre.operator.tolist(), firm.tolist(), strict=True)]


def intended(world: World) -> Ints:
    """1 where a private operator meant to come without committing, else 0."""
    firm = np.array([bool(name) for name in committed(world)])
    return np.where((world.fibre.zone == AMII) & ~firm, 1, 0)


def operators(world: World, connectable: Ints | Floats) -> list[str]:
    """The infrastructure operators at work in each commune, joined by `-`, empty where nothing is connectable yet."""
    first = (bits(world.seed, "first operator", np.arange(world.communes)) % np.uint64(3)).astype(int)
    names = []
    for zone, rank, turn, done in zip(
        world.fibre.zone.tolist(), world.fibre.operator.tolist(), first.tolist(), connectable.tolist(), strict=True
    ):
        if not done:
            names.append("")
        elif zone == ZTD:
            names.append("-".join(ZTD_OPERATORS[turn:] + ZTD_OPERATORS[:turn]))
        else:
            names.append(world.fibre.operators[rank])
    return names


def coverage_class(connectable: Ints | Floats, premises: Ints | Floats, classes: tuple[int, ...]) -> Ints:
    """The class of coverage: 0 for nothing, else the highest of `classes` (percents, rising) reached, 5 at least."""
    share = np.asarray(connectable) * 100 / np.maximum(premises, 1)
    reached = np.array(classes)[np.maximum(np.searchsorted(classes, share, side="right") - 1, 0)]
    return np.where(np.asarray(connectable) > 0, np.maximum(reached, classes[0]), 0).astype(np.int64)


def sort_key(name: str) -> str:
    """A name as sheets sort it: without accents, hyphens nor case."""
    bare = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return bare.replace("-", " ").replace("'", " ").lower()
