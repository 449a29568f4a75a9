"""Places that help with digital life: where each stands, when it opens and closes, who lists it.

Assumptions: numbers for 10 000 inhabitants below; openings spread as in `_opened`; a Fabrique that another list names
too stands in the middle of the town.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from maillage.simulation.world.calendars import NOT_YET
from maillage.simulation.world.chance import Bools, Floats, Ints, bits, order_of, pick, uniform
from maillage.simulation.world.ground import Ground
from maillage.simulation.world.mobile import allot, inside
from maillage.simulation.world.people import People
from maillage.simulation.world.place_lists import FABRIQUES, LISTS, NATIONAL, REGIONAL, SERVICES, named
from maillage.simulation.world.place_types import FABRIQUE, MEDIATION, SERVICE, TIERS_LIEU, helps

DENSITY = (0.8, 0.5, 0.41, 0.09, 1.8)
"""For 10 000 inhabitants, by kind. « Other » are places of training or help that only the regional list names."""
SPREAD = (0.55, 0.8, 0.95, 1.15, 0.85)
"""Power of the population that draws a kind: low for what goes to small towns too."""
CLOSING = 0.04
"""Share of the places that close one day."""
REACH, ASIDE = 0.35, 24.0
"""How far from the middle of its cell a place stands (share of the way), and lists put it from there (metres)."""
NAMESAKES = 20
"""One mediation place in so many bears the name of another of its commune, that another list names: one, to all."""
NAMESAKE_AWAY = np.array([85.0, 0.0])
"""Metres between two namesakes and the middle of their cell: 170 m apart, more than one place ever is from itself."""


@dataclass(frozen=True, slots=True)
class Places:
    """Columns, one item a place: kind, commune, rank in its commune, position, days (ordinals) and lists.

    `bears` is the place whose name it bears: its own, but for a few that share the name of another, farther away.
    `listed[l]` whether list `l` names it, `x[l]`, `y[l]` where that list puts it (Lambert-93 metres).
    """

    seed: int
    kind: Ints
    commune: Ints
    rank: Ints
    form: Ints
    within: Ints
    bears: Ints
    opened: Ints
    closed: Ints
    listed: Bools
    x: Floats
    y: Floats
    middle: Floats

    def on(self, which: int, day: date) -> Ints:
        """The places a list published that day names."""
        open_then = (self.opened <= day.toordinal()) & (self.closed > day.toordinal())
        return np.flatnonzero(self.listed[which] & open_then)

    def counts_as(self, which: int, category: str) -> Bools:
        """Whether each place counts in a category once a list names it."""
        kind = self.kind
        if which in (FABRIQUES, SERVICES):
            return np.full(len(kind), (category == "tiers_lieu") == (which == FABRIQUES))
        if category == "tiers_lieu":
            return np.asarray((kind == TIERS_LIEU) | (kind == FABRIQUE))
        if which == NATIONAL:
            return np.asarray((kind == SERVICE) | (category == "mediation"))
        return helps(kind, self.form) & (category == "mediation")


def open_places(seed: int, ground: Ground, people: People, cells: tuple[Ints, Ints, Ints]) -> Places:
    """Every place there ever was, by kind."""
    population = people.population.astype(np.float64)
    tens = population.sum() / 10_000
    counts = [max(2, int(np.ceil(density * tens))) for density in DENSITY]
    parts = [allot(seed, f"places {k}", population ** SPREAD[k], n) for k, n in enumerate(counts)]
    namesakes = max(1, counts[MEDIATION] // NAMESAKES)
    parts[MEDIATION][-namesakes:] = parts[MEDIATION][:namesakes]
    kind = np.repeat(np.arange(5), counts)
    commune = np.concatenate(parts)
    order = np.concatenate([_shuffled(seed, k, n) for k, n in enumerate(counts)])
    opened = _opened(kind, (order + 0.5) / np.array(counts)[kind])
    listed = np.concatenate([named(seed, k, n, order[kind == k]) for k, n in enumerate(counts)], axis=1)
    rank, within = _ranks(kind, commune)
    form = pick(seed, "place form", 10**6, commune, rank)
    bears = np.arange(len(kind))
    first = counts[SERVICE] + np.arange(namesakes)
    again = first + counts[MEDIATION] - namesakes
    bears[again] = first
    usual = (order[first] > 0) & (order[again] > 0)
    listed[:, first[usual]] = np.arange(len(LISTS))[:, None] == NATIONAL
    listed[:, again[usual]] = np.arange(len(LISTS))[:, None] == REGIONAL
    middle = ground.corners(*_middle_cells(cells)).mean(axis=1)
    x, y = _stand(seed, ground, cells, kind, commune, rank, bears)
    return Places(
        seed=seed,
        kind=kind,
        commune=commune,
        rank=rank,
        form=form,
        within=within,
        bears=bears,
        opened=opened,
        closed=_closed(seed, kind, commune, rank, order, opened),
        listed=listed,
        x=x,
        y=y,
        middle=middle,
    )


def _shuffled(seed: int, kind: int, count: int) -> Ints:
    """The order in which the places of a kind open."""
    return order_of(bits(seed, "place order", np.arange(count), kind))


def _opened(kind: Ints, share: Floats) -> Ints:
    """The day each place opens, a first of the month, from its place in the order of openings of its kind."""
    steps: tuple[tuple[tuple[float, float], ...], ...] = (
        ((0.0, 2020.0), (0.3, 2020.5), (0.55, 2022.0), (0.85, 2024.0), (1.0, 2026.3)),
        ((0.0, 2008.0), (0.8, 2019.0), (1.0, 2026.4)),
        ((0.0, 2012.0), (0.65, 2019.2), (1.0, 2026.4)),
        ((0.0, 2019.7), (0.6, 2020.6), (1.0, 2024.5)),
        ((0.0, 2005.0), (0.88, 2019.0), (1.0, 2026.4)),
    )
    when = np.empty(len(kind))
    for k, curve in enumerate(steps):
        mine = kind == k
        when[mine] = np.interp(share[mine], [s for s, _ in curve], [t for _, t in curve])
    return np.array([date(int(t), 1 + int(t % 1 * 12), 1).toordinal() for t in when], dtype=np.int64)


def _closed(seed: int, kind: Ints, commune: Ints, rank: Ints, order: Ints, opened: Ints) -> Ints:
    """The day a place closes. Of each kind a few do, between 2021 and 2026, two years at least after they opened."""
    closed = np.full(len(kind), NOT_YET, dtype=np.int64)
    lot = uniform(seed, "closing", commune, rank)
    first, last = date(2021, 1, 1).toordinal(), date(2026, 6, 1).toordinal()
    for k in range(5):
        mine = np.flatnonzero((kind == k) & (opened < last - 1_000) & (order > 0))
        going = mine[np.argsort(lot[mine], kind="stable")[: int(CLOSING * (kind == k).sum())]]
        earliest = np.maximum(first, opened[going] + 730)
        closed[going] = earliest + (uniform(seed, "closing day", commune[going], rank[going]) * (last - earliest))
    return closed


def _ranks(kind: Ints, commune: Ints) -> tuple[Ints, Ints]:
    """The rank of each place in its commune, and among those of its kind there."""
    order = np.argsort(commune, kind="stable")
    rank = np.empty(len(kind), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.searchsorted(commune[order], commune[order])
    both = commune * 5 + kind
    within = np.empty(len(kind), dtype=np.int64)
    order = np.argsort(both, kind="stable")
    within[order] = np.arange(len(order)) - np.searchsorted(both[order], both[order])
    return rank, within


def _middle_cells(cells: tuple[Ints, Ints, Ints]) -> tuple[Ints, Ints]:
    """Row and column of the cell in the middle of each commune."""
    rows, columns, starts = cells
    middle = starts[:-1] + (starts[1:] - starts[:-1]) // 2
    return rows[middle], columns[middle]


def _stand(
    seed: int, ground: Ground, cells: tuple[Ints, Ints, Ints], kind: Ints, commune: Ints, rank: Ints, bears: Ints
) -> tuple[Floats, Floats]:
    """Where each list puts each place: one cell apiece around the middle, as long as the commune has some left; a
    Fabrique, in the middle cell, where its own list only gives the middle itself. Namesakes share a cell, apart."""
    rows, columns, starts = cells
    size = starts[commune + 1] - starts[commune]
    away = np.where(kind == FABRIQUE, 0, 1 + rank[bears] % np.maximum(size - 1, 1))
    cell = starts[commune] + (size // 2 + away) % size
    corners = ground.corners(rows[cell], columns[cell])
    point = inside(seed, "place", corners, REACH, commune, rank)
    middle = corners.mean(axis=1)
    point[kind == FABRIQUE] = middle[kind == FABRIQUE]
    again = np.flatnonzero(bears != np.arange(len(bears)))
    point[again], point[bears[again]] = middle[again] + NAMESAKE_AWAY, middle[again] - NAMESAKE_AWAY
    points = np.repeat(point[None, :, :], len(LISTS), axis=0)
    for which in range(len(LISTS)):
        turn = 2 * np.pi * uniform(seed, "aside", commune, rank, which)
        far = ASIDE * np.sqrt(uniform(seed, "aside far", commune, rank, which))
        points[which] += far[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    points[FABRIQUES] = middle
    return points[:, :, 0], points[:, :, 1]
