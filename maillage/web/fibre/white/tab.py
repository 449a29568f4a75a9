"""The tab of white zones: the premises under the usual speed."""

from maillage.kernel import french
from maillage.observatory.rollout import FLOORS
from maillage.web.fibre.bar import Tab, Where
from maillage.web.fibre.where import PLACE
from maillage.web.fibre.white.inventory import USUAL


def _figure(where: Where) -> str:
    period, by_commune = where.source.rollout.speeds(where.communes)
    if period is None:
        return ""
    below = [code for code, floor in FLOORS.items() if floor < float(USUAL)]
    count = sum(speeds.get(code, (0, 0))[0] for speeds in by_commune.values() for code in below)
    return french.counted(count, "local", "locaux")


TAB = Tab(50, "Zones blanches", _figure, frozenset((PLACE,)))
