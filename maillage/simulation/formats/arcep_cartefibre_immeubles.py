"""« Ma carte fibre » by building (Arcep): one zip a quarter, a CSV of twenty columns, commas, WGS84 degrees.

Quirks kept: no accents in states, house numbers 0 or from 5000 on where there is none, references of PM and of
buildings as each operator forms them, completeness dates missing for some PM. One file a quarter, for the last
`building_quarters` of the world: each holds every building.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from maillage.kernel.period import Period
from maillage.simulation.addresses import FIRST_FICTITIOUS, bare_names, degrees, place, short_ways
from maillage.simulation.archives import zipped
from maillage.simulation.bulk import Bulk, ahead
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.keys import BUILDING_CODE
from maillage.simulation.world.buildings import STATES, Buildings
from maillage.simulation.world.deadlines import deadlines
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

HEADER = (
    "x,y,imb_id,num_voie,cp_no_voie,type_voie,nom_voie,batiment,code_insee,code_poste,nom_com,catg_loc_imb,imb_etat,"
    "pm_ref,pm_etat,pm_date_mad,code_l331,type_imb,date_completude,date_completude_manquante\n"
)
SIZES = ("individuel", "entre 2 et 11", "entre 12 et 35", "entre 36 et 99", "100 et plus")
PUBLISHED_AFTER = 64
"""Days between the end of a quarter and the publication."""

SELECT = f"""
WITH buildings AS (
    SELECT *, $codes[c + 1] AS code, $operators[c + 1] AS operator, premises > 1 AS block,
        CASE WHEN pm_state > 0 THEN DATE '1970-01-01' + pm_day::INTEGER END AS opened
    FROM lot
)
SELECT x, y,
    {BUILDING_CODE},
    CASE WHEN number > 0 THEN number WHEN rank % 4 = 0 THEN 0 ELSE $fictitious + rank % 700 END,
    [NULL, 'B', 'T'][repeat + 1], $ways[place + 1], $names[place + 1],
    CASE WHEN block THEN chr((65 + rank % 5)::INTEGER) WHEN rank % 3 > 0 THEN 'PAV' || (1 + rank % 2)::VARCHAR END,
    code, $postcodes[c + 1], $towns[c + 1], $sizes[size + 1], $states[state + 1],
    CASE WHEN pm_state = 0 THEN NULL
        WHEN operator = 'FRTE' THEN 'FI-' || code || '-' || lpad(upper(to_base(pm + 1, 36)), 4, '0')
        WHEN operator = 'SFR0' THEN 'ADR_' || code || '_' || lpad((pm + 1)::VARCHAR, 4, '0')
        ELSE 'NRO_' || code || '_' || lpad((pm + 1)::VARCHAR, 5, '0') END,
    ['', 'en cours de deploiement', 'deploye'][pm_state + 1],
    CASE WHEN pm_state = 2 THEN opened END, operator, CASE WHEN block THEN 'IM' ELSE 'PA' END,
    CASE WHEN pm_state = 2 AND NOT missing THEN DATE '1970-01-01' + complete_day::INTEGER END,
    CASE WHEN pm_state = 2 AND missing THEN 't' ELSE 'f' END
FROM buildings
"""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One zip for each quarter of buildings."""
    with Bulk(folder, ",") as bulk:
        batches = ((quarter, lines) for quarter in world.building_history() for lines in _batches(world, bulk, quarter))
        for quarter, some in groupby(ahead(batches), itemgetter(0)):
            period = quarter_code(quarter)
            day = Period.parse(period).end + timedelta(days=PUBLISHED_AFTER)
            stem = f"carte_fibre_immeubles_{period.replace('-', '_')}_{day:%Y%m%d}"
            path = folder / f"{stem}.zip"
            with zipped(path, f"{stem}.csv", level=1) as stream:
                stream.write(HEADER.encode())
                for _, lines in some:
                    stream.write(lines)
            yield Written("arcep_cartefibre_immeubles", period, path, day.isoformat())


def _batches(world: World, bulk: Bulk, quarter: int) -> Iterator[bytes]:
    """The lines of the file, some communes at a time."""
    texts = {
        "ways": short_ways(),
        "names": bare_names(),
        "sizes": list(SIZES),
        "states": list(STATES),
        "fictitious": FIRST_FICTITIOUS,
    }
    for some in world.buildings():
        communes = slice(int(some.commune[0]), int(some.commune[-1]) + 1)
        bulk.take(_columns(world, some, quarter))
        yield bulk.lines(
            SELECT,
            {
                **texts,
                "codes": world.cog.codes[communes],
                "postcodes": world.cog.postcodes[communes],
                "towns": world.names[communes],
                "operators": [world.fibre.operators[rank] for rank in world.fibre.operator[communes]],
            },
        )


def _columns(world: World, some: Buildings, quarter: int) -> dict[str, Any]:
    """What SELECT reads, one item a building."""
    x, y = degrees(some.x, some.y, 7)
    schedule = deadlines(world.seed, world.fibre, some, quarter)
    return {
        "x": x,
        "y": y,
        "c": some.commune - some.commune[0],
        "rank": some.rank,
        "premises": some.premises,
        "size": np.searchsorted((2, 12, 36, 100), some.premises, side="right"),
        "place": place(world.seed, some),
        "number": some.number,
        "repeat": some.repeat,
        "pm": some.pm,
        "pm_state": schedule.state,
        "pm_day": schedule.opened,
        "complete_day": schedule.complete,
        "missing": schedule.missing,
        "state": some.state(world.fibre, quarter),
    }
