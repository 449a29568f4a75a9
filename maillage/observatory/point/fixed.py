"""Fixed networks at a point: buildings and how far fibre has come, what can be subscribed to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from maillage.kernel.fixed import map_state_sql
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.point.file import PointFile, day
from maillage.store.duck import quoted
from maillage.store.nearby import NAME, among, away, in_reach

REACH = 50.0
"""Metres within which a building without the address's key is taken for that of the address."""
KEYED_REACH = 1_500.0
"""Metres within which a building that bears the address's key is looked for, when none is within KEYED_FIRST."""
KEYED_FIRST = 100.0
MOST = 40
"""Buildings told at most."""
NEAR = 3
"""Buildings told when none is surely that of the address."""


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
    operator_name: str
    identifier: str
    state: str
    kind: str
    size: str
    address: str
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
    operator_name: str
    technology: str
    down: str
    up: str
    limit: int | None
    saturated: bool | None


@dataclass(frozen=True, slots=True)
class Premises:
    """A building of « Ma connexion internet »: how many homes and firms, how far in metres, and what is sold there.

    `keyed` when it bears the address's key; `operator_building` is what infrastructure operators call it."""

    identifier: str
    count: int
    address: str
    keyed: bool
    distance: float
    operator_building: str
    offers: tuple[Offer, ...]


class _Building(NamedTuple):
    """A row of the file."""

    cellule: int
    operateur: str
    imb_id: str
    etat: str
    type_immeuble: str | None
    categorie: str | None
    numero: int | None
    repetition: str | None
    voie: str | None
    pm: str | None
    pm_etat: str | None
    pm_ouvert_le: str | None
    completude_le: str | None
    longitude: float
    latitude: float


class _Premises(NamedTuple):
    """A row of the file."""

    cellule: int
    imb_id: str
    imb_code: str | None
    locaux: int
    numero: int | None
    repetition: str | None
    voie: str | None
    lieu_dit: str | None
    longitude: float
    latitude: float


_Placed = TypeVar("_Placed", _Building, _Premises)


