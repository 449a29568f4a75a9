"""The tab of buildings: how many there are."""

from maillage.kernel import french
from maillage.web.fibre.bar import Tab, Where


def _figure(where: Where) -> str:
    counted = where.source.nearby.fixed.counted.items()
    chosen = (
        count
        for (commune, operator, _), count in counted
        if commune in where.communes and where.operator in ("", operator)
    )
    return french.number(sum(chosen))


TAB = Tab(70, "Immeubles", _figure)
