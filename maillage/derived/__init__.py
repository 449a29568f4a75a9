"""One file per computed table: `DERIVED` and `compute(query, report)`."""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol, cast

from maillage.kernel.derived import Derived, Query, Report
from maillage.kernel.registry import modules


class DerivedModule(Protocol):
    """What a file of this room holds."""

    DERIVED: Derived

    def compute(self, query: Query, report: Report) -> Iterator[Mapping[str, object]]:
        """The rows of the table."""
        ...


@cache
def catalogue() -> dict[str, DerivedModule]:
    """Every derived table by name, each after those it reads."""
    by_name = {n: cast(DerivedModule, m) for n, m in modules(sys.modules[__name__]).items()}
    ordered: dict[str, DerivedModule] = {}

    def place(name: str) -> None:
        for read in by_name[name].DERIVED.reads:
            if read in by_name and read not in ordered:
                place(read)
        ordered.setdefault(name, by_name[name])

    for name, module in by_name.items():
        assert name == module.DERIVED.name, "a derived table is named after its file"
        place(name)
    return ordered
