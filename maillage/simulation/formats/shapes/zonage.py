"""A programme of the State, as ANCT draws it: a point for each territory, whose communes are one text."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.formats.fabriques_territoire import HEAD
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World

PERIOD, OBTAINED_ON = "2024-09-01", "2026-09-02"


def write_zonage(
    world: World, path: Path, source: str, territories: Sequence[tuple[Sequence[int], date | None]]
) -> Iterator[Written]:
    """One file; each territory is its communes, by rank, and the day it was signed."""
    code = path.name.split("_")[1]
    features = (_feature(world, f"{code}-{rank:03d}", *each) for rank, each in enumerate(territories, 1))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(HEAD.replace("fabt", code) + ",\n".join(features) + "\n]\n}\n")
    yield Written(source, PERIOD, path, OBTAINED_ON)


def _feature(world: World, identifier: str, communes: Sequence[int], signed: date | None) -> str:
    seat = communes[0]
    properties = {
        "id_territoire": identifier,
        "lib_territoire": " - ".join(world.names[commune] for commune in communes),
        "date_signature": signed and signed.isoformat(),
        "liste_geo": "; ".join(f"{world.names[commune]} ({world.cog.codes[commune]})" for commune in communes),
    }
    (longitude,), (latitude,) = degrees(world.ground.x[seat : seat + 1], world.ground.y[seat : seat + 1])
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False)
