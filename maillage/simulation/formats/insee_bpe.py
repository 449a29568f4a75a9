"""The permanent base of facilities (BPE) of INSEE: one CSV, some of its columns, for the last year.

Quirks kept: `_Z` where there is nothing to say, quality of the position by two figures, kinds that nobody asked for, no
SIRET for a doctor. A doctor bears no name and stands in the middle of the commune: nobody reads either.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from maillage.simulation.equipment import DOCTOR, TYPES, doctors, facilities
from maillage.simulation.formats import Written
from maillage.simulation.mergers import published_as
from maillage.simulation.world.chance import Ints, pick, uniform
from maillage.simulation.world.fibre import quarter_index
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.place_signs import of

PERIOD, OBTAINED_ON = "2025", "2026-06-20"
HEADER = (
    "AN;NOMRS;CNOMRS;DEPCOM;DEP;LIBCOM;DOM;SDOM;TYPEQU;SIRET;STATUT_DIFFUSION;LAMBERT_X;LAMBERT_Y;LONGITUDE;LATITUDE;"
    "QUALITE_XY;EPSG;QUALITE_GEOLOC;TR_DIST_PRECISION\n"
)
NAMES = {
    "A129": "MAIRIE",
    "C108": "ECOLE PRIMAIRE",
    "C201": "COLLEGE",
    "A104": "GENDARMERIE",
    "A206": "BUREAU DE POSTE",
    "D113": "MAISON DE SANTE",
    DOCTOR: "MEDECIN GENERALISTE",
}
OTHER = "A504"
"""A restaurant: one line in twelve is of a kind that is not read."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file."""
    path = folder / "BPE25.csv"
    towns = published_as(world, quarter_index(f"{PERIOD}-T1"))
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for stood, kinds in facilities(world):
            longitudes, latitudes = degrees(stood.x, stood.y)
            who = (stood.commune, stood.rank)
            lost = uniform(world.seed, "facility lost", *who) < 0.03
            extra = pick(world.seed, "facility extra", 12, *who) == 0
            for at, commune in enumerate(towns[stood.commune].tolist()):
                place = (longitudes[at], latitudes[at], float(stood.x[at]), float(stood.y[at]))
                number = int(stood.commune[at]) * 1_000 + int(stood.rank[at])
                out.write(_line(world, commune, TYPES[int(kinds[at])], number, place, bool(lost[at])))
                if extra[at]:
                    out.write(_line(world, commune, OTHER, number, place, False))
        out.writelines(_doctors(world, towns))
    yield Written("insee_bpe", PERIOD, path, OBTAINED_ON)


def _doctors(world: World, towns: Ints) -> Iterator[str]:
    """A line for each general practitioner, after all others: those of one commune are told by the same line."""
    x, y = world.ground.x, world.ground.y
    longitudes, latitudes = degrees(x, y)
    for commune, number in enumerate(doctors(world).tolist()):
        place = (longitudes[commune], latitudes[commune], float(x[commune]), float(y[commune]))
        for _ in range(number):
            yield _line(world, int(towns[commune]), DOCTOR, 0, place, True)


def _line(
    world: World, commune: int, kind: str, number: int, place: tuple[float, float, float, float], lost: bool
) -> str:
    town, cog = world.names[commune], world.cog
    longitude, latitude, x, y = place
    cells = (
        PERIOD,
        f"{NAMES.get(kind, 'RESTAURANT')} {of(town).upper()}".replace(";", " "),
        "_Z",
        cog.codes[commune],
        cog.departements[int(cog.departement[commune])],
        town,
        kind[0],
        kind[:2],
        kind,
        "" if kind == DOCTOR else f"999{number:011d}",
        "_Z" if kind[0] == "C" else "O",
        np.round(x, 1),
        np.round(y, 1),
        longitude,
        latitude,
        "_U" if lost else "BONNE",
        2154,
        33 if lost else 11,
        "_Z",
    )
    return ";".join(map(str, cells)) + "\n"
