"""The ground: a mesh of small irregular six-sided cells, each given to one commune.

A commune is the cells nearer to its centre than to any other once the plane has been gently twisted: its outline
winds, neighbours share it exactly, and nothing is left over. Lambert-93 metres, off the Atlantic coast: no real
commune lies there.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from maillage.simulation.world.chance import Floats, Ints, smooth, uniform

COMMUNE_SIDE = 3_600.0
"""Metres: 13 km² a commune, as in Bourgogne-Franche-Comté (an average of 12.97)."""
CELLS_ACROSS = 7
"""Cells along the side of a commune: about 49 in each."""
EAST_END, NORTH_MIDDLE = -20_000.0, 6_650_000.0
SEA = -1


@dataclass(frozen=True, slots=True)
class Ground:
    """Cells by row and column (`owner`: commune or SEA), and the centre of each commune (`x`, `y`, metres)."""

    seed: int
    owner: Ints
    x: Floats
    y: Floats
    west: float
    south: float

    @property
    def cell(self) -> float:
        """Width of a cell, metres."""
        return COMMUNE_SIDE / CELLS_ACROSS

    def corners(self, rows: Ints, columns: Ints) -> Floats:
        """The six corners of cells, anticlockwise: shape (cells, 6, 2), Lambert-93 metres."""
        first = 2 * columns + rows % 2
        ks = np.stack([first, first + 1, first + 2, first + 2, first + 1, first], axis=1)
        js = np.stack([rows, rows, rows, rows + 1, rows + 1, rows + 1], axis=1)
        return self._vertex(js, ks)

    def _vertex(self, j: Ints, k: Ints) -> Floats:
        """A corner of the mesh: a brick wall bent into hexagons, each corner moved a little."""
        bend = np.where((j + k) % 2 == 0, 1.0, -1.0) / 6.0
        dx = uniform(self.seed, "corner x", j, k) - 0.5
        dy = uniform(self.seed, "corner y", j, k) - 0.5
        x = self.west + (k * 0.5 + dx * 0.34) * self.cell
        y = self.south + (j + bend + dy * 0.34) * self.cell
        return np.stack([x, y], axis=-1)

    def cells_of(self) -> tuple[Ints, Ints, Ints]:
        """The cells grouped by commune: rows, columns, and where each commune starts (one more than communes)."""
        rows, columns = np.nonzero(self.owner != SEA)
        owners = self.owner[rows, columns]
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(len(self.x) + 1))
        return rows[order].astype(np.int64), columns[order].astype(np.int64), starts.astype(np.int64)

    def outlines(self, communes: Ints) -> NDArray[np.object_]:
        """The polygon of each of these communes, in Lambert-93 metres, neighbours sharing every point."""
        rows, columns, starts = self.cells_of()
        polygons = np.empty(len(communes), dtype=object)
        for i, commune in enumerate(communes):
            mine = slice(starts[commune], starts[commune + 1])
            hexagons = shapely.polygons(self.corners(rows[mine], columns[mine]))
            polygons[i] = shapely.coverage_union_all(hexagons)
        return polygons


def make_ground(seed: int, communes: int) -> Ground:
    """The ground of `communes` communes around a common middle."""
    across = int(np.ceil(np.sqrt(communes) * 1.25)) + 6
    west = EAST_END - across * COMMUNE_SIDE
    south = NORTH_MIDDLE - across * COMMUNE_SIDE / 2
    seeds_x, seeds_y = _centres(seed, across, west, south)
    land = _land(seed, communes, seeds_x, seeds_y, west, south, across)
    owner = _owners(seed, across, west, south, seeds_x, seeds_y, land)
    kept = land != SEA
    return Ground(seed, owner, seeds_x[kept], seeds_y[kept], west, south)


def _centres(seed: int, across: int, west: float, south: float) -> tuple[Floats, Floats]:
    """One centre in each square of a grid, anywhere but near its edges."""
    row, column = np.mgrid[0:across, 0:across]
    x = west + (column + 0.5 + (uniform(seed, "centre x", row, column) - 0.5) * 0.92) * COMMUNE_SIDE
    y = south + (row + 0.5 + (uniform(seed, "centre y", row, column) - 0.5) * 0.92) * COMMUNE_SIDE
    return x, y


def _land(seed: int, communes: int, x: Floats, y: Floats, west: float, south: float, across: int) -> Ints:
    """Numbers the `communes` centres nearest to the middle, with capes and bays; the others are sea."""
    half = across * COMMUNE_SIDE / 2
    far = np.hypot(x - west - half, y - south - half)
    far *= 0.5 + 1.0 * smooth(seed, "coast", x, y, half * 0.9)
    far[0, :] = far[-1, :] = far[:, 0] = far[:, -1] = np.inf
    chosen = np.sort(np.argsort(far, axis=None, kind="stable")[:communes])
    land = np.full(far.size, SEA, dtype=np.int64)
    land[chosen] = np.arange(communes)
    return land.reshape(far.shape)


def _owners(seed: int, across: int, west: float, south: float, seeds_x: Floats, seeds_y: Floats, land: Ints) -> Ints:
    """The commune of each cell: that of the nearest centre, once the plane is twisted."""
    side = across * CELLS_ACROSS
    owner = np.empty((side, side), dtype=np.int64)
    size = COMMUNE_SIDE / CELLS_ACROSS
    for start in range(0, side, 256):
        row, column = np.mgrid[start : min(start + 256, side), 0:side]
        x = west + (column + 0.5 + (row % 2) / 2) * size
        y = south + (row + 0.5) * size
        twist = COMMUNE_SIDE * 1.2
        x, y = (
            x + (smooth(seed, "twist x", x, y, COMMUNE_SIDE * 1.6, 3) - 0.5) * twist,
            y + (smooth(seed, "twist y", x, y, COMMUNE_SIDE * 1.6, 3) - 0.5) * twist,
        )
        owner[start : start + 256] = _nearest(x, y, west, south, seeds_x, seeds_y, land)
    return _without_islets(owner)


def _nearest(x: Floats, y: Floats, west: float, south: float, seeds_x: Floats, seeds_y: Floats, land: Ints) -> Ints:
    across = len(land)
    column = ((x - west) // COMMUNE_SIDE).astype(np.int64)
    row = ((y - south) // COMMUNE_SIDE).astype(np.int64)
    best = np.full(x.shape, np.inf)
    nearest = np.full(x.shape, SEA, dtype=np.int64)
    for a in range(-2, 3):
        for b in range(-2, 3):
            r = np.clip(row + a, 0, across - 1)
            c = np.clip(column + b, 0, across - 1)
            distance = (seeds_x[r, c] - x) ** 2 + (seeds_y[r, c] - y) ** 2
            nearer = distance < best
            best[nearer] = distance[nearer]
            nearest[nearer] = land[r, c][nearer]
    return nearest


def _neighbours(owner: Ints) -> list[Ints]:
    """The six cells around each cell; beyond the edge lies the sea."""
    wide = np.pad(owner, 1, constant_values=SEA)
    odd = (np.arange(len(owner)) % 2 == 1)[:, None]
    around = [wide[1:-1, :-2], wide[1:-1, 2:]]
    for shift in (0, 2):
        line = wide[shift : shift + len(owner)]
        around += [np.where(odd, line[:, 1:-1], line[:, :-2]), np.where(odd, line[:, 2:], line[:, 1:-1])]
    return around


def _without_islets(owner: Ints) -> Ints:
    """Cells that touch no other of their commune go to a neighbour."""
    for _ in range(3):
        around = _neighbours(owner)
        alone = ~np.any([neighbour == owner for neighbour in around], axis=0)
        if not alone.any():
            break
        owner = np.where(alone, np.maximum.reduce(around), owner)
    return owner
