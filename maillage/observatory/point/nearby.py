"""What is known at a point: buildings and how far fibre has come, what can be subscribed to, mobile sites around.

Every answer says the period it describes and its source; what was never loaded is told apart from what is not there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.kernel.fixed import map_state_sql
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.kernel.value import Origin
from maillage.observatory.sheets import SourceSheet
from maillage.store.duck import quoted
from maillage.store.nearby import METRES, NAME, TABLES, among, away, in_reach

Rows = Callable[..., list[tuple[Any, ...]]]
REACH = 50.0
"""Metres within which a building without the address's key is taken for that of the address."""
KEYED_REACH = 1_500.0
"""Metres within which a building that bears the address's key is looked for, when none is within KEYED_FIRST."""
KEYED_FIRST = 100.0
MOST = 40
"""Buildings told at most."""
SITES_REACH = 15_000.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What was told of a building at a period: its state, and the day its operator must have connected it by."""

    period: Period
    state: str
    complete_by: date | None


@dataclass(frozen=True, slots=True)
class Building:
    """A building in an infrastructure operator's list. `distance` is in metres; `history` only holds what changed."""

    operator: str
    identifier: str
    state: str
    kind: str
    size: str
    words: str
    exchange: str
    exchange_state: str
    exchange_opened_on: date | None
    complete_by: date | None
    distance: float
    history: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an operator sells there: technology and classes of speed, as Arcep names them; gigabytes a month."""

    operator: str
    technology: str
    down: str
    up: str
    limit: int | None
    saturated: bool | None


@dataclass(frozen=True, slots=True)
class Premises:
    """A building of « Ma connexion internet »: how many homes and firms, how far in metres, and what is sold there."""

    identifier: str
    count: int
    words: str
    keyed: bool
    distance: float
    operator_building: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The nearest mobile site of an operator; `distance` in metres."""

    operator: str
    distance: float
    has_4g: bool
    has_5g: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for the whole commune: its zone and who is committed there; the end of its copper network."""

    zone: str
    committed: str
    amel: str
    operators: tuple[str, ...]
    zone_origin: Origin | None
    copper: str
    copper_ends_on: date | None
    copper_message: str
    copper_origin: Origin | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A provider of the list « Cohésion numérique » (until when: `kernel.schemes`), and whether for more than 300 €."""

    operator: str
    technology: str
    site: str
    more_help: bool | None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _spot(number: int | None, repeat: str | None, street: str | None, place: str | None = None) -> str:
    told = " ".join(str(one) for one in (number, repeat) if one)
    return " ".join(one for one in (told, street or place or "") if one)


