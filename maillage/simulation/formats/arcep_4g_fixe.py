"""Sites of « 4G fixe » that decrees ask for (New Deal mobile): one CSV for the last quarter.

Quirks kept: days like `28-déc-19`, operators as columns whose name is a number, Lambert-93 metres, no commune. Sites
are masts of the country where one of the two operators concerned stands.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from maillage.simulation.dates import obtained_on
from maillage.simulation.formats import Written
from maillage.simulation.world.chance import Ints, bits, pick, uniform
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.mobile import OPERATORS, ORANGE, SFR
from maillage.simulation.world.model import World

HEADER = (
    "num_arrete;date_publication_arrete;numero_site;nom_site_arrete;id_dossier;nom_de_la_zone;region;departement;"
    f"insee_dep;x_lambert_93;y_lambert_93;{OPERATORS[ORANGE]};{OPERATORS[SFR]};sites_demandes;sites_mes;sites_6_mois;"
    "sites_6_24_mois;sites_attente_deploiement\n"
)
DECREES = (date(2019, 12, 28), date(2020, 7, 9), date(2021, 8, 3), date(2024, 2, 15), date(2025, 11, 5))
MONTHS = "janv févr mars avr mai juin juil août sept oct nov déc".split()
BY_COMMUNES = 12
"""Communes for one site asked for."""
IN_SERVICE = (1.0, 0.98, 0.9, 0.5, 0.05)
"""Share of the sites of each decree that work."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file, decree after decree."""
    code = quarter_code(world.last)
    path = folder / f"{code.replace('-', '_')}_4GF_Metropole_sites.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for number, mast in enumerate(_asked(world).tolist(), 1):
            out.write(_row(world, number, mast))
    yield Written("arcep_4g_fixe", code, path, obtained_on(world.last))


def _asked(world: World) -> Ints:
    """The masts of the sites, by decree: those of small communes first."""
    sites = world.mobile
    mine = np.isin(sites.operator, (ORANGE, SFR))
    masts, first = np.unique(sites.mast[mine], return_index=True)
    crowd = world.people.population[sites.commune[mine][first]] >= 3_000
    order = np.lexsort((bits(world.seed, "4G fixe", masts), crowd))
    chosen = masts[order[: max(2, world.communes // BY_COMMUNES)]]
    return np.asarray(chosen[np.argsort(_decree(world, chosen), kind="stable")])


def _decree(world: World, masts: Ints) -> Ints:
    return pick(world.seed, "4G fixe decree", len(DECREES), masts)


def _row(world: World, number: int, mast: int) -> str:
    """A site: it works, or is due within six months, later, or no one knows when."""
    sites, cog = world.mobile, world.cog
    there = np.flatnonzero((sites.mast == mast) & np.isin(sites.operator, (ORANGE, SFR)))
    operators = set(sites.operator[there].tolist())
    first, who = int(there[0]), np.array([mast])
    decree = int(_decree(world, who)[0])
    working = uniform(world.seed, "4G fixe works", who)[0] < IN_SERVICE[decree]
    state = 0 if working else 1 + int(pick(world.seed, "4G fixe due", 3, who)[0])
    asked, day = len(operators), DECREES[decree]
    place = int(cog.departement[sites.commune[first]])
    cells = (
        f"4GF-{decree + 1}",
        f"{day.day:02d}-{MONTHS[day.month - 1]}-{day:%y}",
        number,
        f"4GFIXE_A{decree + 1}_{cog.departements[place]}_{'O' if ORANGE in operators else 'S'}_{number:02d}",
        number,
        "",
        cog.region_names[cog.region_of[place]],
        cog.departement_names[place],
        cog.departements[place],
        sites.x[first],
        sites.y[first],
        *(int(operator in operators) for operator in (ORANGE, SFR)),
        asked,
        *(asked * (state == rank) for rank in range(4)),
    )
    return ";".join(map(str, cells)) + "\n"
