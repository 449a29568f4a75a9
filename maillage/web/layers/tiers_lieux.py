"""Shared places to work and to make things."""

from maillage.web.layers import DIAMOND, Sign
from maillage.web.layers._places import calque

LAYER = calque("tiers_lieux", "Tiers-lieux", 12, Sign("Tiers-lieux", "overlay-2", DIAMOND))
