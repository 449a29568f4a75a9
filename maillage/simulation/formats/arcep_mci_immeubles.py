"""Buildings of « Ma connexion internet » (`base_imb`): one gzipped CSV by département, for the last quarter.

Quirks kept: positions in EPSG:3857, numbers given anew each quarter, codes that are those of the fibre operator or of
the land register, addresses that are keys of the BAN for most buildings and internal codes for the others, house
numbers 0 or from 5000 on where there is none, parcels as `imb_num`.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.addresses import FIRST_FICTITIOUS, REPEATS, WAY_NAMES, place_names
from maillage.simulation.bulk import Bulk, write_parts
from maillage.simulation.dates import obtained_on
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.mci import in_order, parts
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World
from maillage.simulation.world.names import STREETS

HEADER = (
    "imb_id;imb_x;imb_y;imb_code;imb_code_insee;imb_nbr_logloc;imb_source;imb_type;addr_code;imb_num;addr_numero;"
    "addr_rep;addr_nom_voie;addr_nom_ld;addr_code_insee;addr_nom_commune;addr_id_fantoir;addr_source\n"
)
SELECT = """
SELECT imb_id, x, y, imb_code, $communes[now + 1], premises, ['fo', 'fpb', 'fpban'][origin + 1],
    CASE WHEN premises > 1 THEN 'IM' ELSE 'PA' END, addr_code,
    CASE WHEN rank % 6 > 0 THEN chr((65 + rank // 900 % 26)::INTEGER) || (rank % 900 + 1)::VARCHAR END,
    CASE WHEN number > 0 THEN number WHEN rank % 4 = 0 THEN 0 ELSE $fictitious + rank % 700 END,
    $endings[repeat + 1], CASE WHEN known THEN $names[place + 1] ELSE lower($names[place + 1]) END,
    CASE WHEN origin > 0 AND place >= $hamlets THEN $names[place + 1] END, $communes[now + 1], $towns[now + 1], fantoir,
    CASE WHEN known THEN 'ban' WHEN origin = 0 THEN 'fo' ELSE 'cada' END
FROM buildings WHERE dep = $dep
"""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département."""
    lookups = {
        "communes": world.cog.codes,
        "towns": world.names,
        "names": place_names(),
        "hamlets": len(WAY_NAMES) * len(STREETS),
        "endings": [None, *REPEATS[1:]],
        "fictitious": FIRST_FICTITIOUS,
    }
    name = f"{folder}/base_imb_{{}}.csv.gz"
    with Bulk(folder, ";") as bulk:
        written = write_parts(parts(world, bulk, name, SELECT, lookups), HEADER)
    for path in in_order(world, name, written):
        yield Written("arcep_mci_immeubles", quarter_code(world.last), path, obtained_on(world.last))
