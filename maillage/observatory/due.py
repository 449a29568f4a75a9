"""What was due between two deliveries, and what became of it: what a committee that meets after the second asks.

Due: the buildings of the first that had a date, passed by the end of the second, and no fibre yet. Each is then
connected, put off (its date is now after that end), given up, gone from the list, or missed: it waits still, its date
passed or withdrawn. The five add up to what was due.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from maillage.derived.avancement_immeubles import LATE
from maillage.kernel.period import Period
from maillage.store.duck import parquet, quoted

Rows = Callable[..., list[tuple[Any, ...]]]
CONNECTED = "('deploye', 'raccordable demande')"
COUNTS = """
    count(*), count(*) FILTER (en_retard), count(*) FILTER (suite = 'arrive'), count(*) FILTER (suite = 'repousse'),
    count(*) FILTER (suite = 'abandonne'), count(*) FILTER (suite = 'disparu'), count(*) FILTER (suite = 'manque'),
    count(*) FILTER (suite = 'manque' AND etat_apres IN ('cible', 'signe')),
    count(*) FILTER (suite = 'manque' AND en_retard)
"""
"""In the order of the fields of Due."""


@dataclass(slots=True)
class Due:
    """Buildings due; those of them late already at the first delivery; what became of them all; how many of those
    missed are not begun, how many were late already at the first delivery: they wait for the second time at least."""

    due: int = 0
    late: int = 0
    arrived: int = 0
    put_off: int = 0
    given_up: int = 0
    gone: int = 0
    missed: int = 0
    not_begun: int = 0
    again: int = 0

    @property
    def share(self) -> float | None:
        """Share of what was due that is connected, from 0 to 1; None when nothing was."""
        return self.arrived / self.due if self.due else None

    def __add__(self, other: "Due") -> "Due":
        return Due(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Due)))


class MovedSector(NamedTuple):
    """Buildings of an exchange whose date was `before` at the first delivery and is `now` another at the second; how
    many they are, how many have no fibre yet."""

    commune: str
    exchange: str
    before: date
    now: date
    buildings: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Between:
    """Two deliveries, the communes looked at, one operator or all of them (empty)."""

    first: Period
    last: Period
    communes: frozenset[str]
    operator: str = ""


class DueBuildings:
    """What the public deliveries of buildings (`files`) say of it; nothing where none is loaded."""

    def __init__(self, rows: Rows, files: Sequence[Path]) -> None:
        self._rows, self._files = rows, files

    def by_commune(self, asked: Between) -> dict[str, Due]:
        """What was due in each commune that had something due, by its code."""
        if not self._files:
            return {}
        first, last = quoted(asked.first.end), quoted(asked.last.end)
        rows = self._rows(
            f"{self._both(asked)}, "
            f"dus AS (SELECT avant.commune, etat_apres, {LATE.format(by='completude_le', end=first)} AS en_retard, "
            f"CASE WHEN etat_apres IS NULL THEN 'disparu' WHEN etat_apres IN {CONNECTED} THEN 'arrive' "
            f"WHEN etat_apres = 'abandonne' THEN 'abandonne' WHEN date_apres > {last} THEN 'repousse' "
            "ELSE 'manque' END AS suite FROM avant LEFT JOIN apres USING (operateur, imb_id) "
            f"WHERE {LATE.format(by='completude_le', end=last)}) "
            f"SELECT commune, {COUNTS} FROM dus GROUP BY commune ORDER BY commune"
        )
        return {commune: Due(*counts) for commune, *counts in rows}

    def moved(self, asked: Between) -> list[MovedSector]:
        """The sectors whose date is not that of the first delivery: those where most buildings wait first."""
        if not self._files:
            return []
        rows = self._rows(
            f"{self._both(asked)} SELECT commune, coalesce(pm, ''), completude_le, date_apres, count(*), "
            f"count(*) FILTER (etat_apres NOT IN {CONNECTED} AND etat_apres <> 'abandonne') AS attendent "
            "FROM avant JOIN apres USING (operateur, imb_id) "
            "WHERE completude_le[:10] <> date_apres[:10] GROUP BY ALL ORDER BY attendent DESC, 5 DESC, 1, 2, 3, 4"
        )
        return [
            MovedSector(commune, exchange, date.fromisoformat(before[:10]), date.fromisoformat(now[:10]), *counts)
            for commune, exchange, before, now, *counts in rows
        ]

    def _both(self, asked: Between) -> str:
        """The parts of a WITH: `avant`, the buildings of the first delivery that have a date, `apres`, those of the
        second."""
        table = f"{parquet(self._files)}"
        inside = ", ".join(quoted(code) for code in sorted(asked.communes)) or "''"
        only = f"AND operateur = {quoted(asked.operator)}" if asked.operator else ""
        return (
            "WITH avant AS (SELECT commune, operateur, imb_id, pm, etat, completude_le "
            f"FROM {table} WHERE periode = {quoted(asked.first.code)} AND commune IN ({inside}) {only} "
            "AND completude_le IS NOT NULL), "
            "apres AS (SELECT operateur, imb_id, etat AS etat_apres, completude_le AS date_apres "
            f"FROM {table} WHERE periode = {quoted(asked.last.code)} {only})"
        )
