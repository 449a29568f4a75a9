"""Dates announced for buildings: kept, past, moved, by commune, operator and delivery."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from maillage.kernel.period import Period
from maillage.store.duck import quoted

Rows = Callable[..., list[tuple[Any, ...]]]
TABLE = "glissements_ftth"


@dataclass(slots=True)
class Slipped:
    """What became of the dates of a group at a delivery, in buildings; months are added up over buildings.

    What is told since the delivery before is None where there is none.
    """

    immeubles: int = 0
    dates: int = 0
    promis: int = 0
    mois_cumules: int = 0
    echus: int = 0
    non_raccordables: int = 0
    tenus: int = 0
    en_retard: int = 0
    abandonnes: int = 0
    indetermines: int = 0
    suivis: int | None = None
    repousses: int | None = None
    avances: int | None = None
    mois: int | None = None
    nouveaux: int | None = None
    disparus: int | None = None

    @property
    def judged(self) -> int:
        """Buildings whose first announced date is past and can be judged."""
        return self.tenus + self.en_retard + self.abandonnes

    @property
    def kept(self) -> float | None:
        """Share of them that was connected in time, from 0 to 1; None when there is none."""
        return self.tenus / self.judged if self.judged else None

    @property
    def waiting(self) -> float | None:
        """Share, from 0 to 1, of the buildings whose first announced date is past that cannot be connected yet."""
        return self.non_raccordables / self.echus if self.echus else None

    @property
    def mean(self) -> float | None:
        """Months by which the date of a building moved since it was first announced, on average; None without date."""
        return self.mois_cumules / self.dates if self.dates else None

    @property
    def matched(self) -> bool:
        """Whether there is a delivery before to compare with."""
        return self.suivis is not None

    def add(self, counts: Collection[int | None]) -> None:
        """Add the counts of a row, in the order of the fields."""
        for field, count in zip(fields(self), counts, strict=True):
            if count is not None:
                setattr(self, field.name, (getattr(self, field.name) or 0) + count)


COUNTS = tuple(field.name for field in fields(Slipped))


class Slips:
    """What a release says of it; nothing where no list of buildings was loaded."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        self._path, self._rows = folder / "derived" / f"{TABLE}.parquet", rows

    @property
    def _file(self) -> str:
        return f"read_parquet({quoted(self._path)})"

    def periods(self) -> list[Period]:
        """The deliveries compared, oldest first."""
        if not self._path.exists():
            return []
        rows = self._rows(f"SELECT DISTINCT periode FROM {self._file}")
        return sorted((Period.parse(code) for (code,) in rows), key=lambda period: period.end)

    def counted(
        self,
        group: Callable[[str, str, str], str],
        communes: Collection[str],
        period: Period | None = None,
        operator: str = "",
    ) -> dict[str, Slipped]:
        """Dates by group, at one delivery or at each, of one operator or of all: `group` gives the group of (commune,
        operator, quarter), empty to leave out."""
        if not self._path.exists():
            return {}
        where, asked = "WHERE ? IN ('', operateur)", [operator]
        if period:
            where, asked = f"{where} AND periode = ?", [*asked, period.code]
        rows = self._rows(f"SELECT commune, operateur, periode, {', '.join(COUNTS)} FROM {self._file} {where}", asked)
        groups: dict[str, Slipped] = defaultdict(Slipped)
        for commune, its_operator, quarter, *counts in rows:
            if commune in communes and (name := group(commune, its_operator, quarter)):
                groups[name].add(counts)
        return dict(groups)
