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
class Tally:
    """What is counted must be what was loaded: `counted` and `loaded` are two SELECT of a group (text, a quarter for
    instance) and a number, which must be the same group by group. `what` names what is counted, in the plural."""

    what: str
    counted: str
    loaded: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table, the tables (or derived tables) it `reads`, its columns, and what must add up before anything is
    published (`tallies`).

    `needs`: what it cannot do without, in groups of which one table is enough, the best first; empty: all it reads.
    Its module holds `compute(query, report)`, which yields rows as dicts.
    """

    name: str
    title: str
    reads: tuple[str, ...]
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    tallies: tuple[Tally, ...] = ()
