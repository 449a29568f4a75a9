"""What is drawn over the shapes of a map: the names of the largest communes, the layers that a reader switches on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely

from maillage.kernel.territory import Territory
from maillage.web.drawing.choropleth import WIDTH, Sheet, traced
from maillage.web.layers import Content, Sign, Spot

LETTER = 0.53
"""The mean width of a letter, for a size of 1."""
TINTS = {
    "overlay-0": ("#A3256F", "#F08CC6"),
    "overlay-1": ("#1F4FB8", "#9DB9FF"),
    "overlay-2": ("#B4530A", "#F0A35E"),
    "overlay-3": ("#16283A", "#EFE9DC"),
    "thread": ("#0B6E69", "#5CC2B3"),
    "ochre": ("#B4530A", "#F0A35E"),
    "brick": ("#A32A1E", "#F08A7C"),
    "gap-1": ("#C4763A", "#C07F3F"),
    "ink-soft": ("#4A5A68", "#B4BDC4"),
}
"""The colours of signs in files, by day and by night: in a page they are tokens of the same names."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Letters for a size of the drawing: their class in style sheets, their size in units, the most names."""

    name: str
    size: int
    most: int


LARGE = Lettering("names-large", 21, 16)
SMALL = Lettering("names-small", 42, 6)


def names(sheet: Sheet, places: Iterable[tuple[Territory, tuple[int, int]]]) -> str:
    """The names of the most populated of these places that fit, each above its point (in units), in both sizes."""
    ordered = sorted(places, key=lambda pair: -(pair[0].population or 0))
    return "".join(_lettered(sheet, ordered, letters) for letters in (LARGE, SMALL))


def _lettered(sheet: Sheet, ordered: Sequence[tuple[Territory, tuple[int, int]]], letters: Lettering) -> str:
    size, taken, texts = letters.size, list[tuple[float, float, float]](), list[str]()
    for place, (x, y) in ordered:
        half = len(place.name) * LETTER * size / 2
        middle = round(min(max(x, half + 4), WIDTH - half - 4))
        free = all(abs(y - row) > 2.4 * size or abs(middle - column) > half + wide for column, row, wide in taken)
        if free and 2.2 * size < y < sheet.height - size and 2 * half < WIDTH:
            taken.append((middle, y, half))
            texts.append(
                f'<circle cx="{x}" cy="{y}" r="{size // 6}"/>'
                f'<text x="{middle}" y="{y - round(size / 2)}">{escape(place.name)}</text>'
            )
        if len(texts) == letters.most:
            break
    return f'<g class="map-names {letters.name}" font-size="{size}">{"".join(texts)}</g>'


def signs(sheet: Sheet, contents: Mapping[str, Content], communes: Mapping[str, shapely.Geometry], prefix: str) -> str:
    """The marks and hatches of layers, by name; `communes` are outlines (WGS84). Tiles are left to the script."""
    return "".join(
        _areas(sheet, content, communes, f"{prefix}{name}-") + _spots(sheet, content, f"{prefix}{name}-")
        for name, content in contents.items()
    )


def _areas(sheet: Sheet, content: Content, communes: Mapping[str, shapely.Geometry], prefix: str) -> str:
    parts = []
    for rank, sign in enumerate(content.signs):
        codes = [code for code, area in content.areas.items() if area.sign == rank and code in communes]
        if codes:
            path = "".join(traced(communes[code], sheet.place) for code in codes)
            parts.append(
                f'<pattern id="{prefix}{rank}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform='
                f'"rotate({-45 if rank % 2 else 45})"><path class="tint-{sign.colour} laid-line" d="M2 0V8"/></pattern>'
                f'<path class="laid-area" fill="url(#{prefix}{rank})" d="{path}"/>'
            )
    return "".join(parts)


def _spots(sheet: Sheet, content: Content, prefix: str) -> str:
    if not content.spots:
        return ""
    places = sheet.place(np.array([(spot.longitude, spot.latitude) for spot in content.spots]))
    marks: dict[int, list[str]] = {}
    for spot, (x, y) in zip(content.spots, places.tolist(), strict=True):
        if 0 <= x <= WIDTH and 0 <= y <= sheet.height:
            marks.setdefault(spot.sign, []).append(_mark(spot, f"{prefix}{spot.sign}", x, y))
    return "".join(
        f"<defs>{_symbol(content.signs[rank], f'{prefix}{rank}')}</defs>"
        f'<g class="laid tint-{content.signs[rank].colour}">{"".join(each)}</g>'
        for rank, each in sorted(marks.items())
    )


def _symbol(sign: Sign, name: str) -> str:
    return f'<path id="{name}" transform="translate(-10 -10)" d="{sign.mark}"/>'


def _mark(spot: Spot, name: str, x: int, y: int) -> str:
    return f'<use href="#{name}" x="{x}" y="{y}"/>'


def rules(font: str, paper: bool = False) -> str:
    """The style of all this in a file of its own, by day; by night too where the reader chose it, but on `paper`."""

    def tints(rank: int) -> str:
        return "".join(f".tint-{name}{{color:{colours[rank]}}}" for name, colours in TINTS.items())

    still = (
        ".laid{fill:currentColor;stroke:#FFF;stroke-width:1.4}.laid-line{stroke:currentColor;stroke-width:2.4}"
        f".laid-area{{stroke:none}}.map-names{{font-family:{font};font-weight:600;text-anchor:middle;fill:#16283A}}"
        ".map-names text{paint-order:stroke;stroke:#FBF9F4;stroke-width:4;stroke-linejoin:round}"
        ".names-small{display:none}"
        f"{tints(0)}"
    )
    night = (
        f".laid{{stroke:#0F1B27}}.map-names{{fill:#EFE9DC}}.map-names text{{stroke:#0F1B27}}{tints(1)}"
        if not paper
        else ""
    )
    return still + (f"@media(prefers-color-scheme:dark){{{night}}}" if night else "")
