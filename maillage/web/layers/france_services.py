"""The counters of France services."""

from maillage.web.layers import SQUARE, Sign
from maillage.web.layers._places import calque

LAYER = calque("france_services", "France services", 11, Sign("France services", "overlay-1", SQUARE))
