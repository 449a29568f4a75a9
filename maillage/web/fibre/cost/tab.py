"""The tab of the cost: it says nothing of an amount, which is not for everybody."""

from django.conf import settings

from maillage.kernel.visibility import Visibility
from maillage.web.fibre.bar import Tab, Where
from maillage.web.fibre.where import PLACE


def _figure(where: Where) -> str:
    return "" if settings.MAILLAGE_COST_VISIBILITY is Visibility.PUBLIC else "réservé"


TAB = Tab(60, "Coût", _figure, frozenset((PLACE,)))
