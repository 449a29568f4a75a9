"""The official list of France Services (ANCT): twenty-four columns, commas, texts quoted and numbers not, blanks bare.

Quirks kept: hours in French free text, four formats of place, the day of the label inside a sentence.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.mergers import published_as
from maillage.simulation.world.calendars import quarter_of
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import SERVICES, dates
from maillage.simulation.world.place_signs import address, as_written, telephone
from maillage.simulation.world.place_types import official_format

HEADER = (
    '"id_fs","insee_dep","lib_fs","adresse","complement_adresse","insee_com","code_postal","lib_com","latitude","longitude",'
    '"mail","telephone","h_lundi","h_mardi","h_mercredi","h_jeudi","h_vendredi","h_samedi","prise_rdv","commentaire",'
    '"type_fs","format_fs","groupe_fs","labellisation_fs"\n'
)
HOURS = ("09:00 - 12:00 / 13:30 - 17:00", "09:00 - 12:00", "13:30 - 17:00", "08:30 - 12:30 / 14:00 - 18:00", "")


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each date."""
    for day in dates(SERVICES, world.history()):
        path = folder / f"liste-fs-{day:%Y%m%d}.csv"
        there = world.places.on(SERVICES, day)
        towns = published_as(world, quarter_of(day))[world.places.commune[there]].tolist()
        longitudes, latitudes = degrees(world.places.x[SERVICES, there], world.places.y[SERVICES, there])
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(HEADER)
            for place, town, longitude, latitude in zip(there.tolist(), towns, longitudes, latitudes, strict=True):
                file.write(_line(world, place, town, longitude, latitude))
        yield Written("france_services", day.isoformat(), path, (day + timedelta(days=5)).isoformat())


def _line(world: World, place: int, commune: int, longitude: float, latitude: float) -> str:
    """A row; `commune` is the one that holds the place at the date of the list."""
    places, cog = world.places, world.cog
    form = int(places.form[place])
    labelled = date.fromordinal(int(places.opened[place]))
    week = [HOURS[(form // 3 + form // 7 * rank) % len(HOURS)] for rank in range(5)]
    texts = [
        str(place + 1),
        cog.departements[int(cog.departement[commune])],
        as_written(places, place, SERVICES, world.names[int(places.commune[place])]),
        address(places, place),
        "Bâtiment A, 1er étage" if form % 17 == 0 else "",
        cog.codes[commune],
        cog.postcodes[commune],
        world.names[commune],
    ]
    rest = [
        f"france-services-{place + 1}@example.org",
        telephone(places, place),
        *week,
        "09:00 - 12:00" if form % 6 == 0 else "",
        "Oui" if form % 3 == 0 else "Non",
        "Sur rendez-vous" if form % 11 == 0 else "",
        "Antenne" if form % 23 == 0 else "Principal",
        official_format(form),
        "",
        f"Espace labellisé {labelled:%d/%m/%Y}",
    ]
    return f"{_quoted(texts)},{latitude},{longitude},{_quoted(rest)}\n"


def _quoted(cells: list[str]) -> str:
    return ",".join(f'"{cell}"' if cell else "" for cell in cells)
