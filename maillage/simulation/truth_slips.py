"""What became of the dates announced for buildings, from the arrays of the world alone.

One row for each commune of today, operator and quarter of buildings. No building of the world appears or vanishes:
each is in every delivery.
"""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from maillage.simulation.world.buildings import ABANDONED, CONNECTABLE, ON_DEMAND, Buildings
from maillage.simulation.world.chance import Ints
from maillage.simulation.world.deadlines import Flags, deadlines
from maillage.simulation.world.fibre import FIRST_QUARTER, FIRST_YEAR, quarter_code
from maillage.simulation.world.model import World

NONE = np.iinfo(np.int64).max
ALWAYS = (
    "immeubles",
    "dates",
    "promis",
    "mois_cumules",
    "echus",
    "non_raccordables",
    "tenus",
    "en_retard",
    "abandonnes",
    "indetermines",
)
SINCE = ("suivis", "repousses", "avances", "mois")
COLUMNS = ("commune", "periode", "operateur", *ALWAYS, *SINCE)


def write_truth(world: World, folder: Path) -> None:
    """Write `glissements.csv`; what is told since the delivery before is empty at the first one."""
    quarters = world.building_history()
    figures = ALWAYS + SINCE
    totals: dict[tuple[int, int, int], Ints] = defaultdict(lambda: np.zeros(len(figures), dtype=np.int64))
    for some in world.buildings():
        group, where = np.unique(
            np.stack([world.cog.current[some.commune], world.fibre.operator[some.commune]]), axis=1, return_inverse=True
        )
        for quarter, amounts in zip(quarters, _told(world, some, quarters), strict=True):
            for rank, name in enumerate(figures):
                added = np.bincount(where.ravel(), amounts[name], group.shape[1]).astype(np.int64)
                for place, count in enumerate(added.tolist()):
                    totals[int(group[0, place]), quarter, int(group[1, place])][rank] += count
    with open(folder / "glissements.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for (commune, quarter, operator), row in sorted(totals.items()):
            counts = row.tolist() if quarter > quarters[0] else [*row[: len(ALWAYS)].tolist(), *[""] * len(SINCE)]
            code, name = world.cog.codes[commune], world.fibre.operators[operator]
            writer.writerow((code, quarter_code(quarter), name, *counts))


def _told(world: World, some: Buildings, quarters: list[int]) -> list[dict[str, Ints | Flags]]:
    """What each building adds to the figures of each quarter."""
    days = [deadlines(world.seed, world.fibre, some, quarter) for quarter in quarters]
    states = [some.state(world.fibre, quarter) for quarter in quarters]
    promise, connected = np.full(len(some.commune), NONE), np.full(len(some.commune), NONE)
    announced = np.full(len(some.commune), NONE)
    for quarter, day, state in reversed(list(zip(quarters, days, states, strict=True))):
        promise = np.where(day.complete_known, day.complete, promise)
        announced = np.where(day.complete_known, quarter, announced)
        connected = np.where((state == CONNECTABLE) | (state == ON_DEMAND), quarter, connected)
    due = np.where(announced < NONE, _quarter_of(np.where(announced < NONE, promise, 0)), NONE)
    known = np.array([*quarters, NONE])
    judged = known[np.searchsorted(known, due)]
    fair = announced <= due
    kept = fair & (connected <= due)
    unknown = ~kept & (~fair | (connected == judged))
    by_quarter = []
    for rank, (quarter, day, state) in enumerate(zip(quarters, days, states, strict=True)):
        over = (announced <= quarter) & (due <= quarter)
        late = over & ~kept & ~unknown
        before = days[rank - 1] if rank else day
        both = day.complete_known & before.complete_known
        moved = np.where(both, day.complete - before.complete, 0)
        by_quarter.append(
            {
                "immeubles": np.ones_like(some.commune),
                "dates": day.complete_known,
                "promis": announced <= quarter,
                "mois_cumules": np.where(day.complete_known, _months(day.complete - promise), 0),
                "echus": over,
                "non_raccordables": over & (state < ON_DEMAND),
                "tenus": over & kept,
                "en_retard": late & (state != ABANDONED),
                "abandonnes": late & (state == ABANDONED),
                "indetermines": over & unknown,
                "suivis": both,
                "repousses": moved > 0,
                "avances": moved < 0,
                "mois": _months(moved),
            }
        )
    return by_quarter


def _months(days: Ints) -> Ints:
    return np.asarray(np.round(days / 30.44).astype(np.int64))


def _quarter_of(days: Ints) -> Ints:
    """The quarter a day falls in, as the world counts them."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray((months + 12 * 1970) // 3 - (4 * FIRST_YEAR + FIRST_QUARTER - 1))
