"""The published values of a release, as its two files hold them: one sorted by territory, the other by indicator."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.observatory.reading import VALUE_SELECT, Catalogue, published
from maillage.observatory.sheets import IndicatorSheet, ProfileLine, RankLine
from maillage.store.duck import quoted

PLACES = 16
"""Territories whose values are kept at hand."""
ByIndicator = dict[tuple[str, Ref], list[Value]]
"""Values of an indicator for a territory, oldest first."""


class Figures:
    """What is asked of both files. Names are known ones: the observatory refuses the others."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        rows: Callable[..., list[tuple[Any, ...]]],
        folder: Path,
        catalogue: Catalogue,
    ) -> None:
        self._rows, self._folder, self._catalogue = rows, folder, catalogue
        # DuckDB skips what a question does not ask of a file sorted for it.
        self.by_territory = published(con, folder / "values.parquet")
        self._by_indicator = published(con, folder / "ranking.parquet")
        # A page asks for several indicators of a place, one after the other: it is read once.
        self._of_territory = lru_cache(maxsize=PLACES)(self._every)

    def series(self, indicator: str, ref: Ref, period: Period | None) -> list[Value]:
        """The values of an indicator for a territory, oldest first, or that of one period."""
        values = self._of_territory(ref).get(indicator, [])
        return [value for value in values if period in (None, value.period)]

    def _every(self, ref: Ref) -> dict[str, list[Value]]:
        """The values of a territory by indicator, oldest first."""
        rows = self._rows(
            f"SELECT {VALUE_SELECT} FROM {self.by_territory} WHERE niveau = ? AND code = ? ORDER BY rang_periode",
            [ref.level.value, ref.code],
        )
        values: dict[str, list[Value]] = {}
        for row in rows:
            values.setdefault(row[-1], []).append(self._catalogue.value(row))
        return values

    def of(self, refs: Sequence[Ref], names: Sequence[str]) -> ByIndicator:
        """The values of several indicators for several territories, by one question to the files."""
        values: ByIndicator = {}
        if not refs or not names:
            return values
        wanted = ", ".join(f"({quoted(ref.level.value)}, {quoted(ref.code)})" for ref in refs)
        rows = self._rows(
            f"SELECT {VALUE_SELECT} FROM {self.by_territory} WHERE (niveau, code) IN ({wanted}) "
            "AND list_contains(?, indicateur) ORDER BY rang_periode",
            [list(names)],
        )
        for row in rows:
            value = self._catalogue.value(row)
            values.setdefault((row[-1], value.territory), []).append(value)
        return values

    def line(self, sheet: IndicatorSheet, ref: Ref, above: Ref | None, values: ByIndicator) -> ProfileLine:
        """An indicator for a territory and, at its last period, for the one above, among these values."""
        name = sheet.indicator.name
        own = tuple(values.get((name, ref), ()))
        others = values.get((name, above), []) if above else []
        same_period = [value for value in others if own and value.period == own[-1].period]
        concerned = sheet.indicator.concerns == "true" or (name, ref) in self.concerned
        return ProfileLine(sheet, own, same_period[0] if same_period else None, concerned)

    @cached_property
    def concerned(self) -> frozenset[tuple[str, Ref]]:
        """The territories that each indicator with a condition makes sense for, whether their value is known or not."""
        sheets = self._catalogue.indicators.values()
        names = [sheet.indicator.name for sheet in sheets if sheet.indicator.concerns != "true"]
        table = f"read_parquet({quoted(self._folder / 'concerned.parquet')})"
        rows = self._rows(f"SELECT indicateur, niveau, code FROM {table} WHERE list_contains(?, indicateur)", [names])
        return frozenset((name, Ref(Level(level), code)) for name, level, code in rows)

    def ranking(
        self, indicator: str, level: Level, period: Period, among: Mapping[str, Territory], part: slice, alone: bool
    ) -> tuple[list[RankLine], int]:
        """A part of the territories `among` (by code) from the best value to the worst, those whose value is known, and
        how many there are; `alone` ranks them among themselves."""
        rows = self._rows(
            f"SELECT {VALUE_SELECT} FROM {self._by_indicator} "
            "WHERE indicateur = ? AND niveau = ? AND periode = ? AND valeur IS NOT NULL ORDER BY rang, code",
            [indicator, level.value, period.code],
        )
        kept = [row for row in rows if row[1] in among]
        if alone:
            values = reranked([self._catalogue.value(row) for row in kept])[part]
        else:
            values = [self._catalogue.value(row) for row in kept[part]]
        return [RankLine(among[value.territory.code], value) for value in values], len(kept)

    def values(
        self, indicator: str, level: Level | None, period: Period | None, codes: Sequence[str] | None
    ) -> list[Value]:
        """Every value of an indicator by level, period then code, or those of some codes."""
        asked = (level and level.value, period and period.code, codes and list(codes))
        rows = self._rows(
            f"SELECT {VALUE_SELECT} FROM {self._by_indicator} WHERE indicateur = $1 "
            "AND ($2 IS NULL OR niveau = $2) AND ($3 IS NULL OR periode = $3) "
            "AND ($4 IS NULL OR list_contains($4, code)) ORDER BY niveau, rang_periode, code",
            [indicator, *asked],
        )
        return [self._catalogue.value(row) for row in rows]

    def layer(self, indicator: str, level: Level, period: Period) -> dict[str, float | None]:
        """Value by territory code; a territory that is absent is unknown."""
        rows = self._rows(
            f"SELECT code, valeur FROM {self._by_indicator} "
            "WHERE indicateur = ? AND niveau = ? AND periode = ? ORDER BY code",
            [indicator, level.value, period.code],
        )
        return dict(rows)


def reranked(values: Sequence[Value]) -> list[Value]:
    """Values from the best to the worst, ranked again among themselves; ties share theirs, all equal have none."""
    same = Counter(value.value for value in values)
    place_of: dict[float | None, int] = {}
    for place, value in enumerate(values, 1):
        place_of.setdefault(value.value, place)
    alike = len(values) > 1 and len(same) == 1
    return [
        replace(
            value,
            rank=None if alike else place_of[value.value],
            ranked=len(values),
            tied=1 if alike else same[value.value],
        )
        for value in values
    ]
