"""One file per normalised table: the contract between sources, which feed it, and indicators, which read it."""

import sys
from functools import cache

from maillage.kernel.registry import modules
from maillage.kernel.table import Table


@cache
def catalogue() -> dict[str, Table]:
    """Every table by name."""
    by_name = {name: module.TABLE for name, module in modules(sys.modules[__name__]).items()}
    assert all(name == table.name for name, table in by_name.items()), "a table is named after its file"
    return by_name
