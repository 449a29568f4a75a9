"""Fabriques de territoire (ANCT): one GeoJSON point for each commune, several Fabriques joined by `;`.

Quirks kept: the point is that of the commune, names are escaped as in HTML and may go on with who carries the place.
"""

import html
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from maillage.simulation.formats import Written
from maillage.simulation.mergers import published_as
from maillage.simulation.world.calendars import quarter_of
from maillage.simulation.world.mobile import degrees
from maillage.simulation.world.model import World
from maillage.simulation.world.place_lists import FABRIQUES, dates
from maillage.simulation.world.place_signs import NOUNS, as_written

HEAD = (
    '{\n"type": "FeatureCollection",\n"name": "fabt_geom",\n'
    '"crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } },\n"features": [\n'
)


def write(world: World, folder: Path) -> Iterator[Written]:
    """One file for each date."""
    for day in dates(FABRIQUES, world.history()):
        path = folder / f"fabriques_de_territoire_{day.isoformat()}.geojson"
        features: dict[int, list[int]] = {}
        for place in world.places.on(FABRIQUES, day).tolist():
            features.setdefault(int(world.places.commune[place]), []).append(place)
        published = published_as(world, quarter_of(day)).tolist()
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(HEAD)
            file.write(
                ",\n".join(_feature(world, published[commune], features[commune]) for commune in sorted(features))
            )
            file.write("\n]\n}\n")
        yield Written("fabriques_territoire", day.isoformat(), path, (day + timedelta(days=9)).isoformat())


def _feature(world: World, commune: int, members: list[int]) -> str:
    """The point of a town and its Fabriques; `commune` is the one that holds it at the date of the list."""
    town, code = world.names[commune], world.cog.codes[commune]
    (longitude,), (latitude,) = degrees(world.places.x[FABRIQUES, members[:1]], world.places.y[FABRIQUES, members[:1]])
    names = [html.escape(as_written(world.places, place, FABRIQUES, town), quote=False) for place in members]
    if len(members) == 1 and members[0] % 3 == 0:
        names[0] += f".\nPorté par l'association des {NOUNS[members[0] % len(NOUNS)]}"
    properties = {
        "id_geo": code,
        "lib_geo": town,
        "id_territoire": "; ".join(f"fabt-{place + 1}" for place in members),
        "liste_geo": f"{town} ({code})",
        "lib_territoire": "; ".join(names),
    }
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps(feature, ensure_ascii=False)
