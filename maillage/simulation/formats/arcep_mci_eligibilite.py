"""Offers of « Ma connexion internet » by building, operator and technology: one gzipped CSV by département.

Quirks kept: the class up comes before the class down, wired technologies say neither volume nor saturation, a volume of
0 is unlimited, copper may be there and below any class (INEL).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.simulation.bulk import Bulk, write_parts
from maillage.simulation.dates import obtained_on
from maillage.simulation.eligibility import TECHNOLOGIES, reach
from maillage.simulation.formats import Written
from maillage.simulation.formats.shapes.mci import in_order, parts
from maillage.simulation.offers import CODES, NO_OFFER, OFFERS, SATURATED, WIRED, offers, ups
from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

HEADER = (
    "imb_id;addr_code;imb_code;code_operateur;code_techno;classe_debit_montant;classe_debit_descendant;limitation;"
    "saturation\n"
)
OFFERED = ", ".join(f"o{rank}" for rank in range(len(OFFERS)))
SELECT = f"""
SELECT imb_id, addr_code, imb_code, $sellers[o + 1], $technologies[o + 1], $ups[o + 1][told % {SATURATED} + 1],
    $downs[told % {SATURATED} + 1], $volumes[o + 1],
    CASE WHEN NOT $wired[o + 1] THEN ['f', 't'][told // {SATURATED} + 1] END
FROM (
    SELECT imb_id, addr_code, imb_code, unnest(range({len(OFFERS)})) AS o, unnest([{OFFERED}]) AS told
    FROM buildings WHERE dep = $dep
) WHERE told < {NO_OFFER}
"""


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each département."""
    lookups = {
        "sellers": [offer.operator for offer in OFFERS],
        "technologies": [TECHNOLOGIES[offer.technology] for offer in OFFERS],
        "volumes": [offer.volume or None for offer in OFFERS],
        "wired": [offer.technology in WIRED for offer in OFFERS],
        "ups": [ups(offer) for offer in OFFERS],
        "downs": list(CODES),
    }

    def sold(some: Buildings) -> dict[str, Any]:
        rows = offers(world, some, reach(world, some, world.last))
        return {f"o{rank}": row for rank, row in enumerate(rows)}

    name = f"{folder}/actuel_{{}}.csv.gz"
    with Bulk(folder, ";") as bulk:
        written = write_parts(parts(world, bulk, name, SELECT, lookups, sold), HEADER)
    for path in in_order(world, name, written):
        yield Written("arcep_mci_eligibilite", quarter_code(world.last), path, obtained_on(world.last))
