"""Charts: one Vega-Lite specification for the curve of an indicator, drawn bare for a page, and with its title, source,
date, licence and address for those who take it away (SVG, PNG, PDF). Curves of the size of a word are drawn by hand.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from shutil import rmtree
from tempfile import NamedTemporaryFile
from textwrap import wrap
from typing import Any

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.value import Flag, Value
from maillage.observatory.sheets import SIMULATED

INK, SOFT, LINE, THREAD, OCHRE = "#16283A", "#4A5A68", "#DDD6C8", "#0B6E69", "#B4530A"
NIGHT = {INK: "#EFE9DC", SOFT: "#B4BDC4", LINE: "#2C3E4E", THREAD: "#5CC2B3", OCHRE: "#F0A35E"}
FONT = "'Atkinson Hyperlegible Next Variable', 'Atkinson Hyperlegible Next', Arial, sans-serif"
LETTERS = Path(__file__).parents[1] / "printing" / "fonts"
BREAK = "rupture de série"
LETTER = 6.6  # average width of a letter of the labels
LOW = 0.22  # share of the highest figure under which a name has no room above the zero line
SCALE = 2


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart taken away carries: title, unit, lines of its foot (source, date, licence, address, notice)."""

    title: str
    unit: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """The drawing: width and height of the plot, and room kept under the zero line for a name."""

    width: int
    height: int
    under: int = 20


BARE = Size(300, 116)
WHOLE = Size(600, 280)


def short(period: Period) -> str:
    """A period's name on an axis: « T1 2018 », « 2025 », « 31/03/2025 »."""
    year, _, rest = period.code.partition("-")
    if not rest:
        return year
    if rest[0] in "TS":
        return f"{rest} {year}"
    return f"{period.end:%d/%m/%Y}"


def _rows(indicator: Indicator, values: Sequence[Value]) -> list[dict[str, Any]]:
    """The points of the curve; the first and the last are named, on the side where the line is not."""
    known = [(value, value.value) for value in values if value.value is not None]
    low = LOW * max(level for _, level in known)
    rows = []
    for rank, (value, level) in enumerate(known):
        other = known[1 if rank == 0 else rank - 1][1]
        end = rank in (0, len(known) - 1)
        above = level >= other if rank else level > other
        rows.append(
            {
                "x": value.period.end.toordinal(),
                "y": level,
                "segment": value.segment,
                "label": french.with_unit(level, indicator.sign, indicator.decimals) if end else "",
                "above": above,
                # A low figure is named under the zero line rather than across it.
                "at": 0 if level < low and not above else level,
            }
        )
    return rows


def _names(encoding: dict[str, Any], above: bool) -> dict[str, Any]:
    """The layer that writes the named points above the curve, or below."""
    return {
        "transform": [{"filter": f"datum.above == {str(above).lower()}"}],
        "mark": {"type": "text", "dy": -12 if above else 14, "color": INK, "fontSize": 13, "fontWeight": 600},
        "encoding": encoding | {"text": {"field": "label", "type": "nominal"}},
    }


def _cuts(values: Sequence[Value], size: Size, padding: float) -> list[dict[str, Any]]:
    """Where the series breaks: halfway between the last period before and the first after. Its words stand on the
    side of the rule where there is room, `away` from the name of the nearest point."""
    first, last = values[0].period.end.toordinal(), values[-1].period.end.toordinal()
    step = (size.width - 2 * padding) / max(last - first, 1)
    cuts: list[dict[str, Any]] = []
    for before, after in pairwise(values):
        if before.segment != after.segment:
            x = (before.period.end.toordinal() + after.period.end.toordinal()) / 2
            right = x - first <= last - x
            near = step * ((x - first) if right else (last - x))
            cuts.append({"x": x, "label": BREAK, "right": right, "away": max(5, padding + 4 - near)})
    return cuts