class FixedNetworks:
    """The buildings of a release."""

    def __init__(self, file: PointFile) -> None:
        self._file = file

    def buildings(self, longitude: float, latitude: float, identifiers: Collection[str] = ()) -> list[Building]:
        """The buildings of infrastructure operators within REACH, the nearest first; or those so identified, even when
        the operator places them further."""
        near = self._buildings(longitude, latitude, KEYED_FIRST if identifiers else REACH, identifiers)
        if len({row.imb_id for _, row in near}) < len(identifiers):
            near = self._buildings(longitude, latitude, KEYED_REACH, identifiers)
        stages = self._stages([row for _, row in near])
        return [
            Building(
                operator=row.operateur,
                operator_name=self._file.operator(row.operateur),
                identifier=row.imb_id,
                state=row.etat,
                kind=row.type_immeuble or "",
                size=row.categorie or "",
                address=written(row.numero, row.repetition, row.voie),
                exchange=row.pm or "",
                exchange_state=row.pm_etat or "",
                exchange_opened_on=day(row.pm_ouvert_le),
                complete_by=day(row.completude_le),
                distance=distance,
                history=stages[row.operateur, row.imb_id],
            )
            for distance, row in near
        ]

    def buildings_of(
        self, longitude: float, latitude: float, premises: Iterable[Premises]
    ) -> tuple[list[Building], bool]:
        """The buildings of an address in operators' lists and true, or the NEAR nearest and false when none is surely
        its own."""
        own = own_buildings(premises)
        sure = self.buildings(longitude, latitude, own) if own else []
        return (sure, True) if sure else (self.buildings(longitude, latitude)[:NEAR], False)

    def _buildings(
        self, longitude: float, latitude: float, metres: float, identifiers: Collection[str]
    ) -> list[tuple[float, _Building]]:
        wanted = f" AND {_identified(identifiers)}" if identifiers else ""
        where = f"WHERE {in_reach(longitude, latitude, metres)}{wanted}"
        rows = self._file.rows(_Building, "buildings", where)
        return _nearest(rows, longitude, latitude, metres)[:MOST]

    def _stages(self, rows: list[_Building]) -> dict[tuple[str, str], tuple[Stage, ...]]:
        """What was told of these buildings, oldest first, by operator and identifier."""
        stages: dict[tuple[str, str], tuple[Stage, ...]] = defaultdict(tuple)
        if rows:
            columns = "operateur, imb_id, periode, etat, completude_le"
            where = f"{_standing(rows)} ORDER BY periode"
            for operator, identifier, period, state, by in self._file.select(columns, "stages", where):
                stages[operator, identifier] += (Stage(Period.parse(period), state, day(by)),)
        return stages

    def _offers(self, rows: list[_Premises]) -> dict[str, tuple[Offer, ...]]:
        """What is sold in these premises, by identifier, technology then operator."""
        offers: dict[str, tuple[Offer, ...]] = defaultdict(tuple)
        if rows:
            for identifier, ranks in self._file.select("imb_id, termes", "offers", _standing(rows)):
                offers[identifier] = tuple(self._terms[rank] for rank in sorted(ranks))
        return offers

    @cached_property
    def _terms(self) -> dict[int, Offer]:
        """The terms on which offers are sold, by their rank: by technology, then operator."""
        columns = "rang, operateur, techno, debit_descendant, debit_montant, limitation_go, saturation"
        return {
            rank: Offer(operator, self._file.operator(operator), *terms)
            for rank, operator, *terms in self._file.select(columns, "terms")
        }

    @cached_property
    def counted(self) -> dict[tuple[str, str, str], int]:
        """Buildings by commune, operator and state as a map tells it (kernel.fixed.MAP_STATES)."""
        columns = f"commune, operateur, {map_state_sql()}, count(*)"
        rows = self._file.select(columns, "buildings", "GROUP BY ALL")
        return {(commune, operator, state): count for commune, operator, state, count in rows}

    def premises(self, longitude: float, latitude: float, key: str = "") -> list[Premises]:
        """The buildings of « Ma connexion internet » that bear the address's key, or else those nearby."""
        near: list[tuple[float, _Premises]] = []
        own = f" AND adresse_cle = {quoted(key)}"
        for metres in (KEYED_FIRST, KEYED_REACH) if key else ():
            near = near or self._premises(longitude, latitude, metres, own)[:MOST]
        keyed = bool(near)
        near = near or self._premises(longitude, latitude, REACH)[:1]
        offers = self._offers([row for _, row in near])
        return [
            Premises(
                identifier=row.imb_id,
                count=row.locaux,
                address=written(row.numero, row.repetition, row.voie or row.lieu_dit),
                keyed=keyed,
                distance=distance,
                operator_building=row.imb_code or "",
                offers=offers[row.imb_id],
            )
            for distance, row in near
        ]

    def sold_in(self, commune: Ref) -> list[tuple[int, tuple[Offer, ...]]]:
        """The premises of a commune by what is sold in them, once for each list of offers; nothing when none is loaded
        there."""
        if "offers" not in self._file.loaded:
            return []
        own = f"WHERE commune = {quoted(commune.code)}"
        bounds = self._file.select("min(cellule), max(cellule)", "premises", own)
        if not bounds or bounds[0][0] is None:
            return []
        first, last = bounds[0]
        offers = f"(SELECT imb_id, termes FROM {NAME}.offers WHERE cellule BETWEEN {first} AND {last})"
        rest = f"LEFT JOIN {offers} USING (imb_id) {own} GROUP BY termes"
        rows = self._file.select("termes, coalesce(sum(locaux), 0)::BIGINT", "premises", rest)
        return [(count, tuple(self._terms[rank] for rank in sorted(ranks or ()))) for ranks, count in rows]

    def _premises(
        self, longitude: float, latitude: float, metres: float, also: str = ""
    ) -> list[tuple[float, _Premises]]:
        where = f"WHERE {in_reach(longitude, latitude, metres)}{also}"
        rows = self._file.rows(_Premises, "premises", where)
        return _nearest(rows, longitude, latitude, metres)


def own_buildings(premises: Iterable[Premises]) -> set[str]:
    """The identifiers that operators give to the buildings that bear the address's key."""
    return {each.operator_building for each in premises if each.keyed and each.operator_building}


def _nearest(rows: Iterable[_Placed], longitude: float, latitude: float, metres: float) -> list[tuple[float, _Placed]]:
    """Those at most so far, with their distance, the nearest first; at the same distance, by identifier.

    Measured here rather than in SQL: preparing the sum costs DuckDB more than the search itself.
    """
    apart = [(away(longitude, latitude, row.longitude, row.latitude), row) for row in rows]
    return sorted((each for each in apart if each[0] <= metres), key=lambda each: (each[0], each[1].imb_id))


def _standing(rows: Sequence[_Placed]) -> str:
    """The WHERE of another table that selects what concerns these rows, at least one."""
    return f"WHERE {among({row.cellule for row in rows})} AND {_identified([row.imb_id for row in rows])}"


def _identified(identifiers: Collection[str]) -> str:
    return f"imb_id IN ({', '.join(map(quoted, identifiers))})"


def written(number: int | None, repeat: str | None, street: str | None) -> str:
    """« 12 bis rue de la Gare »."""
    return " ".join(str(part) for part in (number, repeat, street) if part)
