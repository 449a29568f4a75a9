"""Lists of values: the columns they share, each value of a territory under them, noted with where it comes from."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.web.exports.rows import VALUE_COLUMNS, value_row
from maillage.web.exports.table import Cell
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, of_cells

Measured: TypeAlias = tuple[Territory, Indicator, Value]
VALUES: tuple[Column, ...] = of_cells(VALUE_COLUMNS)


def cells(asked: Asked, measured: Iterable[Measured]) -> Iterator[tuple[Cell, ...]]:
    """Values as the cells of their rows."""
    release = observatory(asked.request).release
    for territory, indicator, value in measured:
        yield value_row(territory, indicator, asked.drawn(value), release)


def unknown(asked: Asked, territory: Territory, indicator: Indicator, period: Period) -> tuple[Cell, ...]:
    """The cells of a territory whose value is not known."""
    known: dict[str, Cell] = {
        "niveau": territory.ref.level.value,
        "code": territory.ref.code,
        "territoire": territory.name,
        "indicateur": indicator.name,
        "periode": period.code,
        "unite": indicator.unit,
        "publication": observatory(asked.request).release.number,
        "partie": territory.part,
    }
    return tuple(known.get(column.name) for column in VALUES)
