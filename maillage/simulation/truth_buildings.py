"""The state of each building, from the arrays of the world alone.

One file `immeubles_<period>.csv.gz` for each quarter of buildings. A building is told by its position, which no
other shares to seven decimals of a degree, or nearly.
"""

from collections.abc import Iterator
from pathlib import Path

from maillage.simulation.addresses import degrees
from maillage.simulation.archives import gzipped
from maillage.simulation.bulk import Bulk, ahead
from maillage.simulation.world.buildings import STATES
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

HEADER = b"commune_publiee,longitude,latitude,locaux,etat\n"
SELECT = "SELECT $codes[c + 1], x, y, premises, $states[state + 1] FROM lot"


def write_truth(world: World, folder: Path) -> None:
    """Write the state of every building at the end of each quarter of buildings."""
    for quarter in world.building_history():
        path = folder / f"immeubles_{quarter_code(quarter)}.csv.gz"
        with Bulk(folder, ",") as bulk, gzipped(path, level=1) as stream:
            stream.write(HEADER)
            for lines in ahead(_batches(world, bulk, quarter)):
                stream.write(lines)


def _batches(world: World, bulk: Bulk, quarter: int) -> Iterator[bytes]:
    for some in world.buildings():
        x, y = degrees(some.x, some.y, 7)
        first = int(some.commune[0])
        state = some.state(world.fibre, quarter)
        bulk.take({"c": some.commune - first, "x": x, "y": y, "premises": some.premises, "state": state})
        codes = world.cog.codes[first : int(some.commune[-1]) + 1]
        yield bulk.lines(SELECT, {"codes": codes, "states": list(STATES)})
