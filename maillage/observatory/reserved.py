"""The only door to what is reserved: each question comes with the clearance of who asks, and by default is refused.

Who comes: a page of members, with what its reader holds; it leaves with buildings and planned dates, or with Closed.
Nothing else opens the folder `reserved` of a release. The most that everybody may be let know is a quarter.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.visibility import Clearance, Visibility
from maillage.observatory.door import Observatory
from maillage.observatory.point.fixed import KEYED_REACH, REACH
from maillage.store.duck import quoted, scratch
from maillage.store.nearby import around_in
from maillage.store.reserved import BUILDINGS, COMMUNES, folder

TABLE = "immeubles_prevus"
WRITTEN_AT = Visibility.COLLECTIVITES
"""The level its source declares, which names its folder."""
SHOWN = (
    "commune, operateur, etat, locaux, cablage, pm_etat, pm_mes_le, numero, repetition, voie, distance, periode, "
    "glissement, histoire"
)


class Closed(UsageError):
    """Who asks does not hold what it takes to read this."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What a delivery said of a building: its state, and when it is to be cabled (None: nothing told)."""

    delivered_on: date
    state: str
    cabled: Period | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A building in the last delivery of its operator. `distance` in metres; `slip` in months since the first date
    told, None when none is told now; `history` only holds what changed."""

    commune: str
    operator: str
    state: str
    premises: int | None
    cabled: Period | None
    exchange_state: str
    exchange_opens_on: date | None
    words: str
    distance: float
    delivered_on: date
    slip: int | None
    history: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Buildings of a commune by operator, state and quarter of cabling (None: nothing told), in the last delivery.

    `premises` counts those of the `buildings` less `uncounted`; `later` and `sooner` are buildings whose date moved
    since the delivery before; `months` adds up the slips of the `followed`, since the first date told of each.
    """

    commune: str
    operator: str
    state: str
    when: Period | None
    buildings: int
    premises: int
    uncounted: int
    later: int
    sooner: int
    followed: int
    months: int
    delivered_on: date


class Reserved:
    """The reserved part of a release, at the level the operator of the site chose.

    `level` is that of planned dates: at PUBLIC everybody may know the quarter planned around a point, and nothing else;
    the rest then asks for COLLECTIVITES, as building rows are never public.
    """

    def __init__(self, source: Observatory, level: Visibility) -> None:
        self._source, self._level = source, level
        self._folder = folder(source.folder, TABLE, WRITTEN_AT)
        self._asked = max(level, Visibility.COLLECTIVITES, key=lambda visibility: visibility.height)

    def _commune(self, code: str) -> Territory:
        return self._source.territory(Ref(Level.COMMUNE, code))

    def _opens(self, clearance: Clearance, code: str) -> bool:
        return clearance.opens(self._asked, self._commune(code))

    def _rows(self, select: str, file: Path, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, none when nothing reserved was ever loaded."""
        if not file.exists():
            return []
        with scratch() as con:
            return con.execute(select, parameters).fetchall()

    def check(self, commune: Ref, clearance: Clearance) -> None:
        """Raises Closed when this clearance does not open what is reserved about a commune."""
        if not self._opens(clearance, commune.code):
            raise Closed(
                "Les dates prévues par les opérateurs sont réservées aux membres de certaines organisations, pour les "
                "communes de leur territoire. Aucune des vôtres n’y donne accès ici."
            )

    def buildings(
        self, longitude: float, latitude: float, identifiers: Collection[str], clearance: Clearance
    ) -> list[Planned]:
        """The buildings within REACH of a point, the nearest first, or those so identified even when placed further.

        Only those of communes that the clearance opens: a point near a border tells nothing of the other side.
        """
        rows = self._around(longitude, latitude, identifiers)
        return [_planned(row) for row in rows if self._opens(clearance, row[0])]

    def quarters(
        self, longitude: float, latitude: float, identifiers: Collection[str], clearance: Clearance
    ) -> list[Period]:
        """The quarters or years planned around a point for what is not connectable yet, soonest first, without more.

        Open to everybody when the level is PUBLIC; otherwise to those who may read the buildings themselves.
        """
        public = self._level is Visibility.PUBLIC
        rows = self._around(longitude, latitude, identifiers)
        quarters = {
            _quarter(row[4])
            for row in rows
            if row[4] and row[2] not in ("deploye", "abandonne") and (public or self._opens(clearance, row[0]))
        }
        return sorted(quarters)

    def _around(self, longitude: float, latitude: float, identifiers: Collection[str]) -> list[tuple[Any, ...]]:
        file = self._folder / BUILDINGS
        metres = KEYED_REACH if identifiers else REACH
        wanted = f"WHERE imb_id IN ({', '.join(map(quoted, identifiers))}) " if identifiers else ""
        place = around_in(file, longitude, latitude, metres)
        return self._rows(f"SELECT {SHOWN} FROM {place} {wanted}ORDER BY distance, imb_id LIMIT 40", file)

    def lines(self, communes: Collection[Ref], clearance: Clearance) -> list[Line]:
        """What is planned in communes, by operator, state and quarter. Raises Closed when one of them is not opened."""
        for commune in communes:
            self.check(commune, clearance)
        return self._lines([commune.code for commune in communes])

    def communes(self, clearance: Clearance) -> dict[str, list[Line]]:
        """The same for every commune that the clearance opens, by its code."""
        every = self._source.territories(Level.COMMUNE)
        mine = [commune.ref.code for commune in every if clearance.opens(self._asked, commune)]
        by_commune: dict[str, list[Line]] = {}
        for line in self._lines(mine) if mine else []:
            by_commune.setdefault(line.commune, []).append(line)
        return by_commune

    def _lines(self, codes: list[str]) -> list[Line]:
        file = self._folder / COMMUNES
        rows = self._rows(
            "SELECT commune, operateur, etat, trimestre, immeubles, locaux, sans_nombre, repousses, avances, suivis, "
            f"mois, livree_le FROM read_parquet({quoted(file)}) WHERE list_contains(?, commune) "
            "ORDER BY commune, trimestre, etat, operateur",
            file,
            [codes],
        )
        return [_line(*row) for row in rows]


def _period(code: str | None) -> Period | None:
    return Period.parse(code) if code else None


def _quarter(code: str) -> Period:
    """The quarter of a day; a quarter or a year as it is."""
    when = Period.parse(code)
    return Period.quarter_of(when.end) if when.start == when.end else when


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _planned(row: tuple[Any, ...]) -> Planned:
    commune, operator, state, premises, cabled, exchange, opens, number, repeat, street, *rest = row
    distance, delivered, slip, history = rest
    words = " ".join(str(part) for part in (number, repeat, street) if part)
    return Planned(
        commune=commune,
        operator=operator,
        state=state,
        premises=premises,
        cabled=_period(cabled),
        exchange_state=exchange or "",
        exchange_opens_on=_day(opens),
        words=words,
        distance=distance,
        delivered_on=date.fromisoformat(delivered),
        slip=slip,
        history=tuple(
            Announced(date.fromisoformat(entry["periode"]), entry["etat"], _period(entry["cablage"]))
            for entry in history
        ),
    )


def _line(
    commune: str,
    operator: str,
    state: str,
    when: str,
    buildings: int,
    premises: int | None,
    uncounted: int,
    later: int,
    sooner: int,
    followed: int,
    months: int,
    delivered: str,
) -> Line:
    return Line(
        commune,
        operator,
        state,
        _period(when),
        buildings,
        premises or 0,
        uncounted,
        later,
        sooner,
        followed,
        months,
        date.fromisoformat(delivered),
    )
