"""The buildings of a commune: how many by state, where each stands, or how many in each square of the ground."""

from collections.abc import Mapping
from functools import cached_property
from math import cos, radians
from typing import NamedTuple

from maillage.kernel.territory import Ref
from maillage.observatory.point.file import PointFile
from maillage.store.duck import quoted
from maillage.store.nearby import METRES

READY = ("deploye", "raccordable demande")
"""The states in which fibre can be had."""


class Dot(NamedTuple):
    """Where a building stands (WGS84 degrees), and its state."""

    longitude: float
    latitude: float
    state: str


class Square(NamedTuple):
    """A square of the ground: its rank eastwards and northwards, its buildings, those where fibre can be had."""

    east: int
    north: int
    buildings: int
    ready: int


class Inside(NamedTuple):
    """The first and last cell of a commune (the file is in their order: only that part of it is read), and its
    buildings by state."""

    first: int
    last: int
    counts: Mapping[str, int]


def degrees(metres: float, latitude: float) -> tuple[float, float]:
    """The sides of a square in degrees of longitude and of latitude, near this latitude."""
    return metres / (METRES * cos(radians(latitude))), metres / METRES


class WithinCommune:
    """The buildings of a release, commune by commune."""

    def __init__(self, file: PointFile) -> None:
        self._file = file

    @cached_property
    def _by_commune(self) -> dict[str, Inside]:
        columns = "commune, etat, count(*), min(cellule), max(cellule)"
        inside: dict[str, Inside] = {}
        for commune, state, count, first, last in self._file.select(columns, "buildings", "GROUP BY commune, etat"):
            before = inside.get(commune, Inside(first, last, {}))
            counts = {**before.counts, state: count}
            inside[commune] = Inside(min(first, before.first), max(last, before.last), counts)
        return inside

    def _where(self, commune: Ref) -> str:
        first, last, _ = self._by_commune.get(commune.code, Inside(0, -1, {}))
        return f"WHERE cellule BETWEEN {first} AND {last} AND commune = {quoted(commune.code)}"

    def counts(self, commune: Ref) -> Mapping[str, int]:
        """Buildings by state; nothing when none is loaded there."""
        inside = self._by_commune.get(commune.code)
        return inside.counts if inside else {}

    def dots(self, commune: Ref) -> list[Dot]:
        """Each building."""
        rows = self._file.select("longitude, latitude, etat", "buildings", self._where(commune))
        return [Dot(*row) for row in rows]

    def squares(self, commune: Ref, metres: float, latitude: float) -> list[Square]:
        """Those that hold a building, `metres` on each side; ranks count squares of `degrees(metres, latitude)`."""
        wide, high = degrees(metres, latitude)
        ready = ", ".join(map(quoted, READY))
        columns = (
            f"floor(longitude / {wide!r})::INTEGER AS east, floor(latitude / {high!r})::INTEGER AS north, "
            f"count(*), count(*) FILTER (etat IN ({ready}))"
        )
        rest = f"{self._where(commune)} GROUP BY east, north ORDER BY north, east"
        return [Square(*row) for row in self._file.select(columns, "buildings", rest)]
