"""Maps drawn on the server as SVG: in a page with a link on each shape, as a light picture, as a sheet to take away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from math import cos, radians
from textwrap import wrap
from weakref import WeakKeyDictionary

import numpy as np
import shapely

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.drawing.scale import ZERO, Scale

WIDTH = 1000
MARGIN = 8
MOST_TOLD = 1000
"""The most shapes that a picture draws one by one: above, they are a few units wide and their borders hide them."""
UNKNOWN, WITHOUT, LEFT = "inconnu", "sans-objet", "left"
"""What is not in a class: unknown, nothing to measure; and what a reader leaves out."""
INK, SOFT, LINE, OCHRE = "#16283A", "#4A5A68", "#8C8371", "#B4530A"
LIGHT = {
    "ramp": ("#F1E7D0", "#CFDDC8", "#9CC5B8", "#5FA39B", "#2B7C79", "#125359", "#16283A"),
    "gap": ("#8C3F06", "#C4763A", "#EBC49C", "#FFFFFF", "#A9D3CB", "#3F918A", "#08504D"),
    "lack": ("#FFFFFF", "#F8E8D2", "#F1CFA6", "#E3AB6C", "#D1833B", "#B4530A", "#7F3705"),
}
DARK = {
    "ramp": ("#3A4650", "#3F5F62", "#3F7C79", "#46A096", "#6FC4B4", "#A9E0D2", "#F4FBF6"),
    "gap": ("#F5B56E", "#C07F3F", "#74522F", "#22313D", "#2F5F60", "#45A095", "#A9E8DB"),
    "lack": ("#1B2B38", "#3B3B38", "#5E4B38", "#8A6439", "#B7803F", "#E09C50", "#FACD97"),
}
EDGED = ("gap", "lack")
"""The ramps that have a white class: its shapes are told apart by a darker edge."""
FONT = "'Atkinson Hyperlegible Next', Arial, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the region ready to be drawn: the path of each territory, that of the borders above, the height.

    `centres` gives a point inside each territory, `joined` the path of several as one shape, `place` where points of
    the Earth fall (longitude and latitude in degrees, in whole units of the drawing).
    """

    paths: Mapping[str, str]
    borders: str
    height: int
    centres: Mapping[str, tuple[int, int]]
    joined: Callable[[Iterable[str]], str]
    place: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Painting:
    """What a map shows: its classes, and for each territory a kind (`ramp-3`, UNKNOWN, WITHOUT), words and address.

    A territory without words is not drawn.
    """

    scale: Scale
    kinds: Mapping[str, str]
    words: Mapping[str, str]
    address: Callable[[str], str]

    def groups(self, sheet: Sheet) -> list[tuple[str, list[str]]]:
        """The territories that are drawn, by kind."""
        by_kind: dict[str, list[str]] = {}
        for code in (code for code in sheet.paths if code in self.words):
            by_kind.setdefault(self.kinds.get(code, UNKNOWN), []).append(code)
        return sorted(by_kind.items())

    @property
    def bare(self) -> str:
        """A class for drawings most of whose places are at zero: their edges do not cry."""
        zeros = sum(kind == ZERO for kind in self.kinds.values())
        return " many-zeros" if 2 * zeros > len(self.words) else ""


