"""Compare the demonstration region with real figures: remake the pictures of docs/simulation.md and its table.

    .venv/bin/python scripts/simulation_pictures.py            (real files in ../shared/data, or --data FOLDER)

No real row is drawn: only quantiles, counts and shares computed from the files (see simulation_compared.py).
"""

import argparse
import json
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import vl_convert
from simulation_compared import BFC, FRANCE, PLACES, SIMULATED, Numbers, Territory, all_three, measures, shown, table

from maillage.simulation.world.model import World

ROOT = Path(__file__).parent.parent
DOCUMENT, PICTURES = ROOT / "docs" / "simulation.md", ROOT / "docs" / "images" / "simulation"
START, END = "<!-- compared: start -->", "<!-- compared: end -->"
COMMUNES, SEED, QUARTERS = 400, 2026, 12
GROUND, INK, SOFT, LINE, THREAD, PALE, OCHRE = (
    *("#FBF9F4", "#16283A", "#4A5A68", "#DDD6C8", "#0B6E69", "#5FA39B", "#B4530A"),
)
RAMP = ("#F1E7D0", "#CFDDC8", "#9CC5B8", "#5FA39B", "#2B7C79", "#125359", "#16283A")
SCALE = {"region": 1.0}
FONT = "Liberation Sans"
"""Carried by vl-convert itself: pictures are the same on every machine."""
COLOURS = {SIMULATED: THREAD, BFC: INK, FRANCE: PALE}
PREMISES_PANELS = (
    "Dwellings by inhabitant",
    "Premises by inhabitant",
    "Firms’ premises for 100 dwellings",
    "Premises in private zones (ZTD, AMII)",
)
MOBILE_PANELS = (
    "Operator-sites for 10,000 inhabitants, Jan. 2018",
    "Operator-sites with 4G",
    "Operator-sites of the first operator",
    "Communes without any site, Jan. 2018",
)
PLACES_PANELS = tuple(f"{name}, for 10,000 inhabitants" for name in PLACES)
Spec = dict[str, Any]


