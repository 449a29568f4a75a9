"""How often the truth lies in the intervals forecast: simulated roll-outs told up to a quarter, and what came after.

The method was tuned on seeds 1 to 15, after a first look at 101 to 110. `python -m scripts.forecast_coverage` measures
it on seeds 201 to 210, that set nothing.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from maillage import derived
from maillage.derived.forecasting.history import later
from maillage.derived.forecasting.levels import HORIZONS
from maillage.simulation.dates import CARTEFIBRE_SINCE
from maillage.simulation.world.buildings import premises_by_date
from maillage.simulation.world.fibre import AMEL, ZONE_CODES, quarter_code
from maillage.simulation.world.model import World
from maillage.store.duck import connect, create
from maillage.store.lake import stored_columns
from maillage.store.rows import append
from maillage.tables.deploiement_ftth import TABLE

Row = Mapping[str, object]
AFTER = 60
"""Quarters after which nothing more is looked for."""
COMPLETION, UNBOUNDED = "completion", "no end told"
SAME = 1e-6


@dataclass(frozen=True)
class RollOut:
    """The world of a seed, of which `known` quarters are told, the last of them `cut` quarters before LAST_QUARTER."""

    seed: int
    known: int
    cut: int = 8
    communes: int = 400

    @cached_property
    def world(self) -> World:
        """What is simulated."""
        return World(self.communes, self.seed, 1)

    @property
    def last(self) -> int:
        """The last quarter told."""
        return self.world.last - self.cut

    @cached_property
    def premises(self) -> tuple[dict[str, int], dict[int, dict[str, int]]]:
        """Premises of each commune of today, and those connectable at the end of each quarter told or to come."""
        world, quarters = self.world, range(self.last - self.known + 1, self.last + AFTER + 1)
        total = np.zeros(world.communes)
        done = {quarter: np.zeros(world.communes) for quarter in quarters}
        for first, end in world._batches(100_000):
            commune, premises, order = premises_by_date(world.seed, world.people, first, end)
            here, size = commune - first, end - first
            total[first:end] = np.bincount(here, premises, size)
            for quarter in quarters:
                reached = order < world.fibre.share(quarter)[commune]
                done[quarter][first:end] = np.bincount(here, premises * reached, size)
        return self._today(total), {quarter: self._today(counts) for quarter, counts in done.items()}

    def _today(self, counts: np.ndarray[Any, Any]) -> dict[str, int]:
        today = np.flatnonzero(self.world.cog.current == np.arange(self.world.communes))
        added = self.world.by_current(counts)
        return {self.world.cog.codes[rank]: int(added[rank]) for rank in today.tolist()}

    def rows(self) -> Iterator[Row]:
        """What the quarters told say, as the table of deployments holds it."""
        total, done = self.premises
        zone = {code: int(rank) for code, rank in zip(self.world.cog.codes, self.world.fibre.zone, strict=True)}
        for quarter in range(max(self.last - self.known + 1, CARTEFIBRE_SINCE), self.last + 1):
            for code, premises in total.items():
                yield {
                    "commune": code,
                    "periode": quarter_code(quarter),
                    "raccordables": done[quarter][code],
                    "locaux": premises,
                    "zone": ZONE_CODES[zone[code]],
                    "operateur_amel": "X" if zone[code] == AMEL else None,
                    "source": "arcep_cartefibre_communes",
                    "fichier": "essai.csv",
                    "ligne": 1,
                }

    def share(self, commune: str, ahead: int) -> float:
        """The share of premises really connectable so many quarters after the last told, in percent."""
        total, done = self.premises
        return 100 * done[self.last + ahead][commune] / total[commune]

    def completed(self, commune: str, threshold: float) -> str | None:
        """The first quarter after the last told when the share really was at the threshold; None when it never is."""
        for ahead in range(1, AFTER + 1):
            if self.share(commune, ahead) >= 100 * threshold:
                return later(quarter_code(self.last), ahead)
        return None


def computed(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The forecasts, then the trials of the past, from rows of the table of deployments."""
    told: list[list[Row]] = []
    with closing(connect()) as con:
        columns = stored_columns(TABLE)
        create(con, TABLE.name, columns)
        append(con, TABLE.name, columns, rows)
        for name in ("previsions_epreuve", "previsions_ftth"):
            module = derived.catalogue()[name]
            found = list(module.compute(lambda sql: con.execute(sql).fetchall(), lambda *problem: None))
            create(con, name, module.DERIVED.columns)
            append(con, name, module.DERIVED.columns, found)
            told.insert(0, found)
    return told[0], told[1]


def held(one: RollOut) -> dict[str, list[bool]]:
    """For each horizon, and for completion, whether each interval forecast contains what really came."""
    forecasts, trials = computed(one.rows())
    threshold = float(str(trials[0]["seuil"]))
    found: dict[str, list[bool]] = {name: [] for name in (*map(str, HORIZONS), COMPLETION, UNBOUNDED)}
    for row in forecasts:
        if row["etat"] != "prevue":
            continue
        commune = str(row["commune"])
        for ahead in HORIZONS:
            low, high = (float(str(row[f"part_{ahead}_{bound}"])) for bound in ("bas", "haut"))
            found[str(ahead)].append(low - SAME <= one.share(commune, ahead) <= high + SAME)
        came, first, last = one.completed(commune, threshold) or "9999", row["premier"], row["dernier"]
        if last is not None:
            found[COMPLETION].append(str(first) <= came <= str(last))
        elif first is not None:
            found[UNBOUNDED].append(str(first) <= came)
    return found


def main() -> None:
    """Print how often the truth lay in the intervals, by horizon, over seeds that set nothing."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, nargs="+", default=list(range(201, 211)))
    asked.add_argument("--communes", type=int, default=400)
    asked.add_argument("--known", type=int, nargs="+", default=[12, 20])
    given = asked.parse_args()
    for known in given.known:
        every = {seed: held(RollOut(seed, known, communes=given.communes)) for seed in given.seeds}
        print(f"{known} quarters known, {len(every)} seeds, {given.communes} communes")
        for name in (*map(str, HORIZONS), COMPLETION, UNBOUNDED):
            told = [one[name] for one in every.values()]
            total, inside = sum(map(len, told)), sum(map(sum, told))
            by_seed = " ".join(f"{100 * sum(one) / len(one):.0f}" if one else "-" for one in told)
            print(f"  {name:>12} {100 * inside / max(total, 1):5.1f} % of {total:5d}   by seed {by_seed}")


if __name__ == "__main__":
    main()
