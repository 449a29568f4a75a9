"""The fictional code officiel géographique: départements, EPCI, codes of the official pattern that no real commune bears.

Départements 96, 00, 99 and 20 come first: the first three were never given to one, and the fourth lost its communes to
2A and 2B. Beyond, at the scale of a country, real département numbers are used with commune numbers higher than any
ever given in them (`LAST_NUMBER`, checked against the shipped COG by a test).
"""

from dataclasses import dataclass

import numpy as np

from maillage.kernel.territory import FICTIONAL_REGIONS
from maillage.simulation.world.chance import Ints, uniform
from maillage.simulation.world.ground import Ground
from maillage.simulation.world.names import departement_name, region_name
from maillage.simulation.world.people import People

LAST_NUMBER = {
    "96": 0, "00": 0, "99": 200, "20": 400, "01": 458, "02": 834, "03": 321, "04": 245, "05": 184, "06": 163, "07": 349,
    "08": 503, "09": 342, "10": 445, "11": 441, "12": 307, "13": 216, "14": 764, "15": 269, "16": 425, "17": 486, "18": 290,
    "19": 289, "21": 717, "22": 391, "23": 266, "24": 587, "25": 636, "26": 382, "27": 701, "28": 426, "29": 302, "30": 356,
    "31": 593, "32": 468, "33": 555, "34": 344, "35": 363, "36": 248, "37": 282, "38": 567, "39": 586, "40": 334, "41": 297,
    "42": 339, "43": 268, "44": 225, "45": 349, "46": 340, "47": 328, "48": 198, "49": 382, "50": 649, "51": 664, "52": 550,
    "53": 276, "54": 602, "55": 586, "56": 264, "57": 767, "58": 313, "59": 670, "60": 703, "61": 513, "63": 473, "64": 560,
    "65": 482, "66": 234, "67": 562, "68": 386, "69": 389, "70": 583, "71": 591, "72": 386, "73": 330, "74": 315, "75": 120,
    "76": 759, "77": 534, "78": 692, "79": 357, "80": 836, "81": 326, "82": 195, "83": 154, "84": 151, "85": 307, "86": 300,
    "87": 206, "88": 532, "89": 486, "90": 106, "91": 692, "92": 78, "93": 79, "94": 81, "95": 690,
}  # fmt: skip
REGIONS = tuple(sorted(FICTIONAL_REGIONS, reverse=True))
COMMUNES_BY_EPCI = 20
MERGED_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Cog:
    """Who belongs to what. Arrays by published commune; `current` is the commune each one is part of today.

    A commune that was merged keeps its own code in older files; the COG of today knows it as a déléguée.
    """

    codes: list[str]
    departement: Ints
    epci: Ints
    current: Ints
    departements: list[str]
    departement_names: list[str]
    region_of: list[int]
    regions: list[str]
    region_names: list[str]
    epci_codes: list[str]
    epci_seats: Ints
    postcodes: list[str]


