"""The places an index holds: a house of a street, a street or hamlet, a commune; by key, and near a point."""

import math
from dataclasses import dataclass

import numpy as np

from maillage.store.addresses.houses import (
    MICRO,
    REPEATS,
    STEP_X,
    STEP_Y,
    Array,
    cell,
    house_key,
    read_key,
)
from maillage.store.addresses.index import Index, Street, Town
from maillage.store.addresses.rank import Explained

ABSENT = 0.07
"""What a street loses when it has no house of the number typed."""
RINGS = (1, 5)
"""Cells looked at around a point, in each direction: some 100 m, then some 500 m where there is nothing nearer."""
METRES = 111_195.0
"""Of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place found: `kind` is numero, voie, lieu_dit or commune; `number` is written « 12 bis ».

    `distance` is in metres, from the point that was asked about.
    """

    kind: str
    key: str
    number: str
    name: str
    town: str
    commune: str
    former: str
    postcode: str
    longitude: float
    latitude: float
    score: float
    distance: float = 0.0


def places(index: Index, one: Explained, street: Street) -> list[Place]:
    """The houses that the number means; the street itself when it has none of that number."""
    if one.number is None:
        return [placed(index, street, None, one.score)]
    houses = index.houses(street.id)
    bounds = np.searchsorted(houses["rank"], [one.number * REPEATS, (one.number + 1) * REPEATS])
    same = houses[bounds[0] : bounds[1]]
    if not len(same):
        return [placed(index, street, None, one.score - ABSENT)]
    repeats = [index.repeats[int(rank) % REPEATS] for rank in same["rank"]]
    wanted = next((text for text in (*one.repeats, "") if text in repeats), None)
    if wanted is None:
        return [placed(index, street, house, one.score - 0.01) for house in same]
    less = 0.0 if wanted in one.repeats or not one.repeats else 0.02
    return [placed(index, street, same[repeats.index(wanted)], one.score - less)]


def placed(index: Index, street: Street, house: np.void | None, score: float, distance: float = 0.0) -> Place:
    """A house of a street, or the street itself."""
    town = index.towns[street.town]
    if house is None:
        kind, key, number = ("lieu_dit" if street.kind == "lieu_dit" else "voie"), street.key, ""
        longitude, latitude = street.longitude, street.latitude
    else:
        rank = int(house["rank"])
        repeat = index.repeats[rank % REPEATS]
        kind = "numero"
        key = index.odd_key(street.id, rank) or house_key(street.key, rank // REPEATS, repeat)
        number = f"{rank // REPEATS} {repeat}".strip()
        longitude, latitude = int(house["longitude"]) / MICRO, int(house["latitude"]) / MICRO
    return Place(
        kind, key, number, street.name, town.code, town.name, street.former, street.postcode,
        longitude, latitude, min(1.0, max(0.0, round(score, 4))), distance,
    )  # fmt: skip


def commune(one: Town, longitude: float, latitude: float, postcode: str, score: float) -> Place:
    """A commune, at the middle of its streets."""
    return Place(
        "commune", one.code, "", one.name, one.code, one.name, "", postcode, longitude, latitude, round(score, 4)
    )  # fmt: skip


def by_key(index: Index, key: str) -> Place | None:
    """The place that has a key: a house, a street, a hamlet or a commune."""
    odd = index.odd(key)
    if odd:
        houses = index.houses(odd[0])
        return placed(index, index.streets([odd[0]])[0], houses[np.searchsorted(houses["rank"], odd[1])], 1.0)
    read = read_key(key)
    if read is None:
        towns = (one for one in index.towns if one.code == key)
        return next(
            (
                commune(one, one.longitude, one.latitude, "", 1.0)
                for one in towns
                if one.longitude is not None and one.latitude is not None
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
        found = [
            one
            for number in streets
            for one in _close(index.houses(number), number, longitude, latitude, reach)
        ]
        if found:
            best = sorted(found, key=lambda one: (one[0], one[1]))[:limit]
            rows = {one.id: one for one in index.streets(sorted({number for _, number, _ in best}))}
            return [
                placed(index, rows[number], house, 1.0, round(metres, 1)) for metres, number, house in best
            ]
    return []


def _close(
    houses: Array, street: int, longitude: float, latitude: float, reach: float
) -> list[tuple[float, int, np.void]]:
    """The houses of a street within reach, with their distance in metres: a plane is enough so near."""
    x = (houses["longitude"] / MICRO - longitude) * math.cos(math.radians(latitude)) * METRES
    y = (houses["latitude"] / MICRO - latitude) * METRES
    metres = np.hypot(x, y)
    return [(float(metres[at]), street, houses[at]) for at in np.flatnonzero(metres <= reach)]
