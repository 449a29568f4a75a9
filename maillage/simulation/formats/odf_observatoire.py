"""The open data observatory (OpenDataFrance), export « simplified »: twenty-five columns, `;`, Windows line ends.

Quirks kept: SIREN with spaces or an invisible mark, département codes without their leading zero, blank numbers, bodies
named although nothing was counted, names of communes in capitals.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.places import Epci, all_epci, commune_siren, region_seats, seats
from maillage.simulation.world.chance import uniform
from maillage.simulation.world.cog import siren
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.open_data import COMMUNE, DEPARTEMENT, EPCI, censuses
from maillage.simulation.world.place_signs import bare

HEADER = (
    "id_odf;siren;nom;type;adress;url_ptf;nb_ptf;url_datagouv;nb_datagouv;id_datagouv;merge;tranche_ptf;platform_clean;orga;"
    "tags;id_ods;depcode;dep_label;reg_code_short;reg_code_geo;pop_insee;tranche_pop;lat;lon;boolean"
)
STEPS = ((6, "d_1_5"), (11, "d_6_10"), (26, "d_11_25"), (51, "d_26_50"), (101, "d_51_100"), (251, "d_101_250"))
SIZES = (
    (1_000, "na"),
    (5_000, "p_1_5"),
    (10_000, "p_5_10"),
    (25_000, "p_10_25"),
    (50_000, "p_25_50"),
    (100_000, "p_50_100"),
    (250_000, "p_100_250"),
    (500_000, "p_250_500"),
    (1_000_000, "p_500_1000"),
)
PLATFORMS = ("OpenDataSoft", "CKAN", "Spécifique", "ArcGIS", "GeoNetwork")
TAGS = ("Administratif", "Environnement-Urbanisme", "Transport", "Social-Citoyenneté", "Equipements", "")


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each census."""
    data = world.open_data
    lots = uniform(world.seed, "datasets", data.nature, data.rank).tolist()
    for day in censuses(world.history()):
        path = folder / f"ODF-Observatoire_export_{day:%y%m%d}-simplified.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(f"{HEADER}\r\n")
            for body in data.on(day).tolist():
                file.write(f"{';'.join(_row(world, body, lots[body], day))}\r\n")
        yield Written("odf_observatoire", day.isoformat(), path, (day + timedelta(days=7)).isoformat())


def _row(world: World, body: int, lot: float, day: date) -> list[str]:
    data, cog = world.open_data, world.cog
    nature, rank, people = int(data.nature[body]), int(data.rank[body]), int(data.population[body])
    code, name, kind, seat = _identity(world, nature, rank)
    departement = int(cog.departement[seat])
    count = 1 + int((day.toordinal() - int(data.since[body])) / 365 * (1 + 40 * lot) * (0.05 + people / 200_000))
    own, shared = ("", "") if data.uncounted[body] else _shares(int(lot * 997) % 3, count)
    slug = f"organisme-{code}"
    (longitude,), (latitude,) = degrees(world.ground.x[[seat]], world.ground.y[[seat]])
    return [
        f"odf_{code}",
        _typed(code, int(lot * 9973) % 10),
        bare(name).upper().replace("-", " ") if lot < 0.3 else name,
        kind,
        f"Place de la Mairie {cog.postcodes[seat]} {world.names[seat]}",
        f"https://{slug}.example.org/explore/" if own else "",
        own,
        f"https://data.example.org/organizations/{slug}/" if shared or not own else "",
        shared,
        f"fictif{code}" if shared else "",
        "+".join(word for word, there in (("ptf", own), ("datagouv", shared or not own)) if there),
        _step(STEPS, count, "d_251_500") if own or shared else "d_na",
        PLATFORMS[int(lot * 101) % len(PLATFORMS)] if own else "DataGouv",
        f"Données ouvertes {name}" if own else "DataGouv",
        TAGS[int(lot * 211) % len(TAGS)],
        "",
        cog.departements[departement].lstrip("0") or "0",
        cog.departement_names[departement],
        "FIC",
        cog.regions[cog.region_of[departement]],
        str(people),
        _step(SIZES, people, "p_1000_5000.001"),
        str(latitude),
        str(longitude),
        "",
    ]


@lru_cache(maxsize=1)
def _known(world: World) -> tuple[list[Epci], list[int], list[int]]:
    """The EPCI, the prefectures of départements and those of regions."""
    return all_epci(world), seats(world), region_seats(world)


def _identity(world: World, nature: int, rank: int) -> tuple[str, str, str, int]:
    """SIREN, name, type and seat of a body."""
    cog = world.cog
    if nature == COMMUNE:
        return commune_siren(cog.codes[rank]), world.names[rank], "COM", rank
    if nature == EPCI:
        epci = _known(world)[0][rank]
        kind = "MET" if epci.kind == "METRO" else epci.kind
        return epci.code, epci.name, kind, int(cog.current[cog.epci_seats[rank]])
    if nature == DEPARTEMENT:
        code = siren(f"22{cog.departements[rank]}0001")
        return code, f"Département {cog.departement_names[rank]}", "DEP", _known(world)[1][rank]
    return siren(f"2399{rank:04d}"), f"Région {cog.region_names[rank]}", "REG", _known(world)[2][rank]


def _typed(code: str, way: int) -> str:
    """A SIREN as people type it: with spaces, with an invisible left-to-right mark, most often bare."""
    if way == 0:
        return f"{code[:3]} {code[3:6]} {code[6:]} "
    return f"\u200e{code}" if way == 1 else f"{code} " if way == 2 else code


def _shares(way: int, count: int) -> tuple[str, str]:
    """Datasets on its own platform and on data.gouv.fr, blank when it is not there."""
    if way == 0:
        return str(count), ""
    return ("", str(count)) if way == 1 else (str(count), str(1 + count // 3))


def _step(steps: tuple[tuple[int, str], ...], value: int, beyond: str) -> str:
    return next((name for below, name in steps if value < below), beyond)