def _ring(points: np.ndarray) -> str:
    """A ring as a path in whole units; a point when it is smaller than one."""
    steps = np.diff(points, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    start = f"M{points[0][0]} {points[0][1]}"
    if len(steps) < 3:
        return f"{start}h1v1h-1z"
    moves = " ".join(f"{x} {y}" for x, y in steps[:-1].tolist())
    return f"{start}l{moves}z".replace(" -", "-")


def traced(shape: shapely.Geometry, place: Callable[[np.ndarray], np.ndarray]) -> str:
    """A polygon or several; a ring too small to be seen is left out, unless it is the only one."""
    polygons = list(getattr(shape, "geoms", [shape]))
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    drawn = [_ring(place(shapely.get_coordinates(ring))) for ring in rings]
    seen = [path for path in drawn if not path.endswith("h1v1h-1z")]
    return "".join(seen or drawn[:1])


def _sheet(source: Observatory, level: Level, within: Ref | None) -> Sheet | None:
    whole = within is None or within == source.release.region
    shapes = source.outlines(level, within, drawn=whole)
    if not shapes:
        return None
    above = Level.DEPARTEMENT if whole else within.level  # type: ignore[union-attr]
    frames = source.outlines(above, drawn=whole)
    edges = list(frames.values()) if whole else [edge for code, edge in frames.items() if code == within.code]  # type: ignore[union-attr]
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    scale = (WIDTH - 2 * MARGIN) / max(east - west, 1e-6)
    tall = scale / cos(radians((south + north) / 2))

    def place(points: np.ndarray) -> np.ndarray:
        flat = np.column_stack([(points[:, 0] - west) * scale, (north - points[:, 1]) * tall])
        whole: np.ndarray = np.rint(flat + MARGIN).astype(int)
        return whole

    def joined(codes: Iterable[str]) -> str:
        # Neighbours share the very same border.
        return traced(shapely.coverage_union_all([shapes[code] for code in codes]), place)

    inside = place(shapely.get_coordinates(shapely.point_on_surface(list(shapes.values()))))
    return Sheet(
        paths={code: traced(shape, place) for code, shape in shapes.items()},
        borders="".join(traced(edge, place) for edge in edges),
        height=round((north - south) * tall) + 2 * MARGIN,
        centres={code: (x, y) for code, (x, y) in zip(shapes, inside.tolist(), strict=True)},
        joined=joined,
        place=place,
    )


_sheets: WeakKeyDictionary[Observatory, dict[tuple[Level, Ref | None], Sheet | None]] = WeakKeyDictionary()
MOST_SHEETS = 64


def sheet(source: Observatory, level: Level, within: Ref | None) -> Sheet | None:
    """The shapes of a level in a part of the region, drawn once a release; None when no outline is published."""
    kept = _sheets.setdefault(source, {})
    if (level, within) not in kept:
        if len(kept) >= MOST_SHEETS:
            kept.clear()
        kept[level, within] = _sheet(source, level, within)
    return kept[level, within]


def patterns(prefix: str, paper: str = "", ochre: str = "", soft: str = "") -> str:
    """Hatches for the unknown, dots for what has nothing to measure; without colours, a style sheet gives them."""

    def fill(colour: str) -> str:
        return f' fill="{colour}"' if colour else ""

    stroke = f' stroke="{ochre}"' if ochre else ""
    return (
        f'<pattern id="{prefix}{UNKNOWN}" width="9" height="9" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="paper" d="M0 0h9v9H0z"{fill(paper)}/>'
        f'<path class="hatching" d="M0 0V9" stroke-width="3.4"{stroke}/></pattern>'
        f'<pattern id="{prefix}{WITHOUT}" width="11" height="11" patternUnits="userSpaceOnUse">'
        f'<path class="paper" d="M0 0h11v11H0z"{fill(paper)}/>'
        f'<circle class="dotting" cx="3" cy="3" r="1.7"{fill(soft)}/></pattern>'
    )


def _filled(kind: str, prefix: str) -> str:
    """How a group says its colour: a class for a step, a pattern for the others."""
    return f'fill="url(#{prefix}{kind})"' if kind in (UNKNOWN, WITHOUT) else f'class="{kind}"'


def inline(outlines: Sheet, painting: Painting, prefix: str, label: str, above: str = "") -> str:
    """The map inside a page: a link on each shape for the mouse; the table of the page is its text for the others.

    `above` is drawn over the shapes.
    """
    parts = []
    for kind, codes in painting.groups(outlines):
        shapes = "".join(
            f'<a href="{painting.address(code)}" tabindex="-1" data-code="{code}"><title>{escape(painting.words[code])}'
            f'</title><path d="{outlines.paths[code]}"/></a>'
            for code in codes
        )
        parts.append(f"<g {_filled(kind, prefix)}>{shapes}</g>")
    return (
        f'<svg class="choropleth of-{painting.scale.ramp}{painting.bare}" viewBox="0 0 {WIDTH} {outlines.height}" '
        f'aria-hidden="true" data-label="{escape(label)}">'
        f"<defs>{patterns(prefix)}</defs>{''.join(parts)}"
        f'<path class="borders" d="{outlines.borders}"/>{above}</svg>'
    )


def _rules(ramp: str, colours: Mapping[str, tuple[str, ...]]) -> str:
    classes = "".join(f".{ramp}-{rank}{{fill:{colour}}}" for rank, colour in enumerate(colours[ramp]))
    white = f".{LEFT},.{ZERO}{{fill:{colours['lack'][0]}}}"
    edge = f".shapes .{ZERO}{{stroke:{colours['lack'][5]};stroke-width:1.6}}"
    return f"{classes}{white}{edge}.many-zeros .{ZERO}{{stroke:{LINE};stroke-width:.8}}"


@dataclass(frozen=True, slots=True)
class Above:
    """What is drawn over the shapes of a picture, and the style rules it needs."""

    drawing: str = ""
    rules: str = ""


NOTHING = Above()


def _painted(outlines: Sheet, painting: Painting) -> str:
    """The shapes of a picture: one path for each kind, neighbours joined where they would be too small to be told."""
    small = len(outlines.paths) > MOST_TOLD
    parts = [
        f"<path {_filled(kind, '')} "
        f'd="{outlines.joined(codes) if small else "".join(outlines.paths[code] for code in codes)}"/>'
        for kind, codes in painting.groups(outlines)
    ]
    return f'<g class="shapes{painting.bare}">{"".join(parts)}</g><path class="borders" d="{outlines.borders}"/>'


def picture(outlines: Sheet, painting: Painting, notice: str, above: Above = NOTHING) -> str:
    """The map alone, as light as can be, which follows the reader's choice of light or dark."""
    ramp = painting.scale.ramp
    style = (
        f".shapes{{stroke:{LINE if ramp in EDGED else '#FBF9F4'};stroke-width:.8;stroke-linejoin:round}}"
        f".borders{{fill:none;stroke:{INK};stroke-width:1.6}}.paper{{fill:#FFF}}.hatching{{stroke:{OCHRE}}}.dotting{{fill:{SOFT}}}"
        f".said{{font:600 24px {FONT};fill:{OCHRE}}}{_rules(ramp, LIGHT)}"
        "@media(prefers-color-scheme:dark){.shapes{stroke:#0F1B27}.borders{stroke:#EFE9DC}.paper{fill:#15242F}"
        f".hatching{{stroke:#F0A35E}}.dotting{{fill:#B4BDC4}}.said{{fill:#F0A35E}}{_rules(ramp, DARK)}}}{above.rules}"
    )
    height = outlines.height + (34 if notice else 0)
    said = f'<text class="said" x="{MARGIN}" y="{height - 10}">{escape(notice)}</text>' if notice else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"><style>{style}</style>'
        f"<defs>{patterns('')}</defs>{_painted(outlines, painting)}{above.drawing}{said}</svg>"
    )


