"""The tab of conventions: how many there are in a place."""

from maillage.kernel import french
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes
from maillage.web.fibre.bar import Tab, Where
from maillage.web.fibre.where import OPERATOR, PLACE


def _figure(where: Where) -> str:
    own = [each for each in published.every() if where.operator in ("", *each.operators) or not each.operators]
    count = sum(bool(where.communes & communes(where.source, each.territories)) for each in own)
    return french.counted(count, "signée") if count else "aucune"


TAB = Tab(40, "Conventions", _figure, frozenset((PLACE, OPERATOR)))
