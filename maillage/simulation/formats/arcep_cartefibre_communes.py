"""« Ma carte fibre » by commune: each quarter, a zipped shapefile of which only the table is worth reading.

Quirks: the table is in latin-1 though the .cpg says UTF-8, and holds `?` for what latin-1 lacks; every number is a
float of fifteen decimals; `0` means nobody in the columns of operators; `NOM_REG_1` is the EPCI; a quarter knows the
communes of its time. Assumptions: widths of columns are those of IGN and GDAL; shapes are empty; no map is simulated.
"""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from maillage.simulation.archives import member
from maillage.simulation.dates import CARTEFIBRE_SINCE, obtained_on, published
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes import places
from maillage.simulation.formats.shapes.dbf import WEB_MERCATOR, Field, empty_shapes, table
from maillage.simulation.mergers import published_as
from maillage.simulation.world.chance import Floats, Ints
from maillage.simulation.world.fibre import AMEL, ZONE_CODES, ZTD, quarter_code
from maillage.simulation.world.model import World

CLASSES = (5, 10, 25, 50, 80, 95)
NOBODY, NOBODY_FLOAT = "0", "0.000000000000000"
FIELDS = (
    Field("ID", 24),
    Field("INSEE_COM", 5),
    Field("NOM_COM", 50),
    Field("INSEE_AR", 2),
    Field("INSEE_DEP", 3),
    Field("NOM_DEP", 30),
    Field("INSEE_REG", 2),
    Field("NOM_REG", 35),
    Field("NOM_REG_1", 80),
    Field("STATUT", 24),
    Field("orig_ogcf", 10),
    Field("Dpt", 30),
    Field("OI_AMEL", 24),
    Field("ZTD_2013", 24, 15),
    Field("POPULATION", 24, 15),
    Field("ZMD_privé", 24, 15),
    Field("L_33-13", 30),
    Field("zone", 10),
    Field("Locaux", 24, 15),
    Field("oi", 80),
    Field("oi_bis", 80),
    Field("ftth", 24, 15),
    Field("couv", 24, 15),
)
Column = list[str] | Ints | Floats


def write(world: World, folder: Path) -> Iterator[Written]:
    """One zip for each quarter of history."""
    lasting = _lasting(world)
    for quarter in published(world, CARTEFIBRE_SINCE):
        code, day = quarter_code(quarter), obtained_on(quarter)
        path = folder / f"arcep_cartefibre_communes.{code}.zip"
        shown = published_as(world, quarter)
        kept = np.flatnonzero(shown == np.arange(world.communes))
        columns = {name: _taken(column, kept) for name, column in (lasting | _moving(world, quarter, shown)).items()}
        shapes, index = empty_shapes(len(kept))
        stem = f"{code.replace('-', '')}_commune"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for ending, content in (
                ("shp", shapes),
                ("shx", index),
                ("dbf", table(FIELDS, columns, date.fromisoformat(day))),
                ("prj", WEB_MERCATOR.encode()),
                ("cpg", b"UTF-8"),
            ):
                archive.writestr(member(f"{stem}.{ending}"), content)
        yield Written("arcep_cartefibre_communes", code, path, day)


def _taken(column: Column, kept: Ints) -> Column:
    return column[kept] if isinstance(column, np.ndarray) else [column[commune] for commune in kept.tolist()]


def _lasting(world: World) -> dict[str, Column]:
    """The columns that no quarter changes, by commune."""
    cog, fibre, every = world.cog, world.fibre, range(world.communes)
    departement, region = places.departement_of(world), places.region_of(world)
    of_departement = dict(zip(cog.departements, cog.departement_names, strict=True))
    of_region = dict(zip(cog.regions, cog.region_names, strict=True))
    epci, zones = [group.name for group in places.all_epci(world)], fibre.zone.tolist()
    amel = [fibre.operators[rank] for rank in fibre.operator.tolist()]
    return {
        "ID": [f"COMMUNE_{9_700_000_000 + commune:016d}" for commune in every],
        "INSEE_COM": cog.codes,
        "NOM_COM": world.names,
        "INSEE_AR": ["1"] * world.communes,
        "INSEE_DEP": departement,
        "NOM_DEP": [of_departement[code] for code in departement],
        "INSEE_REG": region,
        "NOM_REG": [of_region[code] for code in region],
        "NOM_REG_1": [epci[rank] for rank in cog.epci.tolist()],
        "STATUT": _standing(world),
        "orig_ogcf": [str(rank) for rank in range(1, world.communes + 1)],
        "Dpt": [of_departement[code] for code in departement],
        "OI_AMEL": [amel[c] if zones[c] == AMEL else NOBODY_FLOAT for c in every],
        "ZTD_2013": (fibre.zone == ZTD).astype(np.int64),
        "ZMD_privé": places.intended(world),
        "L_33-13": [places.TRADE_NAMES[name] if name else NOBODY for name in places.committed(world)],
        "zone": [ZONE_CODES[zone] for zone in zones],
    }


def _standing(world: World) -> list[str]:
    """What each commune is the seat of."""
    standing = ["Commune simple"] * world.communes
    for word, communes in (("Préfecture", places.seats(world)), ("Préfecture de région", places.region_seats(world))):
        for commune in communes:
            standing[commune] = word
    return standing


def _moving(world: World, quarter: int, shown: Ints) -> dict[str, Column]:
    """The columns of a quarter, by commune, those merged by then added to the one they are published in."""
    total, connectable = world.premises

    def added(values: Ints) -> Ints:
        return np.bincount(shown, values, world.communes).astype(np.int64)

    premises, done = added(total), added(connectable[quarter])
    operators = [names or NOBODY for names in places.operators(world, done)]
    return {
        "POPULATION": added(world.people.population),
        "Locaux": premises,
        "oi": operators,
        "oi_bis": operators,
        "ftth": done,
        "couv": places.coverage_class(done, premises, CLASSES),
    }
