"""The roll-out seen from above: buildings by state, operator, zone and quarter; premises by best speed."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from maillage.kernel.period import Period
from maillage.observatory.slips import Slips
from maillage.store.duck import quoted

Rows = Callable[..., list[tuple[Any, ...]]]
STATES = ("cible", "signe", "en cours de deploiement", "raccordable demande", "deploye", "abandonne")
CLASSES = ("INEL", "HD05", "HD3", "BHD8", "THD30", "THD100", "THD1G")
COUNTS = "immeubles, locaux_au_moins, en_retard, sans_taille"
FLOORS = {"INEL": 0.0, "HD05": 0.5, "HD3": 3.0, "BHD8": 8.0, "THD30": 30.0, "THD100": 100.0, "THD1G": 1000.0}
"""The least speed of each class, in Mbit/s."""


@dataclass(slots=True)
class Counted:
    """Buildings of a group by state; premises they hold at least, and those of buildings that can be connected;
    buildings whose deadline is past, by state and in all; those of unknown size, which hold none of these premises."""

    buildings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    premises: int = 0
    connectable: int = 0
    late: int = 0
    unsized: int = 0
    late_in: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, state: str, buildings: int, premises: int, late: int, unsized: int) -> None:
        """Add buildings of a state."""
        self.buildings[state] += buildings
        self.premises += premises
        self.connectable += premises if state == "deploye" else 0
        self.late += late
        self.late_in[state] += late
        self.unsized += unsized

    @property
    def total(self) -> int:
        """Buildings that the operator has not given up."""
        return sum(count for state, count in self.buildings.items() if state != "abandonne")

    @property
    def share(self) -> float | None:
        """Share of them that can be connected, from 0 to 1; None when there is none."""
        return self.buildings["deploye"] / self.total if self.total else None


class Rollout:
    """What a release says of it; `slips` follows announced dates. Groups are made by the caller, from the commune,
    operator and zone of each count."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        self._folder, self._rows = folder / "derived", rows
        self.slips = Slips(folder, rows)

    def _file(self, name: str) -> str | None:
        path = self._folder / f"{name}.parquet"
        return f"read_parquet({quoted(path)})" if path.exists() else None

    def periods(self) -> list[Period]:
        """The quarters whose buildings are loaded, oldest first."""
        file = self._file("avancement_immeubles")
        if file is None:
            return []
        rows = self._rows(f"SELECT DISTINCT periode FROM {file}")
        return sorted((Period.parse(code) for (code,) in rows), key=lambda period: period.end)

    def counted(
        self, group: Callable[[str, str, str], str], communes: Collection[str], period: Period, operator: str = ""
    ) -> dict[str, Counted]:
        """Buildings of a quarter by group, of one operator or of all: `group` gives the group of (commune, operator,
        zone)."""
        file = self._file("avancement_immeubles")
        if file is None:
            return {}
        rows = self._rows(
            f"SELECT commune, operateur, zone, etat, {COUNTS} FROM {file} WHERE periode = ? AND ? IN ('', operateur)",
            [period.code, operator],
        )
        groups: dict[str, Counted] = defaultdict(Counted)
        for commune, its_operator, zone, state, *counts in rows:
            if commune in communes:
                groups[group(commune, its_operator, zone)].add(state, *counts)
        return dict(groups)

    def history(self, communes: Collection[str], operator: str = "") -> dict[Period, Counted]:
        """Buildings of these communes, of one operator or of all, at each quarter, oldest first."""
        file = self._file("avancement_immeubles")
        if file is None:
            return {}
        sums = ", ".join(f"sum({name})::BIGINT" for name in COUNTS.split(", "))
        rows = self._rows(
            f"SELECT periode, etat, {sums} FROM {file} WHERE ? IN ('', operateur) "
            "AND commune IN (SELECT unnest(?::VARCHAR[])) GROUP BY periode, etat",
            [operator, list(communes)],
        )
        quarters: dict[Period, Counted] = defaultdict(Counted)
        for code, state, *counts in rows:
            quarters[Period.parse(code)].add(state, *counts)
        return dict(sorted(quarters.items()))

    def to_build(self, period: Period) -> dict[str, int]:
        """Premises, at least, of the buildings that are neither connectable, nor on demand, nor given up, for each
        commune that has a listed building at this period."""
        file = self._file("avancement_immeubles")
        if file is None:
            return {}
        waiting = "etat IN ('cible', 'signe', 'en cours de deploiement')"
        rows = self._rows(
            f"SELECT commune, coalesce(sum(locaux_au_moins) FILTER ({waiting}), 0)::BIGINT FROM {file} "
            "WHERE periode = ? GROUP BY commune",
            [period.code],
        )
        return dict(rows)

    def speeds(self, communes: Collection[str]) -> tuple[Period | None, dict[str, dict[str, tuple[int, int]]]]:
        """The last quarter known, and for each commune the premises by best class without satellite, with how many of
        them a satellite serves."""
        last = self._last_speeds
        if last is None:
            return None, {}
        rows = self._rows(
            f"SELECT commune, classe, locaux, dont_satellite FROM {self._file('debits_terrestres')} "
            "WHERE periode = ? AND list_contains(?, commune)",
            [last.code, list(communes)],
        )
        speeds: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for commune, speed, premises, satellite in rows:
            speeds[commune][speed] = (premises, satellite)
        return last, dict(speeds)

    @cached_property
    def _last_speeds(self) -> Period | None:
        file = self._file("debits_terrestres")
        rows = self._rows(f"SELECT DISTINCT periode FROM {file}") if file else []
        return max((Period.parse(code) for (code,) in rows), key=lambda period: period.end, default=None)
