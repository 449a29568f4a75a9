"""One file per indicator: `INDICATOR`, whose `sql` gives numerator and denominator by commune and period."""

import sys
from functools import cache

from maillage.kernel.indicator import Indicator
from maillage.kernel.registry import modules


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by name."""
    found = {name: module.INDICATOR for name, module in modules(sys.modules[__name__]).items()}
    assert all(name == one.name for name, one in found.items()), "an indicator is named after its file"
    return found
