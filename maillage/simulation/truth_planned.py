"""What was announced of each building at each delivery, and how far it slipped, from the arrays of the world alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

from maillage.kernel.period import Period
from maillage.simulation.formats.ipe_immeubles import building_code
from maillage.simulation.planned import announced, delivered_on, deliveries, period
from maillage.simulation.world.buildings import STATES
from maillage.simulation.world.model import World

PLANNED = ("livree_le", "imb_id", "etat", "locaux", "cablage")
SLIPS = ("imb_id", "premiere", "derniere", "mois")


def write_truth(world: World, folder: Path) -> None:
    """Write `dates_prevues.csv`, by building and delivery, and `glissements_prevus.csv`, by building told twice."""
    by_building: dict[str, list[Period]] = {}
    with open(folder / "dates_prevues.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(PLANNED)
        for delivery in deliveries(world):
            for code, state, premises, when in _said(world, delivery):
                writer.writerow((delivered_on(delivery), code, state, premises, when.code if when else ""))
                if when:
                    by_building.setdefault(code, []).append(when)
    with open(folder / "glissements_prevus.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(SLIPS)
        for code, dates in by_building.items():
            if len(dates) > 1:
                writer.writerow((code, dates[0].code, dates[-1].code, months(dates[0], dates[-1])))


def months(first: Period, last: Period) -> int:
    """Whole months from the end of a period to that of another."""
    return (last.end.year - first.end.year) * 12 + last.end.month - first.end.month


def _said(world: World, delivery: int) -> Iterator[tuple[str, str, int, Period | None]]:
    for announcement in announced(world, delivery):
        some = announcement.some
        for rank in range(len(some.commune)):
            code = world.cog.codes[int(some.commune[rank])]
            yield (
                building_code(code, int(some.pm[rank]), int(some.rank[rank])),
                STATES[int(announcement.state[rank])],
                int(some.premises[rank]),
                period(int(announcement.quarter[rank]), int(announcement.day[rank])),
            )
