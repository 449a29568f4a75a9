"""A computed table: what a SELECT cannot do (geometry, matching of names), from tables to a table."""

from collections.abc import Callable
from dataclasses import dataclass

from maillage.kernel.problem import Problem
from maillage.kernel.table import Column

Query = Callable[[str], list[tuple[object, ...]]]
"""Runs a SELECT over the tables and gives its rows."""

Report = Callable[[str, Problem], None]
"""Records a problem found while computing, against the source it comes from."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table, the tables (or derived tables) it `reads`, and its columns.

    `needs`: what it cannot do without, in groups of which one table is enough, the best first; empty: all it reads.
    Its module holds `compute(query, report)`, which yields rows as dicts.
    """

    name: str
    title: str
    reads: tuple[str, ...]
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...] = ()