@dataclass(frozen=True, slots=True)
class Caption:
    """What a sheet taken away says: title, what is shown, legend's sentence, notice, and the lines of its foot."""

    title: str
    shown: str
    legend: str
    notice: str
    foot: tuple[str, ...]


def _lines(text: str, width: int, x: int, y: int, size: int, gap: int, extra: str = "") -> tuple[str, int]:
    """A text cut into lines of at most `width` characters, and where the next one goes."""
    texts = []
    for line in wrap(text, width, break_on_hyphens=False):
        texts.append(f'<text x="{x}" y="{y}" font-size="{size}"{extra}>{escape(line)}</text>')
        y += gap
    return "".join(texts), y


def legend_lines(scale: Scale) -> Iterable[tuple[str, str, int]]:
    """Kind, words and count of each line of the legend."""
    for kind, step in scale.keyed:
        yield kind, step.words, step.count
    if scale.without:
        yield WITHOUT, "sans objet : rien à mesurer", scale.without
    if scale.unknown:
        yield UNKNOWN, "inconnu", scale.unknown


def _legend(scale: Scale, sentence: str, x: int, y: int) -> tuple[str, int]:
    """The legend as a column, and where it ends."""
    legend, y = _lines(sentence, 34, x, y + 18, 17, 23, ' class="soft"')
    y += 4
    for kind, words, count in legend_lines(scale):
        box = f'<rect x="{x}" y="{y}" width="34" height="20" stroke="{LINE}" {_filled(kind, "")}/>'
        counted = f"{words} ·{french.WIDE}{french.number(count)}"
        text, after = _lines(counted, 29, x + 46, y + 16, 18, 22)
        legend += box + text
        y = max(after - 6, y + 30)
    return legend, y


