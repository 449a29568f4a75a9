"""The regional list of places of mediation (MedNum BFC): twenty-nine columns, commas, no commune code.

Quirks kept: towns in capitals without accents nor hyphens, letters of types joined by `-`, sometimes small, sometimes
none, hours in French free text for each half day, a dash or a cross where closed.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import REGIONAL, dates
from maillage.simulation.world.place_signs import address, as_written, bare, telephone
from maillage.simulation.world.place_types import SERVICE, types

WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
HALVES = tuple(f"{day} {half}" for day in WEEK for half in ("matin", "après-midi"))
HEADER = (
    "bfc_id mise_a_jour lon lat adresse code_postal ville departement nom_structure url_lieu contact_email contact_tel "
    "code_typo code_label code_accomp"
).split()
LABELS = ("", "", "", "APTIC", "BFC", "NMM", "RIN", "DM", "F-BFC")
HELP = ("",) * 8 + ("A-L-RDV-G", "RDV-G-R", "A", "A-L", "RDV")
MORNINGS, AFTERNOONS = (("9h-12h", "8h30-12h", "10h-12h", "-", ""), ("14h-18h", "13h30-17h", "14h-17h", "-", ""))


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each date."""
    for day in dates(REGIONAL, world.history()):
        path = folder / f"bfc-ternum-dataset_{day.isoformat()}.csv"
        there = world.places.on(REGIONAL, day)
        longitudes, latitudes = degrees(world.places.x[REGIONAL, there], world.places.y[REGIONAL, there])
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow((*HEADER, *HALVES))
            for place, longitude, latitude in zip(there.tolist(), longitudes, latitudes, strict=True):
                writer.writerow(_row(world, place, longitude, latitude, day))
        yield Written("mednum_bfc", day.isoformat(), path, (day + timedelta(days=12)).isoformat())


def _row(world: World, place: int, longitude: float, latitude: float, day: date) -> list[str]:
    places, cog = world.places, world.cog
    commune, form = int(places.commune[place]), int(places.form[place])
    town = world.names[commune]
    known = max(date.fromordinal(int(places.opened[place])), day - timedelta(days=form % 700))
    service = int(places.kind[place]) == SERVICE
    return [
        f"mednumBFC_{place + 1}_",
        "" if form % 9 == 0 else f"{known:%d/%m/%Y}",
        f"{longitude:.6f}",
        f"{latitude:.6f}",
        address(places, place),
        cog.postcodes[commune],
        bare(town).upper().replace("-", " "),
        cog.departements[int(cog.departement[commune])],
        as_written(places, place, REGIONAL, town),
        f"https://lieu-{place + 1}.example.org" if form % 2 else "",
        f"accueil-{place + 1}@example.org" if form % 5 else "",
        telephone(places, place),
        types(int(places.kind[place]), form),
        "MSAP-MFS" if service else LABELS[form % len(LABELS)],
        HELP[form // 2 % len(HELP)],
        *_hours(form),
    ]


def _hours(form: int) -> list[str]:
    """Morning and afternoon of the seven days; half of the places say nothing."""
    if form % 2 == 0:
        return [""] * 14
    hours = []
    for rank in range(5):
        hours += [MORNINGS[(form // 3 + rank) % 5], AFTERNOONS[(form // 13 + rank * 2) % 5]]
    return [*hours, "x", "x", "", ""]
