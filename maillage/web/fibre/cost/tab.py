"""The tab of the cost: it says nothing of an amount, which is not for everybody."""

from maillage.web.fibre.bar import Tab
from maillage.web.fibre.where import PLACE

TAB = Tab(60, "Coût", lambda where: "", frozenset((PLACE,)))
