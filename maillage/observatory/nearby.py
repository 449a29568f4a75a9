"""What is known at a point: buildings and how far fibre has come, what can be subscribed to, mobile sites around.

Every answer says the period it describes and its source; what was never loaded is told apart from what is not there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.kernel.value import Origin
from maillage.observatory.sheets import SourceSheet
from maillage.store.duck import quoted
from maillage.store.nearby import FILES, FOLDER, around, in_cells

Rows = Callable[..., list[tuple[Any, ...]]]
REACH = 50.0
"""Metres within which a building without the address's key is taken for that of the address."""
KEYED_REACH = 1_500.0
"""Metres within which a building that bears the address's key is looked for."""
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
    """A provider of « Cohésion numérique » in the département, and whether it may be helped by more than 300 €."""

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
    """The files of a release about points. `loaded` names those that hold something."""

    def __init__(self, folder: Path, rows: Rows, sources: Mapping[str, SourceSheet]) -> None:
        self._folder, self._rows, self._sources = folder, rows, sources

    @cached_property
    def loaded(self) -> frozenset[str]:
        """The names of FILES that have a row."""
        return frozenset(
            name
            for name in FILES
            if (self._folder / FOLDER / FILES[name]).exists()
            and self._rows(f"SELECT 1 FROM {self._file(name)} LIMIT 1")
        )

    def _file(self, name: str) -> str:
        return f"read_parquet({quoted(self._folder / FOLDER / FILES[name])})"

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
        if name not in self.loaded:
            return None
        [(source, period)] = self._rows(f"SELECT source, periode FROM {self._file(name)} LIMIT 1")
        return self._origin(source, period)

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
        metres = KEYED_REACH if identifiers else REACH
        wanted = f"WHERE imb_id IN ({', '.join(map(quoted, identifiers))}) " if identifiers else ""
        rows = self._rows(
            "SELECT operateur, imb_id, etat, type_immeuble, categorie, numero, repetition, voie, pm, pm_etat, "
            "pm_ouvert_le, completude_le, distance "
            f"FROM {around(self._folder, 'buildings', longitude, latitude, metres)} {wanted}"
            "ORDER BY distance, imb_id LIMIT 40"
        )
        stages = self._stages(longitude, latitude, metres, [row[1] for row in rows])
        return [_building(stages[row[0], row[1]], *row) for row in rows]

    def _stages(
        self, longitude: float, latitude: float, metres: float, identifiers: Collection[str]
    ) -> dict[tuple[str, str], tuple[Stage, ...]]:
        """What was told of these buildings, oldest first, by operator and identifier."""
        found: dict[tuple[str, str], tuple[Stage, ...]] = defaultdict(tuple)
        if identifiers:
            rows = self._rows(
                "SELECT operateur, imb_id, periode, etat, completude_le "
                f"FROM {in_cells(self._folder, 'stages', longitude, latitude, metres)} "
                f"WHERE imb_id IN ({', '.join(map(quoted, identifiers))}) ORDER BY periode"
            )
            for operator, identifier, period, state, complete in rows:
                found[operator, identifier] += (Stage(Period.parse(period), state, _day(complete)),)
        return found

    def _offers(
        self, longitude: float, latitude: float, metres: float, identifiers: Collection[str]
    ) -> dict[str, tuple[Offer, ...]]:
        """What is sold in these premises, by identifier, technology then operator."""
        found: dict[str, tuple[Offer, ...]] = defaultdict(tuple)
        if identifiers:
            rows = self._rows(
                "SELECT imb_id, operateur, techno, debit_descendant, debit_montant, limitation_go, saturation "
                f"FROM {in_cells(self._folder, 'offers', longitude, latitude, metres)} "
                f"WHERE imb_id IN ({', '.join(map(quoted, identifiers))}) ORDER BY techno, operateur"
            )
            for identifier, *told in rows:
                found[identifier] += (Offer(*told),)
        return found

    def premises(self, longitude: float, latitude: float, key: str = "") -> list[Premises]:
        """The buildings of « Ma connexion internet » that bear the address's key, or else those nearby."""
        if "premises" not in self.loaded:
            return []
        shown = "imb_id, imb_code, locaux, numero, repetition, voie, lieu_dit, distance"
        select = f"SELECT {shown} FROM "
        keyed, metres, rows = bool(key), KEYED_REACH, []
        if key:
            place = around(self._folder, "premises", longitude, latitude, metres)
            rows = self._rows(
                f"{select}{place} WHERE adresse_cle = ? ORDER BY distance, imb_id LIMIT 40", [key]
            )
        if not rows:
            keyed, metres = False, REACH
            place = around(self._folder, "premises", longitude, latitude, metres)
            rows = self._rows(f"{select}{place} ORDER BY distance, imb_id LIMIT 1")
        offers = self._offers(longitude, latitude, metres, [row[0] for row in rows])
        return [_premises(keyed, offers[row[0]], *row) for row in rows]

    def sites(self, longitude: float, latitude: float) -> list[Site]:
        """The nearest mobile site of each operator, the nearest first."""
        if "sites" not in self.loaded:
            return []
        place = around(self._folder, "sites", longitude, latitude, SITES_REACH)
        rows = self._rows(
            "SELECT operateur, min(distance) AS metres, arg_min(g4, distance), arg_min(coalesce(g5, false), distance) "
            f"FROM {place} GROUP BY operateur ORDER BY metres, operateur"
        )
        return [Site(*row) for row in rows]

    def ground(self, commune: Ref) -> Ground | None:
        """What holds for the whole commune; None when nothing is loaded."""
        if "communes" not in self.loaded:
            return None
        rows = self._rows(f"FROM {self._file('communes')} WHERE commune = ?", [commune.code])
        if not rows:
            return None
        _, zone, committed, amel, operators, period, source, status, ends, message, told, by = rows[0]
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

    def alternatives(self, departement: str) -> list[Alternative]:
        """The providers that the State helps to subscribe to, in this département."""
        if "alternatives" not in self.loaded:
            return []
        rows = self._rows(
            f"SELECT operateur, technologie, site, aide_majoree FROM {self._file('alternatives')} "
            "WHERE departement = ? ORDER BY rang",
            [departement],
        )
        return [Alternative(one, technology, site or "", more) for one, technology, site, more in rows]


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