def plate(outlines: Sheet, painting: Painting, caption: Caption, above: Above = NOTHING) -> str:
    """The map as a sheet to take away, on white: title, legend, source, dates, address and terms in the file itself."""
    ramp = painting.scale.ramp
    style = (
        f"text{{font-family:{FONT};fill:{INK}}}.soft{{fill:{SOFT}}}.ochre{{fill:{OCHRE};font-weight:600}}"
        f".shapes{{stroke:{LINE if ramp in EDGED else '#FFF'};stroke-width:.8;stroke-linejoin:round}}"
        f".borders{{fill:none;stroke:{INK};stroke-width:1.6}}{_rules(ramp, LIGHT)}{above.rules}"
    )
    said, y = _lines(caption.title, 62, 30, 58, 30, 36, ' font-weight="600"')
    more, y = _lines(caption.shown, 90, 30, y + 2, 20, 27)
    said += more
    if caption.notice:
        more, y = _lines(caption.notice, 90, 30, y + 4, 20, 27, ' class="ochre"')
        said += more
    top = y
    ratio = min(640 / WIDTH, 900 / outlines.height)
    legend, end = _legend(painting.scale, caption.legend, 700, top)
    y = round(max(top + outlines.height * ratio, end)) + 34
    foot = f'<path d="M30 {y - 24}H970" stroke="{INK}"/>'
    for line in caption.foot:
        more, y = _lines(line, 124, 30, y, 15, 20, ' class="soft"')
        foot += more
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {y + 6}" width="1000" height="{y + 6}" role="img" '
        f'aria-label="{escape(caption.title)}"><style>{style}</style>'
        f"<defs>{patterns('', '#FFF', OCHRE, SOFT)}</defs>"
        f'<rect width="1000" height="{y + 6}" fill="#FFF"/>{said}'
        f'<g transform="translate(30 {top}) scale({ratio:.4f})">{_painted(outlines, painting)}{above.drawing}</g>'
        f"{legend}{foot}</svg>"
    )


def on_paper(outlines: Sheet, painting: Painting, legend: str) -> str:
    """The inside of a drawing for a document (`drawing/paper.py`), its legend beside: 1000 units wide. With its height,
    see `paper_height`."""
    ratio = min(640 / WIDTH, 900 / outlines.height)
    beside, _ = _legend(painting.scale, legend, 700, 20)
    return f'<g transform="translate(10 10) scale({ratio:.4f})">{_painted(outlines, painting)}</g>{beside}'


def paper_height(outlines: Sheet) -> int:
    """The height of what `on_paper` draws."""
    return max(round(outlines.height * min(640 / WIDTH, 900 / outlines.height)) + 20, 340)