def number(seed: int, ground: Ground, people: People) -> Cog:
    """Give every commune its département, EPCI and codes."""
    communes = len(ground.x)
    count = _departements(communes)
    names = list(LAST_NUMBER)[:count]
    departement = _blocks(ground, np.arange(communes), _sizes(communes, names))
    codes = [""] * communes
    for rank, name in enumerate(names):
        for order, commune in enumerate(np.flatnonzero(departement == rank), 1):
            codes[commune] = f"{name}{LAST_NUMBER[name] + order:03d}"
    epci, seats = _epci(ground, people, departement, count)
    regions = max(1, round(count / 7.4)) if count > 12 else 1
    region_of = [rank * regions // count for rank in range(count)]
    return Cog(
        codes=codes,
        departement=departement,
        epci=epci,
        current=_mergers(seed, ground, people, epci),
        departements=names,
        departement_names=[departement_name(rank) for rank in range(count)],
        region_of=region_of,
        regions=list(REGIONS[:regions]),
        region_names=[region_name(rank) for rank in range(regions)],
        epci_codes=[siren(f"9992{rank:04d}") for rank in range(len(seats))],
        epci_seats=seats,
        postcodes=_postcodes(codes, epci, departement, names),
    )


def siren(root: str) -> str:
    """Eight digits and the ninth that makes the number true to Luhn's rule."""
    total = sum(sum(divmod(int(digit) * (2 if i % 2 else 1), 10)) for i, digit in enumerate(root))
    return f"{root}{-total % 10}"


def _departements(communes: int) -> int:
    """Four for a region of 400, 95 for a country of 35 000, one for a handful."""
    return int(min(len(LAST_NUMBER), max(min(4, communes // 25 or 1), round(communes / 365))))


def _sizes(communes: int, names: list[str]) -> list[int]:
    """How many communes for each département, in proportion to the numbers it has left to give."""
    room = np.array([999 - LAST_NUMBER[name] for name in names])
    sizes = communes * room // int(room.sum())
    sizes[: communes - int(sizes.sum())] += 1
    return [int(size) for size in sizes]


def _blocks(ground: Ground, members: Ints, sizes: list[int]) -> Ints:
    """Cut the ground into parts of these sizes, by halves, across its longer side; the part of each member."""
    blocks = np.zeros(len(ground.x), dtype=np.int64)
    pending = [(members, 0, len(sizes))]
    while pending:
        part, first, parts = pending.pop()
        if parts == 1:
            blocks[part] = first
            continue
        wide = np.ptp(ground.x[part]) >= np.ptp(ground.y[part])
        order = part[np.argsort((ground.x if wide else ground.y)[part], kind="stable")]
        left = parts // 2
        cut = sum(sizes[first : first + left])
        pending += [(order[:cut], first, left), (order[cut:], first + left, parts - left)]
    return blocks


def _epci(ground: Ground, people: People, departement: Ints, count: int) -> tuple[Ints, Ints]:
    """The EPCI of each commune: in its département, the one whose seat (a most peopled commune) is nearest."""
    epci = np.zeros(len(ground.x), dtype=np.int64)
    seats: list[int] = []
    for rank in range(count):
        mine = np.flatnonzero(departement == rank)
        before = int((departement < rank).sum())
        groups = max(1, round((before + len(mine)) / COMMUNES_BY_EPCI) - round(before / COMMUNES_BY_EPCI))
        block = _blocks(ground, mine, [len(mine) * (g + 1) // groups - len(mine) * g // groups for g in range(groups)])
        local = [
            int(mine[block[mine] == g][np.argmax(people.population[mine[block[mine] == g]])]) for g in range(groups)
        ]
        away = np.hypot(
            ground.x[mine][:, None] - ground.x[local][None, :], ground.y[mine][:, None] - ground.y[local][None, :]
        )
        epci[mine] = len(seats) + np.argmin(away, axis=1)
        seats += local
    return epci, np.array(seats, dtype=np.int64)


def _mergers(seed: int, ground: Ground, people: People, epci: Ints) -> Ints:
    """A few small communes became part of the nearest one of their EPCI."""
    communes = np.arange(len(ground.x))
    current = communes.copy()
    for small in communes[uniform(seed, "merger", communes) < MERGED_SHARE]:
        away = np.hypot(ground.x - ground.x[small], ground.y - ground.y[small])
        away[(epci != epci[small]) | (people.population <= people.population[small]) | (current != communes)] = np.inf
        nearest = int(np.argmin(away))
        if np.isfinite(away[nearest]) and not (current == small).sum() > 1:
            current[small] = nearest
    return current


def _postcodes(codes: list[str], epci: Ints, departement: Ints, names: list[str]) -> list[str]:
    """One postcode for about six communes of an EPCI, as in the country; towns share none."""
    postcodes = [""] * len(codes)
    rank_in: dict[int, int] = {}
    number_of: dict[tuple[int, int], str] = {}
    given = dict.fromkeys(range(len(names)), 0)
    for commune, group in enumerate(epci):
        position = rank_in.get(int(group), 0)
        rank_in[int(group)] = position + 1
        key = (int(group), position // 6)
        if key not in number_of:
            rank = int(departement[commune])
            given[rank] += 1
            number_of[key] = f"{names[rank]}{given[rank] * 10:03d}"
        postcodes[commune] = number_of[key]
    return postcodes
