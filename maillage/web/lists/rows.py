"""The rows of a list: in the order asked, a page of them or all, as its columns read them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet

from maillage.kernel.errors import UsageError
from maillage.kernel.words import alphabetical
from maillage.web.exports.table import Measure
from maillage.web.lists.described import BATCH, Column, Rows, Stretch
from maillage.web.lists.reading import Reading


class Drawn:
    """The rows asked for. `total` counts them; `page` gives some, `every` all, a batch at a time."""

    def __init__(self, asked: Reading) -> None:
        self.asked = asked
        self._rows: Rows = [] if asked.listing.missing(asked) else _ordered(asked, asked.listing.rows(asked))

    @property
    def rows(self) -> Rows:
        """All of them, as the list gives them: not yet lines."""
        return self._rows

    @property
    def total(self) -> int:
        """How many rows there are."""
        rows = self._rows
        if isinstance(rows, Stretch):
            return rows.total()
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    def arranged(self) -> "Drawn":
        """The same in the order of the page, when none is asked."""
        order = self.asked.listing.order
        if order is not None and self.asked.sort is None:
            self._rows = sorted(self._rows, key=order)
        return self

    def page(self, offset: int, limit: int) -> list[Any]:
        """The rows from an offset."""
        rows = self._rows
        some = rows.read(offset, limit) if isinstance(rows, Stretch) else rows[offset : offset + limit]
        return list(self._lines(list(some)))

    def every(self) -> Iterator[Any]:
        """All the rows, those of a query as they are read."""
        rows = self._rows
        waiting = rows.iterator(chunk_size=BATCH) if isinstance(rows, QuerySet) else iter(rows)
        if self.asked.listing.line is None:
            yield from waiting
            return
        while batch := list(islice(waiting, BATCH)):
            yield from self._lines(batch)

    def _lines(self, batch: Sequence[Any]) -> Iterable[Any]:
        line = self.asked.listing.line
        # Rows sorted by their cells are drawn already.
        return batch if line is None or self.asked.memory.get(_SORTED) else line(self.asked, batch)


_SORTED = "rows.sorted"


def whole(asked: Reading) -> Drawn:
    """The rows, for a file or a machine. Raises UsageError, in words, when what they are made of is not loaded."""
    if missing := asked.listing.missing(asked):
        raise UsageError(f"Données non chargées. {missing}")
    return Drawn(asked)


def _ordered(asked: Reading, rows: Rows) -> Rows:
    column = asked.sort
    if column is None or isinstance(rows, Stretch):
        return rows
    if isinstance(column.order, tuple):
        return rows.order_by(*expressions(column.order, asked.down))
    line = asked.listing.line
    lines = list(rows) if line is None else list(line(asked, list(rows)))
    asked.memory[_SORTED] = line is not None
    return _sorted(lines, column, asked.down)


def expressions(order: tuple[Any, ...], down: bool) -> list[Any]:
    """The expressions of a query, the unknown last whichever way; all but the first only settle ties."""
    first, *others = (F(each) if isinstance(each, str) else each for each in order)
    return [first.desc(nulls_last=True) if down else first.asc(nulls_last=True), *others]


def _sorted(lines: list[Any], column: Column, down: bool) -> list[Any]:
    """The rows by a key of theirs or by their cells; the unknown last whichever way."""
    key = column.order if callable(column.order) else column.of
    known: list[tuple[Any, Any]] = []
    unknown: list[tuple[Any, Any]] = []
    for line in lines:
        value = key(line)
        value = value.number if isinstance(value, Measure) else value
        (unknown if value is None or value == "" else known).append((value, line))
    known.sort(key=lambda pair: alphabetical(pair[0]) if isinstance(pair[0], str) else pair[0], reverse=down)
    return [line for _, line in (*known, *unknown)]
