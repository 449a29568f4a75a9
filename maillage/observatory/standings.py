"""Where a territory stands among others: what is unknown is never ranked."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from math import isnan

import duckdb
import numpy as np
from numpy.typing import NDArray

from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Good
from maillage.kernel.territory import Ref
from maillage.observatory.sheets import IndicatorSheet
from maillage.store.duck import quoted


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a territory stands among others and itself: `rank` (1 the best, which `tied` of them share; None when its
    own value is unknown, or all are equal) out of the `count` whose value is known, and how many are `unknown`.
    `median` is that of the others alone: a place is not compared with itself; None when no other value is known."""

    rank: int | None
    count: int
    median: float | None
    unknown: int
    tied: int = 1


@dataclass(slots=True)
class LastValues:
    """The last published value of each indicator for each territory of a level, NaN when unknown, as one matrix.

    `concerned` tells, of the same shape, which territories each indicator makes sense for; `up` by indicator,
    whether more is better.
    """

    names: list[str]
    index: dict[Ref, int]
    values: NDArray[np.float64]
    concerned: NDArray[np.bool_]
    up: NDArray[np.bool_]

    def of(self, ref: Ref, name: str) -> float | None:
        """The last value of an indicator for a territory, None when it is unknown."""
        number = float(self.values[self.index[ref], self.names.index(name)])
        return None if isnan(number) else number

    def known(self, refs: Sequence[Ref], name: str) -> dict[Ref, float]:
        """The last value of an indicator for several territories, those that have one, in their order."""
        numbers = self.values[[self.index[ref] for ref in refs], self.names.index(name)].tolist()
        return {ref: number for ref, number in zip(refs, numbers, strict=True) if not isnan(number)}

    def standings(self, ref: Ref, others: Iterable[Ref]) -> dict[str, Standing]:
        """Where this territory stands among others, by indicator. Raises UsageError for one of another level."""
        try:
            rows = [self.index[member] for member in dict.fromkeys((ref, *others))]
        except KeyError as error:
            raise UsageError(f"Territoire « {error.args[0]} » inconnu parmi les {ref.level.plural}.") from None
        some, concerned = self.values[rows], self.concerned[rows]
        known = ~np.isnan(some)
        better = np.where(self.up, some > some[0], some < some[0]).sum(axis=0) + 1
        counts, unknown = known.sum(axis=0), (concerned & ~known).sum(axis=0)
        tied = (some == some[0]).sum(axis=0)
        others, known_others = some[1:], known[1:]
        return {
            name: Standing(
                rank=int(better[i]) if known[0, i] and (counts[i] == 1 or tied[i] < counts[i]) else None,
                count=int(counts[i]),
                median=float(np.median(others[known_others[:, i], i])) if known_others[:, i].any() else None,
                unknown=int(unknown[i]),
                tied=max(int(tied[i]), 1),
            )
            for i, name in enumerate(self.names)
        }


def last_values(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    sheets: Sequence[IndicatorSheet],
    refs: Sequence[Ref],
    concerned: Container[tuple[str, Ref]],
) -> LastValues:
    """The matrix of a level, read by one query on the published values; `refs` are all the territories there are.

    `concerned` holds the (indicator, territory) where an indicator with a condition makes sense.
    """
    index = {ref: rank for rank, ref in enumerate(refs)}
    row_of = {ref.code: rank for ref, rank in index.items()}
    names = [sheet.indicator.name for sheet in sheets]
    place_of = {name: rank for rank, name in enumerate(names)}
    values = np.full((len(refs), len(names)), np.nan)
    if refs and names:
        last = ", ".join(f"({quoted(sheet.indicator.name)}, {quoted(sheet.periods[-1].code)})" for sheet in sheets)
        columns = cursor.execute(
            f"SELECT indicateur, code, valeur FROM {table} WHERE niveau = ? AND (indicateur, periode) IN ({last})",
            [refs[0].level.value],
        ).fetchnumpy()
        rows = [row_of[code] for code in columns["code"]]
        places = [place_of[name] for name in columns["indicateur"]]
        values[rows, places] = np.ma.filled(columns["valeur"], np.nan)
    makes_sense = np.ones(values.shape, dtype=np.bool_)
    for rank, sheet in enumerate(sheets):
        if sheet.indicator.concerns != "true":
            makes_sense[:, rank] = [(names[rank], ref) in concerned for ref in refs]
    up = np.array([sheet.indicator.good is Good.UP for sheet in sheets], dtype=np.bool_)
    return LastValues(names, index, values, makes_sense, up)
