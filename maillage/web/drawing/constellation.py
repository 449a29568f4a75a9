"""The region as a survey sheet: one dot for each commune, meridians and parallels, a neat line.

Light enough (some ten kilobytes) to stand on any page, drawn once for each release.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, cos, floor, radians, sqrt

from maillage.kernel.french import THIN
from maillage.kernel.territory import Territory
from maillage.web.drawing.scale import Scale

WIDTH = 1000
MARGIN = 48

# A dot needs more ink than a surface: the first step is darker here than in the ramp of the maps.
LIGHT = ("#D8C8A0", "#CFDDC8", "#9CC5B8", "#5FA39B", "#2B7C79", "#125359", "#16283A")
DARK = ("#3A4650", "#3F5F62", "#3F7C79", "#46A096", "#6FC4B4", "#A9E0D2", "#F4FBF6")
STYLE = """
.n{fill:none;stroke:#16283A;stroke-width:1.5}.g{fill:none;stroke:#DDD6C8;stroke-width:1.5}
text{font:27px sans-serif;fill:#4A5A68}.d{fill:none;stroke-linecap:round;stroke-width:%s}
.b{stroke:#C9C0AE}.u{stroke:#B4530A;stroke-width:%s}%s
@media(prefers-color-scheme:dark){.n{stroke:#EFE9DC}.g{stroke:#2C3E4E}text{fill:#B4BDC4}.b{stroke:#465868}
.u{stroke:#F0A35E}%s}"""


@dataclass(frozen=True, slots=True)
class Frame:
    """The sheet: what part of the Earth it shows and how large it is drawn."""

    west: float
    south: float
    east: float
    north: float

    @property
    def height(self) -> int:
        """Height of the drawing, its width being WIDTH."""
        inner = (WIDTH - 2 * MARGIN) * (self.north - self.south) / (self.east - self.west)
        return round(inner / cos(radians((self.north + self.south) / 2))) + 2 * MARGIN

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point of the Earth falls on the drawing."""
        x = MARGIN + (WIDTH - 2 * MARGIN) * (longitude - self.west) / (self.east - self.west)
        across = (self.north - latitude) / (self.north - self.south)
        return round(x), round(MARGIN + (self.height - 2 * MARGIN) * across)

    def centre(self, territory: Territory) -> tuple[int, int] | None:
        """Where the middle of a territory falls, None when we do not have its place."""
        if territory.bbox is None:
            return None
        west, south, east, north = territory.bbox
        return self.place((west + east) / 2, (south + north) / 2)


def frame(region: Territory) -> Frame | None:
    """The sheet of a region, a little wider than it."""
    if region.bbox is None:
        return None
    west, south, east, north = region.bbox
    wide, high = (east - west) * 0.03, (north - south) * 0.03
    return Frame(west - wide, south - high, east + wide, north + high)


def dots(sheet: Frame, communes: Iterable[Territory]) -> str:
    """The communes as one path: a point is a line of no length with round ends."""
    places = (sheet.centre(commune) for commune in communes)
    return "".join(f"M{place[0]} {place[1]}h0" for place in places if place)


@lru_cache(maxsize=4)
def graticule(sheet: Frame) -> str:
    """Meridians and parallels at whole degrees, named on the margin, and the neat line."""
    lines, names = [], []
    for degree in range(ceil(sheet.west), floor(sheet.east) + 1):
        x = sheet.place(degree, sheet.north)[0]
        lines.append(f"M{x} {MARGIN}V{sheet.height - MARGIN}")
        side = "E" if degree >= 0 else "O"
        names.append(f'<text x="{x}" y="30" text-anchor="middle">{abs(degree)}°{THIN}{side}</text>')
    for degree in range(ceil(sheet.south), floor(sheet.north) + 1):
        y = sheet.place(sheet.west, degree)[1]
        lines.append(f"M{MARGIN} {y}H{WIDTH - MARGIN}")
        names.append(
            f'<text x="30" y="{y}" text-anchor="middle" transform="rotate(-90 30 {y})">{degree}°{THIN}N</text>'
        )
    neat = (
        f'<path class="n" d="M{MARGIN} {MARGIN}H{WIDTH - MARGIN}V{sheet.height - MARGIN}H{MARGIN}Z'
        f'M{MARGIN - 8} {MARGIN - 8}H{WIDTH - MARGIN + 8}V{sheet.height - MARGIN + 8}H{MARGIN - 8}Z"/>'
    )
    return f'<path class="g" d="{"".join(lines)}"/>{neat}{"".join(names)}'


def dot(sheet: Frame, communes: int) -> int:
    """How wide a dot is: they fill a fair part of the sheet, whether there are twenty or five thousand."""
    return max(5, min(36, round(0.86 * sqrt(WIDTH * sheet.height / 2 / max(communes, 1)))))


def drawing(sheet: Frame, body: str, communes: int) -> str:
    """A whole SVG file, which follows the reader's choice of light or dark."""
    wide = dot(sheet, communes)
    light = "".join(f".c{rank}{{stroke:{colour}}}" for rank, colour in enumerate(LIGHT))
    dark = "".join(f".c{rank}{{stroke:{colour}}}" for rank, colour in enumerate(DARK))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {sheet.height}">'
        f"<style>{STYLE % (wide, ceil(wide / 3), light, dark)}</style>{graticule(sheet)}{body}</svg>"
    )


def ground(sheet: Frame, communes: Iterable[Territory]) -> str:
    """Every commune, without a figure."""
    every = list(communes)
    return drawing(sheet, f'<path class="d b" d="{dots(sheet, every)}"/>', len(every))


def figures(sheet: Frame, communes: list[Territory], layer: Mapping[str, float | None], classes: Scale) -> str:
    """Every commune in the colour of its value; unknown ones are small ochre points."""
    groups: dict[str, list[Territory]] = {}
    for commune in communes:
        value = layer.get(commune.ref.code)
        kind = "u" if value is None else f"c{classes.step(value).colour}"
        groups.setdefault(kind, []).append(commune)
    body = "".join(f'<path class="d {kind}" d="{dots(sheet, members)}"/>' for kind, members in sorted(groups.items()))
    return drawing(sheet, body, len(communes))
