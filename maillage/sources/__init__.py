"""One file per official source: `SOURCE` says what it is, and how its rows become rows of a table.

Most hold `parse`, plain Python called for each row. Files of millions of rows hold CHECKS and SELECT, in SQL.
"""

import sys
from collections.abc import Iterator
from functools import cache
from typing import Protocol, TypeGuard, cast

from maillage.kernel.registry import modules
from maillage.kernel.row import Row
from maillage.kernel.source import Source
from maillage.kernel.table import Rule
from maillage.kernel.visibility import Visibility


class SourceModule(Protocol):
    """What every file of this room holds."""

    SOURCE: Source


class PythonSource(SourceModule, Protocol):
    """A source read row by row."""

    def parse(self, row: Row) -> Iterator[dict[str, object]]:
        """The rows of the table that a raw row gives; raises Refused when it cannot be kept."""
        ...


class SqlSource(SourceModule, Protocol):
    """A source read in SQL, over the view `brut`: the columns of the file as text (NULL when empty) and `ligne`.

    A row that breaks one of CHECKS is refused for the first one it breaks. SELECT gives, from the rows left in
    `brut`, the columns of the table and `ligne`.
    """

    CHECKS: tuple[Rule, ...]
    SELECT: str


def is_sql(module: SourceModule) -> TypeGuard[SqlSource]:
    """Whether a source is read in SQL."""
    return hasattr(module, "SELECT")


def is_python(module: SourceModule) -> TypeGuard[PythonSource]:
    """Whether a source is read row by row."""
    return hasattr(module, "parse")


@cache
def catalogue() -> dict[str, SourceModule]:
    """Every source by name."""
    by_name = {name: cast(SourceModule, module) for name, module in modules(sys.modules[__name__]).items()}
    assert all(name == module.SOURCE.name for name, module in by_name.items()), "a source is named after its file"
    return by_name


@cache
def reserved() -> dict[str, Visibility]:
    """The tables that a reserved source feeds, each with the strictest level of its sources."""
    levels: dict[str, Visibility] = {}
    for module in catalogue().values():
        table, level = module.SOURCE.table, module.SOURCE.visibility
        if level is not Visibility.PUBLIC:
            levels[table] = max(level, levels.get(table, level), key=lambda visibility: visibility.height)
    return levels
