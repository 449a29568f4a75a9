"""Mobile sites as published since (Arcep, « Mon réseau mobile »): 29 columns, one row for each operator and site.

Quirks kept: decimal comma in degrees, whole metres, station numbers that begin with 0, the case of two headers that
changes from one year to the next, communes under the code and name they had when published.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from maillage.kernel.period import Period
from maillage.simulation.formats import Written
from maillage.simulation.mergers import published_as
from maillage.simulation.world.chance import Ints, uniform
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.mobile import FREE, JANUARY_2018, NAMES, NEVER, OPERATORS, ORANGE, Mobile, degrees
from maillage.simulation.world.model import World

HEADER = (
    "code_op;nom_op;num_site;id_site_partage;id_station_anfr;x;y;latitude;longitude;nom_reg;nom_dep;insee_dep;nom_com;"
    "insee_com;site_2g;site_3g;site_4g;site_5g;mes_4g_trim;{zb};{dcc};site_strategique;site_capa_240mbps;"
    "date_ouverturecommerciale_5g;site_5g_700_m_hz;site_5g_800_m_hz;site_5g_1800_m_hz;site_5g_2100_m_hz;site_5g_3500_m_hz\n"
)
LOWER_CASE_BEFORE = 30
"""The headers of the first quarter of 2025 are the first to read `site_ZB`."""
PUBLISHED_AFTER = 75
"""Days between the end of a quarter and the publication."""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each quarter of history; the one of January 2018 has a form of its own."""
    quarters = [quarter for quarter in world.history() if quarter > JANUARY_2018]
    heads, towns, fifth = _heads(world), _towns(world), _fifth(world)
    sites = world.mobile
    for quarter in quarters:
        code = quarter_code(quarter)
        path = folder / f"{code.replace('-', '_')}_sites_Metropole.csv"
        upper = quarter >= LOWER_CASE_BEFORE
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(HEADER.format(zb="site_ZB" if upper else "site_zb", dcc="site_DCC" if upper else "site_dcc"))
            there = sites.open_at(quarter)
            where = published_as(world, quarter)[sites.commune[there]].tolist()
            g5, tails = (sites.g5[there] <= quarter).tolist(), _tails(sites, there, quarter)
            for site, commune, tail, has_5g in zip(there.tolist(), where, tails, g5, strict=True):
                last = fifth[site] if has_5g else ";0;0;0;0;0"
                file.write(f"{heads[site]}{towns[commune]}{tail}{last}\n")
        obtained = Period.parse(code).end + timedelta(days=PUBLISHED_AFTER)
        yield Written("arcep_sites_mobiles", code, path, obtained.isoformat())


def _towns(world: World) -> list[str]:
    """Region, département, name and code of each published commune."""
    cog = world.cog
    return [
        f"{cog.region_names[cog.region_of[d]]};{cog.departement_names[d]};{cog.departements[d]};{name};{code};"
        for d, name, code in zip(cog.departement.tolist(), world.names, cog.codes, strict=True)
    ]


def _heads(world: World) -> list[str]:
    """What never changes of each row: operator, numbers, position."""
    sites = world.mobile
    longitudes, latitudes = degrees(sites.x.astype(float), sites.y.astype(float))
    stations = _stations(world)
    columns = (sites.operator, sites.mast, sites.shared.astype(int), sites.x, sites.y)
    heads = []
    for station, longitude, latitude, (operator, mast, shared, x, y) in zip(
        stations, longitudes, latitudes, zip(*(column.tolist() for column in columns), strict=True), strict=True
    ):
        code = OPERATORS[operator]
        number = f"{mast + 1:08d}{'ABCD'[operator]}{1 + mast % 9}"
        degree = f"{latitude:.5f};{longitude:.5f}".replace(".", ",")
        partage = f"PARTAGE{mast + 1:07d}" if shared else ""
        heads.append(f"{code};{NAMES[code]};{number};{partage};{station};{x};{y};{degree};")
    return heads


def _stations(world: World) -> list[str]:
    """Ten digits for each site: its département, then a rank there."""
    departement = world.cog.departement[world.mobile.commune]
    order = np.argsort(departement, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.searchsorted(departement[order], departement[order])
    names = world.cog.departements
    return [f"0{names[d]}{2_290_001 + n}" for d, n in zip(departement.tolist(), rank.tolist(), strict=True)]


def _tails(sites: Mobile, there: Ints, quarter: int) -> list[str]:
    """The technologies and programmes of the sites open in a quarter."""
    g4, g5 = sites.g4[there] <= quarter, sites.g5[there] <= quarter
    capable = g4 & (sites.mast[there] % 7 > 0)
    strategic = sites.mast[there] % 23 == 0
    columns = (
        sites.g2[there],
        sites.g3[there],
        g4,
        g5,
        sites.g4[there] == quarter,
        sites.zone_blanche[there],
        sites.targeted[there],
        strategic,
        capable,
    )
    table = np.stack(columns, axis=1).astype(np.uint8) + ord("0")
    text = np.full((len(there), 2 * table.shape[1]), ord(";"), dtype=np.uint8)
    text[:, ::2] = table
    return [bytes(row).decode() for row in text]


def _fifth(world: World) -> list[str]:
    """The day of 5G and its frequencies, of each site that ever has it: low ones first, 3 500 MHz in towns."""
    sites = world.mobile
    day = uniform(world.seed, "5G day", sites.commune, sites.mast, sites.operator) * 88
    high = (uniform(world.seed, "5G high", sites.mast, sites.operator) < 0.55).astype(int).tolist()
    quarters, operators = sites.g5.tolist(), sites.operator.tolist()
    starts = {q: Period.parse(quarter_code(q)).start for q in sorted(set(quarters)) if q != NEVER}
    cells = []
    for quarter, operator, after, fast in zip(quarters, operators, day.tolist(), high, strict=True):
        if quarter == NEVER:
            cells.append("")
            continue
        opened: date = starts[quarter] + timedelta(days=int(after))
        low = int(operator in (FREE, ORANGE))
        cells.append(f"{opened.isoformat()}T00:00:00Z;{low};0;0;{int(not low or not fast)};{fast}")
    return cells