class Nearby:
    """The file of a release about points, which a release made before it was kept has not.

    `loaded` names the tables that hold something.
    """

    def __init__(self, there: bool, rows: Rows, sources: Mapping[str, SourceSheet]) -> None:
        self._there, self._rows, self._sources = there, rows, sources
        self._origins: dict[str, Origin | None] = {}

    @cached_property
    def loaded(self) -> frozenset[str]:
        """The names of nearby.TABLES that have a row."""
        return frozenset(
            name for name in TABLES if self._there and self._rows(f"SELECT 1 FROM {self._file(name)} LIMIT 1")
        )

    def _file(self, name: str) -> str:
        return f"{NAME}.{name}"

    @cached_property
    def _operators(self) -> dict[str, str]:
        return (
            dict(self._rows(f"SELECT code, nom FROM {self._file('operators')}"))
            if "operators" in self.loaded
            else {}
        )

    def operator(self, code: str) -> str:
        """The name behind an operator's code; the code when the reference has none."""
        return self._operators.get(code, code)

    def origin(self, name: str) -> Origin | None:
        """The delivery the rows of a file come from."""
        if name not in self._origins:
            rows = (
                self._rows(f"SELECT source, periode FROM {self._file(name)} LIMIT 1")
                if name in self.loaded
                else []
            )
            self._origins[name] = self._origin(*rows[0]) if rows else None
        return self._origins[name]

    def _origin(self, source: str | None, period: str | None) -> Origin | None:
        sheet = self._sources.get(source or "")
        if sheet is None or period is None:
            return None
        delivery = next((one for one in sheet.deliveries if one.period.code == period), sheet.deliveries[0])
        return Origin(sheet.name, sheet.title, sheet.publisher, period, delivery.obtained_on)

    def buildings(
        self, longitude: float, latitude: float, identifiers: Collection[str] = ()
    ) -> list[Building]:
        """The buildings of infrastructure operators within REACH, the nearest first; or those so identified, even when
        the operator places them further."""
        if "buildings" not in self.loaded:
            return []
        rows = self._listed(longitude, latitude, KEYED_FIRST if identifiers else REACH, identifiers)
        if len({row[2] for row in rows}) < len(identifiers):
            rows = self._listed(longitude, latitude, KEYED_REACH, identifiers)
        stages = self._stages({row[0] for row in rows}, [row[2] for row in rows])
        return [_building(stages[row[1], row[2]], *row[1:]) for row in rows]

    def _listed(
        self, longitude: float, latitude: float, metres: float, identifiers: Collection[str]
    ) -> list[tuple[Any, ...]]:
        wanted = f" AND imb_id IN ({', '.join(map(quoted, identifiers))})" if identifiers else ""
        rows = self._rows(
            "SELECT cellule, operateur, imb_id, etat, type_immeuble, categorie, numero, repetition, voie, pm, pm_etat, "
            f"pm_ouvert_le, completude_le, longitude, latitude FROM {self._file('buildings')} "
            f"WHERE {in_reach(longitude, latitude, metres)}{wanted}"
        )
        return _nearest(rows, 2, longitude, latitude, metres)[:MOST]

    def _stages(
        self, cells: Collection[int], identifiers: Collection[str]
    ) -> dict[tuple[str, str], tuple[Stage, ...]]:
        """What was told of these buildings, oldest first, by operator and identifier."""
        found: dict[tuple[str, str], tuple[Stage, ...]] = defaultdict(tuple)
        if identifiers:
            rows = self._rows(
                "SELECT operateur, imb_id, periode, etat, completude_le "
                f"FROM {self._file('stages')} WHERE {among(cells)} "
                f"AND imb_id IN ({', '.join(map(quoted, identifiers))}) ORDER BY periode"
            )
            for operator, identifier, period, state, complete in rows:
                found[operator, identifier] += (Stage(Period.parse(period), state, _day(complete)),)
        return found

    def _offers(self, cells: Collection[int], identifiers: Collection[str]) -> dict[str, tuple[Offer, ...]]:
        """What is sold in these premises, by identifier, technology then operator."""
        found: dict[str, tuple[Offer, ...]] = defaultdict(tuple)
        if identifiers:
            rows = self._rows(
                "SELECT imb_id, operateur, techno, debit_descendant, debit_montant, limitation_go, saturation "
                f"FROM {self._file('offers')} WHERE {among(cells)} "
                f"AND imb_id IN ({', '.join(map(quoted, identifiers))}) ORDER BY techno, operateur"
            )
            for identifier, *told in rows:
                found[identifier] += (Offer(*told),)
        return found

    @cached_property
    def counted(self) -> dict[tuple[str, str, str], int]:
        """Buildings by commune, operator and state as a map tells it (kernel.fixed.MAP_STATES)."""
        if "buildings" not in self.loaded:
            return {}
        rows = self._rows(
            f"SELECT commune, operateur, {map_state_sql()}, count(*) FROM {self._file('buildings')} GROUP BY ALL"
        )
        return {(commune, operator, state): count for commune, operator, state, count in rows}

    def premises(self, longitude: float, latitude: float, key: str = "") -> list[Premises]:
        """The buildings of « Ma connexion internet » that bear the address's key, or else those nearby."""
        if "premises" not in self.loaded:
            return []
        rows: list[tuple[Any, ...]] = []
        for metres in (KEYED_FIRST, KEYED_REACH) if key else ():
            rows = rows or self._held(longitude, latitude, metres, f" AND adresse_cle = {quoted(key)}")[:MOST]
        keyed = bool(rows)
        rows = rows or self._held(longitude, latitude, REACH)[:1]
        offers = self._offers({row[0] for row in rows}, [row[1] for row in rows])
        return [_premises(keyed, offers[row[1]], *row[1:]) for row in rows]

    def _held(
        self, longitude: float, latitude: float, metres: float, where: str = ""
    ) -> list[tuple[Any, ...]]:
        rows = self._rows(
            "SELECT cellule, imb_id, imb_code, locaux, numero, repetition, voie, lieu_dit, longitude, latitude "
            f"FROM {self._file('premises')} WHERE {in_reach(longitude, latitude, metres)}{where}"
        )
        return _nearest(rows, 1, longitude, latitude, metres)

    @cached_property
    def _sites(self) -> tuple[NDArray[np.float64], list[tuple[str, bool, bool]]]:
        """Longitudes and latitudes of the mobile sites, and the operator and generations of each."""
        rows = self._rows(
            f"SELECT longitude, latitude, operateur, g4, coalesce(g5, false) FROM {self._file('sites')}"
        )
        return np.array([row[:2] for row in rows]), [row[2:] for row in rows]

    def sites(self, longitude: float, latitude: float) -> list[Site]:
        """The nearest mobile site of each operator, the nearest first."""
        if "sites" not in self.loaded:
            return []
        points, told = self._sites
        east = (points[:, 0] - longitude) * METRES * cos(radians(latitude))
        metres = np.hypot(east, (points[:, 1] - latitude) * METRES)
        found: dict[str, Site] = {}
        for rank in np.argsort(metres, kind="stable").tolist():
            operator, has_4g, has_5g = told[rank]
            if metres[rank] > SITES_REACH:
                break
            found.setdefault(operator, Site(operator, float(metres[rank]), has_4g, has_5g))
        return sorted(found.values(), key=lambda one: (one.distance, one.operator))

    @cached_property
    def _communes(self) -> dict[str, tuple[Any, ...]]:
        """What holds for each commune, by code."""
        return {row[0]: row for row in self._rows(f"FROM {self._file('communes')}")}

    def ground(self, commune: Ref) -> Ground | None:
        """What holds for the whole commune; None when nothing is loaded."""
        if "communes" not in self.loaded:
            return None
        row = self._communes.get(commune.code)
        if row is None:
            return None
        _, zone, committed, amel, operators, period, source, status, ends, message, told, by = row
        return Ground(
            zone or "",
            committed if committed not in (None, "0") else "",
            amel if amel not in (None, "0") else "",
            tuple(self.operator(code) for code in (operators or "").split("-") if code),
            self._origin(source, period),
            status or "",
            _day(ends),
            message or "",
            self._origin(by, told),
        )

    def zones(self) -> dict[str, tuple[str, str, str]]:
        """Of each commune, its zone, who is committed there before Arcep (L. 33-13), and the operator of its AMEL;
        empty texts where it is not said, nothing when it is not loaded."""
        if "communes" not in self.loaded:
            return {}
        rows = self._rows(
            f"SELECT commune, zone, engagement_l33_13, operateur_amel FROM {self._file('communes')}"
        )
        told = {commune: [one if one not in (None, "0") else "" for one in rest] for commune, *rest in rows}
        return {commune: (zone, committed, amel) for commune, (zone, committed, amel) in told.items()}

    def alternatives(self, departement: str) -> list[Alternative]:
        """The providers that the State helps to subscribe to, in this département."""
        if "alternatives" not in self.loaded:
            return []
        return self._alternatives.get(departement, [])

    @cached_property
    def _alternatives(self) -> dict[str, list[Alternative]]:
        found: dict[str, list[Alternative]] = defaultdict(list)
        rows = self._rows(
            f"SELECT departement, operateur, technologie, site, aide_majoree FROM {self._file('alternatives')} "
            "ORDER BY rang"
        )
        for departement, operator, technology, site, more in rows:
            found[departement].append(Alternative(operator, technology, site or "", more))
        return dict(found)


