"""One file per official source: `SOURCE` says what it is, `parse` turns its rows into rows of a table."""

import sys
from collections.abc import Iterator
from functools import cache
from typing import Protocol, cast

from maillage.kernel.registry import modules
from maillage.kernel.row import Row
from maillage.kernel.source import Source


class SourceModule(Protocol):
    """What a file of this room holds."""

    SOURCE: Source

    def parse(self, row: Row) -> Iterator[dict[str, object]]:
        """The rows of the table that a raw row gives; raises Refused when it cannot be kept."""
        ...


@cache
def catalogue() -> dict[str, SourceModule]:
    """Every source by name."""
    found = {name: cast(SourceModule, module) for name, module in modules(sys.modules[__name__]).items()}
    assert all(name == one.SOURCE.name for name, one in found.items()), "a source is named after its file"
    return found
