"""Places where somebody helps with digital uses."""

from maillage.web.layers import CIRCLE, Sign
from maillage.web.layers._places import calque

LAYER = calque("mediation", "Se faire aider", 10, Sign("Se faire aider", "overlay-0", CIRCLE))
