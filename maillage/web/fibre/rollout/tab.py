"""The tab of roll-out: which part of the buildings has fibre."""

from maillage.observatory.rollout import Counted
from maillage.web.fibre.bar import Tab, Where
from maillage.web.words.fibre_curve import share_words


def _figure(where: Where) -> str:
    if where.period is None:
        return ""
    counted = where.source.rollout.counted(lambda *_: "", where.communes, where.period, where.operator)
    share = counted.get("", Counted()).share
    return "aucun immeuble" if share is None else share_words(100 * share)


TAB = Tab(10, "Où en est-on", _figure)
