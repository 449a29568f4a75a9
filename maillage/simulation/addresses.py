"""The words of addresses: streets and hamlets, as the BAN writes them and as operators do; numbers that mean none."""

import unicodedata
from functools import cache

import numpy as np
import pyproj

from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.chance import Floats, Ints, bits, uniform
from maillage.simulation.world.names import HAMLETS, STREETS, WAYS

FIRST_FICTITIOUS = 5000
"""House numbers from here on stand for none in the files of operators, and so does 0."""
SHORT = {"Rue": "RUE", "Chemin": "CHE", "Route": "RTE", "Avenue": "AV", "Impasse": "IMP", "Place": "PL", "Allée": "ALL"}
WAY_NAMES = list(dict.fromkeys(WAYS))
"""Each way once: « Rue » is in WAYS several times because streets are many."""
REPEATS = ["", "bis", "ter"]
MISSING_FROM_BAN = 0.015
"""Share of the addresses that the Base adresse nationale does not know."""


def plain(text: str) -> str:
    """Capitals without accents, as operators and the post write: « de l'Église » → `DE L'EGLISE`."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).upper()


def place_names() -> list[str]:
    """Every name an address may have, by the ranks of `place`: ways × streets, then hamlets."""
    return [f"{way} {street}" for way in WAY_NAMES for street in STREETS] + [
        name[0].upper() + name[1:] for name in HAMLETS
    ]


def short_ways() -> list[str]:
    """The type of way of each of `place_names()`, abridged: `RUE`, `CHE`, `LD` for a hamlet."""
    return [SHORT[way] for way in WAY_NAMES for _ in STREETS] + ["LD"] * len(HAMLETS)


def bare_names() -> list[str]:
    """The rest of each of `place_names()`, in capitals: `DE L'EGLISE`."""
    return [plain(street) for _ in WAY_NAMES for street in STREETS] + [plain(name) for name in HAMLETS]


def place(seed: int, some: Buildings) -> Ints:
    """The rank in `place_names()` of the street or hamlet of each building."""
    ways = np.array([WAY_NAMES.index(way) for way in WAYS])
    return np.where(
        some.hamlet < 0,
        ways[some.way] * len(STREETS) + some.street,
        len(WAY_NAMES) * len(STREETS) + hamlet_rank(seed, some.commune, np.maximum(some.hamlet, 0)),
    )


def ban_draw(seed: int, some: Buildings, spot: Ints) -> Floats:
    """The chance of the address of each building, at its `place`: the BAN knows it from MISSING_FROM_BAN on."""
    return uniform(seed, "missing address", some.commune, spot * 1_000 + some.number * 3 + some.repeat)


def hamlet_rank(seed: int, commune: Ints, hamlet: Ints) -> Ints:
    """The rank in HAMLETS of the name of hamlets."""
    return (bits(seed, "hamlet name", commune, hamlet) % np.uint64(len(HAMLETS))).astype(np.int64)


def degrees(x: Floats, y: Floats, decimals: int) -> tuple[Floats, Floats]:
    """Longitudes and latitudes (WGS84) of Lambert-93 points."""
    longitude, latitude = _wgs84().transform(x, y)
    return np.round(longitude, decimals), np.round(latitude, decimals)


@cache
def _wgs84() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(2154, 4326, always_xy=True)
