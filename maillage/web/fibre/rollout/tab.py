"""The tab of roll-out: which part of the buildings has fibre."""

from maillage.observatory.rollout import Counted
from maillage.web.fibre.bar import Tab, Where
from maillage.web.fibre.rollout.story import share


def _figure(where: Where) -> str:
    if where.period is None:
        return ""
    counted = where.source.rollout.counted(lambda *_: "", where.communes, where.period, where.operator)
    here = counted.get("", Counted())
    return share(here) if here.total else "aucun immeuble"


TAB = Tab(10, "Où en est-on", _figure)
