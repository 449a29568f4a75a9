"""Addresses of a release: found from what people type, opened by their key, or the nearest to a point.

Who comes: the search, the page of an address, « ma position »; with a text, a key or a point; leaves with places that
hold their commune, their position and a key that the next release keeps.
"""

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref
from maillage.store.addresses import find, places
from maillage.store.addresses.index import Index
from maillage.store.addresses.normal import WAYS, cut

FILE = "addresses.sqlite"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place: `kind` is `numero`, `voie` (a hamlet with numbers too), `lieu_dit` or `commune`.

    `key` is that of the Base adresse nationale, or the code of a commune. `number` is written « 12 bis »; `street` and
    `postcode` may be empty. `score` goes from 0 to 1 (1 when nothing was typed); `distance` is in metres, from the
    point asked about. `postcode` is that of the house, or of most houses of a street (`detail` has them all);
    `absent` is the number typed that the street does not have; `begun`: no street was named yet, this one is only
    proposed.
    """

    kind: str
    key: str
    label: str
    detail: str
    commune: Ref
    number: str
    street: str
    postcode: str
    longitude: float
    latitude: float
    score: float
    distance: float = 0.0
    absent: str = ""
    begun: bool = False

    @property
    def hint(self) -> str:
        """What tells it from others, and the number typed that it does not have."""
        if not self.absent:
            return self.detail
        return f"{self.detail} — pas de n° {self.absent} connu {'ici' if self.kind == 'numero' else 'dans cette voie'}"


class Addresses:
    """The addresses of a release; without any loaded, nothing is found."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._turn = threading.Lock()

    @property
    def has_addresses(self) -> bool:
        """Whether addresses are loaded."""
        return self._path.is_file()

    @cached_property
    def _index(self) -> Index:
        return Index(self._path)

    def close(self) -> None:
        """Let go of the file."""
        if "_index" in self.__dict__:
            self._index.close()

    def find_places(self, text: str, limit: int = 8, near: tuple[float, float] | None = None) -> list[FoundPlace]:
        """The places that answer what was typed, the likeliest first; those as likely by distance to `near`.

        Communes that answer by themselves are among them. Whatever the text, never an error.
        """
        if not self.has_addresses:
            return []
        with self._turn:
            return [_found(place) for place in find.find(self._index, text, limit, near)]

    def place(self, key: str) -> FoundPlace:
        """The place of a key. Raises UsageError when there is none."""
        if not self.has_addresses:
            raise UsageError("Les adresses ne sont pas chargées dans cet observatoire. Cherchez plutôt une commune.")
        with self._turn:
            place = places.by_key(self._index, key)
        if place is None:
            raise UsageError(
                f"Adresse « {key[:60]} » inconnue : elle a pu changer de numéro ou de commune. Cherchez-la par son nom."
            )
        return _found(place)

    def nearest_places(self, longitude: float, latitude: float, limit: int = 3) -> list[FoundPlace]:
        """The addresses nearest to a point (WGS84), the nearest first; none when there is none within some 500 m."""
        if not self.has_addresses:
            return []
        with self._turn:
            return [_found(place) for place in places.nearest(self._index, longitude, latitude, limit)]


def _found(place: places.Place) -> FoundPlace:
    town = " ".join(part for part in (" ou ".join(place.postcodes), place.commune) if part)
    former = f" ({place.former})" if place.former and place.former != place.commune else ""
    return FoundPlace(
        kind=place.kind,
        key=place.key,
        label=_label(place.number or "", place.name),
        detail=f"{place.postcode} commune".strip() if place.kind == "commune" else town + former,
        commune=Ref(Level.COMMUNE, place.town),
        number=place.number or "",
        street="" if place.kind == "commune" else place.name,
        postcode=place.postcode,
        longitude=place.longitude,
        latitude=place.latitude,
        score=place.score,
        distance=place.distance,
        absent=place.absent,
        begun=place.begun,
    )


def _label(number: str, name: str) -> str:
    """« 12 bis rue de la Gare », « 140 Grande Rue », « 3, Le Bas du Bois »."""
    if not number:
        return name
    named = cut(name)
    # « Rue », « Zone industrielle », but « RD 673 ».
    if named and named[0] in WAYS and name[1:2].islower():
        return f"{number} {name[0].lower()}{name[1:]}"
    return f"{number} {name}" if WAYS & set(named) else f"{number}, {name}"
