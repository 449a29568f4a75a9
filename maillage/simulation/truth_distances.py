"""How far each home is from the nearest place of help, from the model alone: its positions in metres, never its files.

Found with a tree of the places (shapely), another way than the platform's. A place stands where the list that tells it
best puts it, and homes weigh their premises.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely

from maillage.simulation.truth_places import once, places_named
from maillage.simulation.world.chance import Floats, Ints
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import CATEGORIES

COLUMNS = ("categorie", "commune", "locaux", "metres", "a_5_km", "a_10_km", "a_20_km")
WITHIN = (5_000.0, 10_000.0, 20_000.0)


def write_truth(world: World, folder: Path) -> None:
    """Write `distances.csv`: by category and commune of today, premises, their distances added up, those near."""
    with open(folder / "distances.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_rows(world))


def positions(world: World, category: str) -> Floats:
    """Where the places of a category stand by the last lists, Lambert-93 metres, one row each."""
    known = places_named(world, category)
    entries = [group[0] for group in once(world, known[-1][1])] if known else []
    return np.array([(world.places.x[entry], world.places.y[entry]) for entry in entries])


def _rows(world: World) -> Iterable[tuple[object, ...]]:
    there = {name: spots for name in CATEGORIES if len(spots := positions(world, name))}
    trees = {name: shapely.STRtree(shapely.points(spots)) for name, spots in there.items()}
    figures = {name: np.zeros((2 + len(WITHIN), world.communes)) for name in trees}
    for some in world.buildings():
        commune, points = world.cog.current[some.commune], shapely.points(some.x, some.y)
        for name, tree in trees.items():
            _, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
            for row, weight in enumerate(_weights(some.premises, metres)):
                figures[name][row] += np.bincount(commune, weight, world.communes)
    for name, rows in figures.items():
        for rank in np.unique(world.cog.current).tolist():
            premises, metres, *within = rows[:, rank].tolist()
            yield name, world.cog.codes[rank], int(premises), round(metres, 3), *map(int, within)


def _weights(premises: Ints, metres: Floats) -> list[Floats]:
    """What each building adds to the figures of its commune."""
    near = [premises * (metres <= bound) for bound in WITHIN]
    return [figure.astype(np.float64) for figure in (premises, premises * metres, *near)]
