"""The places an index holds: a house of a street, a street or hamlet, a commune; by key, and near a point."""

import math
from dataclasses import dataclass, replace

import numpy as np

from maillage.store.addresses.houses import MICRO, REPEATS, STEP_X, STEP_Y, Array, cell, house_key, read_key
from maillage.store.addresses.index import Index, Street, Town
from maillage.store.addresses.rank import Explained, HouseNumber

ABSENT = 0.07
"""What a street loses when it has no house of the number typed."""
OTHER = 0.02
"""What the house of another number loses, when several were typed."""
MOST_NUMBERS = 3
RINGS = (1, 5)
"""Cells looked at around a point, in each direction: some 100 m, then some 500 m where there is nothing nearer."""
METRES = 111_195.0
"""Of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place found: `kind` is numero, voie, lieu_dit or commune; `number` is written « 12 bis ».

    A house has one postcode at most, a street all those of its houses, that of most of them first.

    `distance` is in metres, from the point that was asked about. `absent` is the number typed that the street does not
    have; `begun`: no street is named yet, and this one is only proposed.
    """

    kind: str
    key: str
    number: str | None
    name: str
    town: str
    commune: str
    former: str
    postcodes: tuple[str, ...]
    longitude: float
    latitude: float
    score: float
    distance: float = 0.0
    absent: str = ""
    begun: bool = False

    @property
    def postcode(self) -> str:
        """Its postcode, or that of most of its houses; empty when none is known."""
        return self.postcodes[0] if self.postcodes else ""


def places(index: Index, explained: Explained, street: Street) -> list[Place]:
    """The houses that the numbers mean, that of the house first; the street itself when it has none of them.

    What was typed and is not there is said (`absent`).
    """
    if not explained.numbers:
        return [placed(index, street, None, explained.score)]
    houses = index.houses(street.id)
    answers: list[Place] = []
    for rank, asked in enumerate(explained.numbers[:MOST_NUMBERS]):
        answers += _numbered(index, street, houses, asked, explained.score - OTHER * bool(rank))
    if answers:
        return answers
    absent = explained.numbers[0].text
    return [replace(placed(index, street, None, explained.score - ABSENT), absent=absent)]


def _numbered(index: Index, street: Street, houses: Array, asked: HouseNumber, score: float) -> list[Place]:
    """The houses of a street that a number means."""
    bounds = np.searchsorted(houses["rank"], [asked.number * REPEATS, (asked.number + 1) * REPEATS])
    same = houses[bounds[0] : bounds[1]]
    if not len(same):
        return []
    repeats = [index.repeats[int(rank) % REPEATS] for rank in same["rank"]]
    wanted = next((text for text in (*asked.repeats, "") if text in repeats), None)
    if wanted is None:
        absent = asked.text if asked.repeats else ""
        return [replace(placed(index, street, house, score - 0.01), absent=absent) for house in same]
    is_another = bool(asked.repeats) and wanted not in asked.repeats
    house = placed(index, street, same[repeats.index(wanted)], score - 0.02 * is_another)
    return [replace(house, absent=asked.text) if is_another else house]


def placed(index: Index, street: Street, house: np.void | None, score: float, distance: float = 0.0) -> Place:
    """A house of a street, or the street itself."""
    town = index.towns[street.town]
    if house is None:
        kind, key, number = ("lieu_dit" if street.kind == "lieu_dit" else "voie"), street.key, None
        longitude, latitude = street.longitude, street.latitude
        postcodes, former = street.postcodes, street.former
    else:
        rank = int(house["rank"])
        repeat = index.repeats[rank % REPEATS]
        kind = "numero"
        key = index.odd_key(street.id, rank) or house_key(street.key, rank // REPEATS, repeat)
        number = f"{rank // REPEATS} {repeat}".strip()
        longitude, latitude = int(house["longitude"]) / MICRO, int(house["latitude"]) / MICRO
        postcode, former = index.own(street, rank)
        postcodes = (postcode,) if postcode else ()
    return Place(
        kind, key, number, street.name, town.code, town.name, former, postcodes,
        longitude, latitude, min(1.0, max(0.0, round(score, 4))), distance,
    )  # fmt: skip


def commune(town: Town, longitude: float, latitude: float, postcode: str, score: float) -> Place:
    """A commune, at the middle of its streets."""
    postcodes = (postcode,) if postcode else ()
    return Place(
        "commune", town.code, None, town.name, town.code, town.name, "", postcodes, longitude, latitude, round(score, 4)
    )  # fmt: skip


def by_key(index: Index, key: str) -> Place | None:
    """The place that has a key: a house, a street, a hamlet or a commune."""
    odd = index.odd(key)
    if odd:
        houses = index.houses(odd[0])
        return placed(index, index.streets([odd[0]])[0], houses[np.searchsorted(houses["rank"], odd[1])], 1.0)
    read = read_key(key)
    if read is None:
        towns = (town for town in index.towns if town.code == key)
        return next(
            (
                commune(town, town.longitude, town.latitude, "", 1.0)
                for town in towns
                if town.longitude is not None and town.latitude is not None
            ),
            None,
        )
    street_key, number, repeat = read
    street = index.street(street_key)
    if street is None or number is None:
        return placed(index, street, None, 1.0) if street else None
    rank = number * REPEATS + index.repeat_of.get(repeat, REPEATS - 1)
    houses = index.houses(street.id)
    at = int(np.searchsorted(houses["rank"], rank))
    return placed(index, street, houses[at], 1.0) if at < len(houses) and houses["rank"][at] == rank else None


def nearest(index: Index, longitude: float, latitude: float, limit: int) -> list[Place]:
    """The addresses nearest to a point, each with its distance; none beyond some 500 m."""
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        return []
    column, row = math.floor(longitude / STEP_X), math.floor(latitude / STEP_Y)
    for ring in RINGS:
        around = range(-ring, ring + 1)
        streets = index.streets_in([cell(column + x, row + y) for x in around for y in around])
        reach = ring * STEP_Y * METRES
        candidates = [
            candidate
            for number in streets
            for candidate in _close(index.houses(number), number, longitude, latitude, reach)
        ]
        if candidates:
            best = sorted(candidates, key=lambda candidate: (candidate[0], candidate[1]))[:limit]
            rows = {street.id: street for street in index.streets(sorted({number for _, number, _ in best}))}
            return [placed(index, rows[number], house, 1.0, round(metres, 1)) for metres, number, house in best]
    return []


def _close(
    houses: Array, street: int, longitude: float, latitude: float, reach: float
) -> list[tuple[float, int, np.void]]:
    """The houses of a street within reach, with their distance in metres: a plane is enough so near."""
    x = (houses["longitude"] / MICRO - longitude) * math.cos(math.radians(latitude)) * METRES
    y = (houses["latitude"] / MICRO - latitude) * METRES
    metres = np.hypot(x, y)
    return [(float(metres[at]), street, houses[at]) for at in np.flatnonzero(metres <= reach)]
