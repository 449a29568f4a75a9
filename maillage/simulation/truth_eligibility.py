"""What fixed networks serve, by building and by commune of today, and the closure of copper: from the model alone.

Premises are those of the buildings that the files of « Ma connexion internet » list, in the last quarter. A technology
serves where it gives a class above INEL.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from maillage.simulation.archives import gzipped
from maillage.simulation.bulk import Bulk, ahead
from maillage.simulation.copper import closures
from maillage.simulation.eligibility import TECHNOLOGIES, Reach, reach
from maillage.simulation.formats.shapes.mci import numbers
from maillage.simulation.mergers import published_as
from maillage.simulation.offers import CODES
from maillage.simulation.speeds import BHD8, CLASSES
from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.chance import Ints
from maillage.simulation.world.fibre import quarter_code
from maillage.simulation.world.model import World

TECHNOLOGY = ("periode", "commune", "technologie", "locaux")
SPEED = ("periode", "commune", "reseaux", "locaux", *CLASSES)
WHITE = ("periode", "commune", "locaux", "immeubles", "locaux_sous_8", "immeubles_sous_8")
COPPER = ("commune", "statut", "fermeture_technique_le")
BUILDINGS = b"imb_id,commune_publiee,locaux,meilleure,meilleure_hors_satellite,technologies\n"
SELECT = """
SELECT imb_id, $codes[shown + 1], premises, $classes[best + 2], $classes[ground + 2], $sets[served + 1] FROM lot
"""
EVERYTHING, ON_GROUND = "tous", "hors_satellite"


def write_truth(world: World, folder: Path) -> None:
    """Write `eligibilite.csv`, `eligibilite_debits.csv`, `zones_blanches.csv`, `cuivre.csv`, and every building in
    `eligibilite_immeubles_<period>.csv.gz`."""
    totals = _Totals(world)
    period = quarter_code(world.last)
    path = folder / f"eligibilite_immeubles_{period}.csv.gz"
    with Bulk(folder, ",") as bulk, gzipped(path, level=1) as stream:
        stream.write(BUILDINGS)
        for lines in ahead(_batches(world, bulk, totals)):
            stream.write(lines)
    _write(folder / "eligibilite.csv", TECHNOLOGY, totals.technologies(period))
    _write(folder / "eligibilite_debits.csv", SPEED, totals.speeds(period))
    _write(folder / "zones_blanches.csv", WHITE, totals.white(period))
    lots = ((world.cog.codes[closure.commune], closure.state, closure.day or "") for closure in closures(world))
    _write(folder / "cuivre.csv", COPPER, lots)


def _batches(world: World, bulk: Bulk, totals: "_Totals") -> Iterator[bytes]:
    """The line of each building, some communes at a time, added up on the way."""
    shown = published_as(world, world.last)
    lookups = {
        "codes": world.cog.codes,
        "classes": list(CODES),
        "sets": [_set(bits) for bits in range(1 << len(TECHNOLOGIES))],
    }
    for some in world.buildings():
        reached = reach(world, some, world.last)
        totals.add(some, reached)
        bulk.take(
            {
                "imb_id": numbers(world, some, world.last),
                "shown": shown[some.commune],
                "premises": some.premises,
                "best": reached.best(),
                "ground": reached.best(satellite=False),
                "served": (reached.eligible << np.arange(len(TECHNOLOGIES))[:, None]).sum(axis=0),
            }
        )
        yield bulk.lines(SELECT, lookups)


def _set(bits: int) -> str:
    """The technologies of a set of bits, in the order of TECHNOLOGIES."""
    return "+".join(name for rank, name in enumerate(TECHNOLOGIES) if bits >> rank & 1)


class _Totals:
    """Premises by commune of today: by technology, by class with and without satellite, and below 8 Mbit/s."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.premises, self.buildings = self._none(1)[0], self._none(1)[0]
        self.by_technology = self._none(len(TECHNOLOGIES))
        self.by_speed = {EVERYTHING: self._none(len(CLASSES)), ON_GROUND: self._none(len(CLASSES))}
        self.slow = self._none(2)

    def _none(self, rows: int) -> Ints:
        return np.zeros((rows, self.world.communes), dtype=np.int64)

    def add(self, some: Buildings, reached: Reach) -> None:
        """Count a batch."""
        commune, ones = self.world.cog.current[some.commune], np.ones_like(some.commune)
        self.premises += self._sum(commune, some.premises)
        self.buildings += self._sum(commune, ones)
        for row, there in zip(self.by_technology, reached.eligible, strict=True):
            row += self._sum(commune, some.premises * there)
        for networks, rows in self.by_speed.items():
            best = reached.best(satellite=networks == EVERYTHING)
            for rank, row in enumerate(rows):
                row += self._sum(commune, some.premises * (best >= rank))
        slow = (reached.best(satellite=False) < BHD8).astype(np.int64)
        self.slow += [self._sum(commune, some.premises * slow), self._sum(commune, ones * slow)]

    def _sum(self, commune: Ints, values: Ints) -> Ints:
        return np.bincount(commune, values, self.world.communes).astype(np.int64)

    def _today(self) -> Iterator[tuple[int, str]]:
        for rank in np.unique(self.world.cog.current).tolist():
            yield rank, self.world.cog.codes[rank]

    def technologies(self, period: str) -> Iterator[tuple[object, ...]]:
        """The rows of `eligibilite.csv`."""
        for rank, code in self._today():
            for name, row in zip(TECHNOLOGIES, self.by_technology, strict=True):
                yield period, code, name, row[rank]

    def speeds(self, period: str) -> Iterator[tuple[object, ...]]:
        """The rows of `eligibilite_debits.csv`: at least each class."""
        for rank, code in self._today():
            for networks, rows in self.by_speed.items():
                yield period, code, networks, self.premises[rank], *rows[:, rank].tolist()

    def white(self, period: str) -> Iterator[tuple[object, ...]]:
        """The rows of `zones_blanches.csv`."""
        for rank, code in self._today():
            yield period, code, self.premises[rank], self.buildings[rank], *self.slow[:, rank].tolist()


def _write(path: Path, heads: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
