"""Masts of mobile operators."""

from maillage.web.layers import SMALL, Sign
from maillage.web.layers._places import calque

LAYER = calque("sites_mobiles", "Antennes mobiles", 20, Sign("Antennes mobiles", "overlay-3", SMALL))
