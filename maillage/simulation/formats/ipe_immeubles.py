"""« Informations préalables enrichies » of the operator of a public network (Interop'Fibre 3.0): one CSV a quarter.

Quirks kept: names of columns of the protocol, semicolons, decimal commas, Lambert-93 metres, states in capitals without
accents, days `AAAAMMJJ`, who manages the building in clear (fictional), the last day of a quarter for a quarter.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.addresses import bare_names, place, short_ways
from maillage.simulation.formats import Written
from maillage.simulation.planned import Announcement, announced, delivered_on, deliveries, perimeter, period
from maillage.simulation.world.buildings import STATES
from maillage.simulation.world.model import World

COLUMNS = (
    "IdentifiantImmeuble",
    "CoordonneeImmeubleX",
    "CoordonneeImmeubleY",
    "TypeProjectionGeographique",
    "NumeroVoieImmeuble",
    "ComplementNumeroVoieImmeuble",
    "TypeVoieImmeuble",
    "NomVoieImmeuble",
    "CodeInseeImmeuble",
    "CodePostalImmeuble",
    "CommuneImmeuble",
    "NombreLogementsAdresseIPE",
    "EtatImmeuble",
    "GestionnaireImmeuble",
    "DateCablageAdresse",
    "ReferencePM",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write(world: World, folder: Path) -> Iterator[Written]:
    """One CSV for each delivery."""
    operator, communes = perimeter(world)
    for quarter in deliveries(world) if communes else ():
        day = delivered_on(quarter)
        path = folder / f"IPE_Demonstration_{operator}_PM_IPEZMD_V30_{day:%Y%m%d}.csv"
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=";", lineterminator="\n")
            writer.writerow(COLUMNS)
            for announcement in announced(world, quarter):
                writer.writerows(_rows(world, announcement))
        yield Written("ipe_immeubles", day.isoformat(), path, day.isoformat())


def building_code(code: str, pm: int, rank: int) -> str:
    """The reference of a building, as the operators of public networks form it (see `shapes/keys.py`)."""
    pair = LETTERS[pm // 26 % 26] + LETTERS[pm % 26]
    return f"{code[2:]}000{pair}{rank % 400 + 1:04d}{pm // 676 + 1:03d}01"


def cell(quarter: int, day: int) -> str:
    """A date as the file writes it."""
    when = period(quarter, day)
    return f"{when.end:%Y%m%d}" if when else ""


def _rows(world: World, announcement: Announcement) -> Iterator[tuple[object, ...]]:
    some = announcement.some
    ways, names, spots = short_ways(), bare_names(), place(world.seed, some).tolist()
    for rank in range(len(some.commune)):
        commune = int(some.commune[rank])
        code, pm = world.cog.codes[commune], int(some.pm[rank])
        yield (
            building_code(code, pm, int(some.rank[rank])),
            f"{some.x[rank]:.2f}".replace(".", ","),
            f"{some.y[rank]:.2f}".replace(".", ","),
            "RGF93",
            int(some.number[rank]),
            ["", "B", "T"][int(some.repeat[rank])],
            ways[spots[rank]],
            names[spots[rank]],
            code,
            world.cog.postcodes[commune],
            world.names[commune],
            int(some.premises[rank]),
            STATES[int(announcement.state[rank])].upper(),
            f"Syndic fictif {rank % 9 + 1}" if some.premises[rank] > 1 else "",
            cell(int(announcement.quarter[rank]), int(announcement.day[rank])),
            f"NRO_{code}_{pm + 1:05d}",
        )