def _nearest(
    rows: list[tuple[Any, ...]], name: int, longitude: float, latitude: float, metres: float
) -> list[tuple[Any, ...]]:
    """Rows that end with a longitude and a latitude, with their distance in place of these: those at most so far, the
    nearest first; at the same distance, by the column of their name.

    Measured here rather than in SQL: preparing the sum costs DuckDB more than the search itself.
    """
    found = [(*row[:-2], away(longitude, latitude, row[-2], row[-1])) for row in rows]
    return sorted((row for row in found if row[-1] <= metres), key=lambda row: (row[-1], row[name]))


def _building(
    stages: tuple[Stage, ...],
    operator: str,
    identifier: str,
    state: str,
    kind: str | None,
    size: str | None,
    number: int | None,
    repeat: str | None,
    street: str | None,
    exchange: str | None,
    exchange_state: str | None,
    opened: str | None,
    complete: str | None,
    distance: float,
) -> Building:
    return Building(
        operator,
        identifier,
        state,
        kind or "",
        size or "",
        _spot(number, repeat, street),
        exchange or "",
        exchange_state or "",
        _day(opened),
        _day(complete),
        distance,
        stages,
    )


def _premises(
    keyed: bool,
    offers: tuple[Offer, ...],
    identifier: str,
    building: str | None,
    count: int,
    number: int | None,
    repeat: str | None,
    street: str | None,
    place: str | None,
    distance: float,
) -> Premises:
    words = _spot(number, repeat, street, place)
    return Premises(identifier, count, words, keyed, distance, building or "", offers)
