"""The public actions as readers' pages count them: one file, written at each change of one."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.store import published as file

FILE = "actions.json"


@dataclass(frozen=True, slots=True)
class PublicAction:
    """A public action: the short name and the title of its strategy, its status, its planned end, its last change.

    `territories` are those it names, else those of its strategy; `everywhere`: it names none, and neither does its
    strategy, of the Region or wider.
    """

    strategy: str
    strategy_title: str
    status: str
    ends_on: date | None
    changed_on: date
    territories: tuple[Ref, ...]
    everywhere: bool


class Concern(StrEnum):
    """How an action concerns a territory: it names it, names only parts of it, or is of a wider place."""

    NAMED = "le nomme"
    INSIDE = "en nomme une partie"
    WIDER = "vaut plus largement"


class Concerned:
    """What concerns a territory. Raises UsageError when it is unknown."""

    def __init__(self, source: Observatory, ref: Ref) -> None:
        place = source.territory(ref)
        self._ref = ref
        self._above = {*place.parents, *place.groupings}
        levels = () if ref.level is Level.COMMUNE else source.levels
        inside = {
            other.ref for level in levels if level is not Level.REGION for other in source.territories(level, ref)
        }
        self._below = inside - self._above

    def by(self, territories: Iterable[Ref], *, everywhere: bool) -> Concern | None:
        """How what names these territories, or is for everywhere, concerns this one; None when it does not."""
        names = {*territories}
        if self._ref in names:
            return Concern.NAMED
        if everywhere or names & self._above:
            return Concern.WIDER
        return Concern.INSIDE if names & self._below else None


def path() -> Path:
    """Where they are."""
    return Path(settings.MAILLAGE_HOME) / FILE


def stamp() -> str:
    """Names their present state, for caches."""
    return file.stamp(path())


def every() -> list[PublicAction]:
    """The public actions, by code."""
    return list(_at(path(), stamp()))


@lru_cache(maxsize=1)
def _at(place: Path, state: str) -> tuple[PublicAction, ...]:
    """Those of the file in the state that its stamp names."""
    return tuple(_read(record) for record in file.records(place))


def as_record(action: PublicAction) -> dict[str, Any]:
    """An action as the file holds it."""
    return asdict(action) | {
        "ends_on": action.ends_on.isoformat() if action.ends_on else None,
        "changed_on": action.changed_on.isoformat(),
        "territories": [str(ref) for ref in action.territories],
    }


def _read(record: dict[str, Any]) -> PublicAction:
    return PublicAction(
        **record
        | {
            "ends_on": date.fromisoformat(record["ends_on"]) if record["ends_on"] else None,
            "changed_on": date.fromisoformat(record["changed_on"]),
            "territories": tuple(map(Ref.parse, record["territories"])),
        }
    )