def lighter(png: bytes) -> bytes:
    """The same picture in 64 colours and well packed: vl-convert writes it in millions, hardly packed."""
    width, height = struct.unpack(">II", png[16:24])
    pixels = _pixels(b"".join(data for kind, data in _chunks(png) if kind == b"IDAT"), height, width)
    packed = (pixels.astype(np.int64) >> 1) @ (1 << 14, 1 << 7, 1)
    colours, which, count = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = np.stack([colours >> 14, colours >> 7 & 127, colours & 127], axis=1) * 2 + 1
    named = np.array([list(bytes.fromhex(one[1:])) for one in (GROUND, INK, SOFT, LINE, THREAD, OCHRE, *RAMP)])
    palette = np.concatenate([named, rgb[np.argsort(-count, kind="stable")[: 64 - len(named)]]])
    nearest = np.abs(rgb[:, None, :] - palette[None]).sum(axis=2).argmin(axis=1)
    lines = np.insert(nearest[which].reshape(height, width).astype(np.uint8), 0, 0, axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    data = zlib.compress(lines.tobytes(), 9)
    parts = ((b"IHDR", head), (b"PLTE", palette.astype(np.uint8).tobytes()), (b"IDAT", data), (b"IEND", b""))
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file."""
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _pixels(data: bytes, height: int, width: int) -> Numbers:
    """Red, green and blue of each pixel of an opaque picture of eight bits a channel, its five filters undone."""
    rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, 1 + 4 * width)
    found = np.zeros((height, width, 4), dtype=np.uint8)
    above = np.zeros((width, 4), dtype=np.uint8)
    for rank, row in enumerate(rows):
        way, line = int(row[0]), row[1:].reshape(width, 4)
        if way in (1, 2):
            above = np.cumsum(line, axis=0, dtype=np.uint8) if way == 1 else line + above
        elif way:
            above = _row(way, line.tolist(), above.tolist())
        else:
            above = line
        found[rank] = above
    return found[:, :, :3]


def _row(way: int, line: list[list[int]], above: list[list[int]]) -> Numbers:
    """A row filtered by the mean of its neighbours (3) or by the nearest of three (4, Paeth)."""
    left, corner, done = [0] * 4, [0] * 4, []
    for now, up in zip(line, above, strict=True):
        if way == 3:
            left = [(n + (a + b) // 2) % 256 for n, a, b in zip(now, left, up, strict=True)]
        else:
            left = [(n + _paeth(a, b, c)) % 256 for n, a, b, c in zip(now, left, up, corner, strict=True)]
        corner = up
        done.append(left)
    return np.array(done, dtype=np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    """The neighbour nearest to left + up - corner."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def picture(title: str, source: str, body: Spec) -> Spec:
    """A picture of the house: paper, what it shows, where the figures are from, and that the region is fictional."""
    said = [f"Simulated: Territoire fictif, données simulées (400 communes, seed {SEED}).", f"Real: {source}."]
    head = {"text": title, "subtitle": said, "anchor": "start", "offset": 14, "subtitlePadding": 6}
    axis = {"labelColor": SOFT, "titleColor": INK, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE}
    fonts = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    config: Spec = {
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis | fonts,
        "legend": {"title": None, "orient": "top", "labelColor": INK, "labelFontSize": 13, "labelLimit": 260},
        "title": {"color": INK, "subtitleColor": SOFT, "fontSize": 17, "subtitleFontSize": 12},
        "header": {"title": None, "labelColor": INK, "labelFontSize": 13},
    }
    return {"title": head, "background": GROUND, "padding": 16, "config": config, **body}


def colour() -> Spec:
    """The three territories, always in the same colours and order."""
    scale = {"domain": list(COLOURS), "range": list(COLOURS.values())}
    return {"field": "who", "type": "nominal", "scale": scale, "sort": list(COLOURS)}


def lines(points: list[Spec], x: Spec, y: Spec) -> Spec:
    """One curve a territory, with a different dash each."""
    dash = colour() | {"scale": {"domain": list(COLOURS), "range": [[1, 0], [7, 3], [2, 2]]}}
    encoding = {"x": {"type": "quantitative"} | x, "y": {"type": "quantitative"} | y, "color": colour()}
    mark = {"type": "line", "strokeWidth": 2.5}
    return {
        "width": 620,
        "height": 320,
        "data": {"values": points},
        "mark": mark,
        "encoding": encoding | {"strokeDash": dash},
    }


def bars(values: list[Spec], title: str, labels: Sequence[str]) -> Spec:
    """Bars by class, one a territory, each with its figure."""
    across = {"field": "class", "sort": list(labels), "title": title, "axis": {"labelAngle": 0}}
    encoding = {
        "x": across | {"type": "nominal"},
        "xOffset": {"field": "who", "sort": list(COLOURS)},
        "y": {"field": "value", "type": "quantitative", "title": None, "axis": None},
    }
    text = {"type": "text", "dy": -7, "fontSize": 11, "color": INK}
    layers = [
        {"mark": {"type": "bar", "stroke": SOFT, "strokeWidth": 0.5}, "encoding": {"color": colour()}},
        {"mark": text, "encoding": {"text": {"field": "label"}}},
    ]
    return {"width": 660, "height": 260, "data": {"values": values}, "encoding": encoding, "layer": layers}


def population_picture(every: Sequence[Territory]) -> Spec:
    """Rank and size of communes, on logarithmic scales: means of thirty classes of rank, four communes at least."""
    points = []
    for t in every:
        sizes = np.sort(t.population)[::-1]
        edges = [0]
        for edge in np.geomspace(4, len(sizes) + 0.5, 30).astype(int).tolist():
            edges += [edge] if edge - edges[-1] >= 4 else []
        for first, last in pairwise(edges):
            rank = np.sqrt((first + 1) * last)
            points.append({"who": t.name, "x": 100 * rank / len(sizes), "y": float(sizes[first:last].mean())})
    across, up = [0.01, 0.1, 1, 10, 100], [10, 100, 1_000, 10_000, 100_000, 1_000_000]
    x = {
        "field": "x",
        "scale": {"type": "log", "domain": [0.002, 100], "nice": False},
        "title": "Share of communes at least as large (%)",
        "axis": {"values": across, "format": "~g"},
    }
    y = {
        "field": "y",
        "scale": {"type": "log", "domain": [10, 3_000_000], "clamp": True, "nice": False},
        "title": "Inhabitants",
        "axis": {"values": up, "format": ",d"},
    }
    source = "INSEE legal populations, COG 2026 (npm @etalab/decoupage-administratif 6.0.0)"
    return picture("Communes by rank and size", source, lines(points, x, y))


def fibre_picture(every: Sequence[Territory]) -> Spec:
    """Where communes stood in 2018, those at zero left out of the bars and said."""
    edges, labels = (
        (0, 0.1, 0.25, 0.5, 0.8, 1.0, np.inf),
        ("0–10 %", "10–25", "25–50", "50–80", "80–100", "over 100 %"),
    )
    values = []
    for t in every:
        started = np.histogram(t.rates[t.connectable > 0], edges)[0] / len(t.rates)
        shares = [("nothing yet", float((t.connectable == 0).mean())), *zip(labels, started.tolist(), strict=True)]
        for name, share in shares:
            height = min(share, 0.045) if name == "nothing yet" else share
            values.append({"who": t.name, "class": name, "value": height, "label": f"{100 * share:.1f}"})
    title = "Connectable premises of the commune (bars of « nothing yet » are cut)"
    body = bars(values, title, ("nothing yet", *labels))
    source = "Arcep, observatoire HD-THD, 1st quarter of 2018"
    return picture("FttH in 2018-T1: share of communes by rate (%)", source, body)


def panels_picture(title: str, source: str, every: Sequence[Territory], labels: Sequence[str]) -> Spec:
    """Figures of the table that have different units: one small panel each, every panel from zero."""
    panels = []
    for one in (m for m in measures() if m.label in labels):
        values = [(t.name, one.of(t)) for t in every]
        known = [{"who": n, "value": v, "label": shown(one, v)} for n, v in values if v is not None]
        y = {"field": "who", "type": "nominal", "sort": list(COLOURS), "axis": {"title": None, "labels": False}}
        x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"zero": True}}
        text = {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": INK}
        mark = {"type": "bar", "stroke": SOFT, "strokeWidth": 0.5}
        layers = [
            {"mark": mark, "encoding": {"color": colour()}},
            {"mark": text, "encoding": {"text": {"field": "label"}}},
        ]
        head = {"text": one.label, "fontSize": 13, "fontWeight": "normal", "anchor": "start", "color": INK}
        data = {"values": known}
        panel = {"title": head, "width": 250, "height": 66, "data": data, "encoding": {"x": x, "y": y}, "layer": layers}
        panels.append(panel)
    return picture(title, source, {"columns": 2, "spacing": {"row": 22, "column": 70}, "concat": panels})


def area_picture(every: Sequence[Territory]) -> Spec:
    """How the areas of communes spread."""
    ranks = range(1, 100)
    found = [(t.name, rank, float(np.percentile(t.area, rank))) for t in every for rank in ranks]
    points = [{"who": name, "x": area, "y": rank} for name, rank, area in found if area <= 40]
    x = {"field": "x", "title": "Area of the commune (km²)", "axis": {"values": [0, 10, 20, 30, 40]}}
    y = {"field": "y", "title": "Communes at most as large (%)", "axis": {"values": [0, 25, 50, 75, 100]}}
    source = "IGN outlines (BFC: france-geojson, 2018; France: generalised to 1,000 m)"
    return picture("Areas of communes", source, lines(points, x, y))


def region_picture(world: World) -> Spec:
    """The region: communes by inhabitants, limits of départements, the eight largest towns."""
    outlines = world.ground.outlines(np.arange(world.communes))
    people = np.searchsorted((200, 500, 1_000, 2_000, 5_000, 20_000), world.people.population, side="right")
    classes = ("under 200", "200 to 499", "500 to 999", "1,000 to 1,999", "2,000 to 4,999", "5,000 to 19,999")
    labels = [*classes, "20,000 and more"]
    filled = [shape(one, labels[rank]) for one, rank in zip(outlines, people.tolist(), strict=True)]
    parts = range(len(world.cog.departements))
    limits = [shape(shapely.union_all(outlines[world.cog.departement == rank])) for rank in parts]
    largest = np.argsort(-world.people.population)[:8].tolist()
    middle = {one: shapely.point_on_surface(outlines[one]) for one in largest}
    towns = [{"x": middle[one].x, "y": middle[one].y, "name": world.names[one]} for one in largest]
    fill = {
        "field": "properties.people",
        "type": "ordinal",
        "scale": {"domain": labels, "range": list(RAMP)},
        "legend": {"title": "Inhabitants", "titleColor": INK, "orient": "right", "symbolType": "square"},
    }
    at = {"longitude": {"field": "x", "type": "quantitative"}, "latitude": {"field": "y", "type": "quantitative"}}
    name = {"type": "text", "dy": -11, "fontSize": 13, "fontWeight": 600}
    called = {"encoding": at | {"text": {"field": "name"}}}
    line = {"type": "geoshape", "filled": False, "stroke": INK, "strokeWidth": 1.2}
    layers: list[Spec] = [
        {"data": {"values": filled}, "mark": {"type": "geoshape", "stroke": GROUND, "strokeWidth": 0.5}}
        | {"encoding": {"color": fill}},
        {"data": {"values": limits}, "mark": line},
        {"data": {"values": towns}, "mark": {"type": "circle", "color": OCHRE, "opacity": 1}, "encoding": at},
        {"data": {"values": towns}, "mark": name | {"stroke": GROUND, "strokeWidth": 4}} | called,
        {"data": {"values": towns}, "mark": name | {"color": INK}} | called,
    ]
    body = {"width": 560, "height": 500, "projection": {"type": "identity", "reflectY": True}, "layer": layers}
    return picture(f"The demonstration region: {world.cog.region_names[0]}", "nothing on this map", body)


def shape(outline: shapely.Geometry, people: str = "") -> Spec:
    """A GeoJSON feature, to ten metres."""
    points = json.loads(shapely.to_geojson(shapely.set_precision(outline, 10)))
    return {"type": "Feature", "geometry": points, "properties": {"people": people}}


def main() -> int:
    """Remake the pictures, write the table in the document, print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="official files")
    folder = parser.parse_args().data
    if not folder.is_dir():
        print(f"{folder} is missing: without the official files there is nothing to compare with.", file=sys.stderr)
        return 2
    world = World(COMMUNES, SEED, QUARTERS)
    every = all_three(world, folder)
    mobile = "Arcep, sites mobiles 2G-3G-4G, January 2018"
    premises = "Arcep, observatoire HD-THD 2018-T1 (census counts); INSEE legal populations, COG 2026"
    kinds = "France Services 2024-08, MedNum BFC 2023-03, ANCT 2024-09; INSEE legal populations"
    pictures = {
        "region": region_picture(world),
        "population": population_picture(every),
        "premises": panels_picture("Premises and inhabitants", premises, every, PREMISES_PANELS),
        "ftth-2018": fibre_picture(every),
        "mobile-2018": panels_picture("Mobile sites in January 2018", mobile, every, MOBILE_PANELS),
        "places": panels_picture("Places, for 10,000 inhabitants", kinds, every, PLACES_PANELS),
        "areas": area_picture(every),
    }
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, spec in pictures.items():
        (PICTURES / f"{name}.png").write_bytes(lighter(vl_convert.vegalite_to_png(spec, scale=SCALE.get(name, 1.25))))
    compared = table(*every)
    before, _, rest = DOCUMENT.read_text("utf-8").partition(START)
    DOCUMENT.write_text(f"{before}{START}\n{compared}\n{END}{rest.partition(END)[2]}", "utf-8")
    print(compared)
    return 0


if __name__ == "__main__":
    sys.exit(main())