def _break_layers(across: dict[str, Any], cuts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A dashed rule at each break, and the words that say what it is."""
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": cuts},
            "mark": {"type": "rule", "strokeDash": [4, 4], "stroke": OCHRE},
            "encoding": {"x": across},
        }
    ]
    for cut in cuts:
        layers.append(
            {
                "data": {"values": [cut]},
                "mark": {
                    "type": "text",
                    "align": "left" if cut["right"] else "right",
                    "dx": cut["away"] if cut["right"] else -cut["away"],
                    "y": -6,
                    "color": OCHRE,
                    "fontSize": 11,
                },
                "encoding": {"x": across, "text": {"field": "label", "type": "nominal"}},
            }
        )
    return layers


def _named(values: Sequence[Value], size: Size, padding: float) -> dict[int, str]:
    """The periods written on the axis: the first and the last, then those that have room between two others."""
    ends = {value.period.end.toordinal(): short(value.period) for value in values}
    first, last = min(ends), max(ends)
    step = (size.width - 2 * padding) / max(last - first, 1)
    kept = {first: ends[first]}
    for end in (last, *sorted(ends)):
        apart = min(
            (abs(end - other) * step - (len(ends[end]) + len(kept[other])) / 2 * LETTER for other in kept), default=1
        )
        if apart > 8:
            kept[end] = ends[end]
    return dict(sorted(kept.items()))


def _axes(values: Sequence[Value], size: Size, padding: float) -> tuple[dict[str, Any], dict[str, Any]]:
    ends = [value.period.end.toordinal() for value in values]
    names = _named(values, size, padding)
    across = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [min(ends), max(ends)], "padding": padding, "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": list(names),
            "labelExpr": f"({ {str(end): name for end, name in names.items()}!r})[datum.value]",
            "labelOverlap": False,
            "grid": False,
            "domainColor": LINE,
            "tickColor": LINE,
        },
    }
    up = {
        "field": "y",
        "type": "quantitative",
        # The zero line stands above the axis: a low figure has its name between them.
        "scale": {"zero": True, "nice": 3, "range": [size.height - size.under, 0]},
        "axis": {"title": None, "tickCount": 3, "gridColor": LINE, "domain": False, "ticks": False},
    }
    return across, up


def _plot(indicator: Indicator, values: Sequence[Value], size: Size) -> dict[str, Any]:
    """The curve alone: a line for each segment, its points, the names of the first and the last, the breaks."""
    rows = _rows(indicator, values)
    # Room on both sides for the names of the first and last points.
    padding = max(26.0, max(len(row["label"]) for row in rows) * LETTER / 2 + 4)
    across, up = _axes(values, size, padding)
    encoding = {"x": across, "y": up}
    named = {"x": across, "y": up | {"field": "at"}}
    return {
        "width": size.width,
        "height": size.height,
        "data": {"values": rows},
        "layer": [
            *_break_layers(across, _cuts(values, size, padding)),
            {
                "mark": {"type": "line", "stroke": THREAD, "strokeWidth": 2.5},
                "encoding": encoding | {"detail": {"field": "segment", "type": "nominal"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 55, "color": THREAD, "opacity": 1},
                "encoding": encoding,
            },
            _names(named, above=True),
            _names(named, above=False),
        ],
    }


def specification(indicator: Indicator, values: Sequence[Value], words: Words | None = None) -> dict[str, Any]:
    """The chart in Vega-Lite's words: bare for a page, with what it must carry for those who take it away."""
    config = {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelColor": SOFT, "labelFontSize": 12, "labelFont": FONT},
    }
    if words is None:
        simulated = Flag.SIMULATED in values[-1].flags
        title = {"text": SIMULATED, "color": OCHRE, "font": FONT, "fontSize": 11, "anchor": "start"}
        return {
            "title": title if simulated else None,
            "padding": {"left": 2, "right": 10, "top": 14, "bottom": 2},
            "background": "transparent",
            "config": config,
            **_plot(indicator, values, BARE),
        }
    foot = [line for text in words.foot for line in wrap(text, 100, break_on_hyphens=False)]
    return {
        "title": {
            "text": wrap(words.title, 62),
            "subtitle": wrap(words.unit, 90),
            "anchor": "start",
            "fontSize": 18,
            "color": INK,
            "subtitleColor": SOFT,
            "subtitleFontSize": 13,
            "offset": 22,
        },
        "padding": 24,
        "background": "#FFFFFF",
        "config": config,
        "vconcat": [
            {
                **_plot(indicator, values, WHOLE),
                "title": {
                    "text": foot,
                    "orient": "bottom",
                    "anchor": "start",
                    "fontSize": 11,
                    "fontWeight": 400,
                    "color": SOFT,
                    "offset": 16,
                },
            }
        ],
    }


def _for_the_night(svg: str) -> str:
    """Adds the dark colours: an image follows the reader's choice without the page."""
    rules = "".join(f'[fill="{day}"]{{fill:{night}}}[stroke="{day}"]{{stroke:{night}}}' for day, night in NIGHT.items())
    style = f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>"
    head, end, body = svg.partition(">")
    return head + end + style + body


@lru_cache(maxsize=1)
def drawer() -> Any:
    """The library, knowing our letters: without them it measures and draws with those of the machine."""
    # Imported late: the library is 84 MB, and must be started after a server has forked.
    import vl_convert

    vl_convert.register_font_directory(str(LETTERS))
    return vl_convert


def draw(indicator: Indicator, values: Sequence[Value]) -> str:
    """The chart of a page, as SVG."""
    svg = drawer().vegalite_to_svg(specification(indicator, values), format_locale="fr-FR")
    return _for_the_night(svg)


def taken_away(indicator: Indicator, values: Sequence[Value], words: Words, form: str) -> bytes:
    """The chart as a file that stands alone. `form` is `svg`, `png` (twice the size, for print) or `pdf`."""
    drawing = specification(indicator, values, words)
    if form == "png":
        return bytes(drawer().vegalite_to_png(drawing, scale=SCALE, format_locale="fr-FR"))
    if form == "pdf":
        return bytes(drawer().vegalite_to_pdf(drawing, format_locale="fr-FR"))
    return str(drawer().vegalite_to_svg(drawing, format_locale="fr-FR")).encode()


def kept(folder: Path, release: str, name: str, indicator: Indicator, values: Sequence[Value]) -> str:
    """The chart, drawn at most once for a release; those of the releases before are dropped."""
    shelf = folder / release
    file = shelf / f"{name}.svg"
    with suppress(FileNotFoundError):
        return file.read_text("utf-8")
    svg = draw(indicator, values)
    # A full disk, or a release published meanwhile whose first chart drops this shelf: the chart is shown all the same.
    with suppress(OSError):
        if not shelf.exists():
            shelf.mkdir(parents=True, exist_ok=True)
            for other in folder.iterdir():
                if other.name != release:
                    rmtree(other, ignore_errors=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=shelf, suffix=".part", delete=False) as out:
            out.write(svg)
        os.replace(out.name, file)
    return svg


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A curve of the size of a word: its path, where its last point stands, its size in pixels."""

    path: str
    last: tuple[float, float] | None
    width: int = 84
    height: int = 24


def sparkline(values: Sequence[Value]) -> Sparkline | None:
    """The curve of a series, each period at its date, from zero, cut at breaks of series and where nothing is known.

    None with fewer than two known points: there is no curve to draw.
    """
    known = [value for value in values if value.value is not None]
    if len(known) < 2:
        return None
    edge, width, height = 4, 84, 24
    first, last = known[0].period.end.toordinal(), known[-1].period.end.toordinal()
    top = max(max(value.value or 0 for value in known), 1e-9)
    path, spot, before = [], (0.0, 0.0), None
    for value in values:
        if value.value is None:
            before = None
            continue
        x = edge + (width - 2 * edge) * (value.period.end.toordinal() - first) / max(last - first, 1)
        y = height - edge - (height - 2 * edge) * value.value / top
        spot = (round(x, 1), round(y, 1))
        joined = before is not None and before.segment == value.segment
        # A point alone between two cuts is a line of no length with round ends.
        path.append(f"{'L' if joined else 'M'}{spot[0]:g} {spot[1]:g}" + ("" if joined else "h0"))
        before = value
    return Sparkline("".join(path), spot, width, height)
