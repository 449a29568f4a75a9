"""Charts drawn on the server: the curve of an indicator for a territory, as an SVG file kept for the release."""

import os
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from shutil import rmtree
from tempfile import NamedTemporaryFile
from typing import Any

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.value import Flag, Value
from maillage.observatory.sheets import SIMULATED

INK, SOFT, LINE, THREAD, OCHRE = "#16283A", "#4A5A68", "#DDD6C8", "#0B6E69", "#B4530A"
NIGHT = {INK: "#EFE9DC", SOFT: "#B4BDC4", LINE: "#2C3E4E", THREAD: "#5CC2B3", OCHRE: "#F0A35E"}
FONT = "'Atkinson Hyperlegible Next Variable', 'Atkinson Hyperlegible Next', Arial, sans-serif"


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
    rows = []
    for rank, (value, level) in enumerate(known):
        other = known[1 if rank == 0 else rank - 1][1]
        end = rank in (0, len(known) - 1)
        unit = "%" if indicator.unit == "%" else ""
        rows.append(
            {
                "x": value.period.end.toordinal(),
                "y": level,
                "segment": value.segment,
                "label": french.with_unit(level, unit, indicator.decimals) if end else "",
                "above": level >= other if rank else level > other,
            }
        )
    return rows


def _names(encoding: dict[str, Any], above: bool) -> dict[str, Any]:
    """The layer that writes the named points above the curve, or below."""
    return {
        "transform": [{"filter": f"datum.above == {str(above).lower()}"}],
        "mark": {
            "type": "text",
            "dy": -12 if above else 14,
            "color": INK,
            "fontSize": 13,
            "fontWeight": 600,
        },
        "encoding": encoding | {"text": {"field": "label", "type": "nominal"}},
    }


def _cuts(values: Sequence[Value]) -> list[dict[str, float]]:
    """Where the series breaks: halfway between the last period before and the first after."""
    return [
        {"x": (before.period.end.toordinal() + after.period.end.toordinal()) / 2}
        for before, after in pairwise(values)
        if before.segment != after.segment
    ]


def _axes(values: Sequence[Value]) -> tuple[dict[str, Any], dict[str, Any]]:
    ends = [value.period.end.toordinal() for value in values]
    names = {str(value.period.end.toordinal()): short(value.period) for value in values}
    across = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [min(ends), max(ends)], "padding": 24, "nice": False, "zero": False},
        "axis": {
            "title": None,
            "values": ends,
            "labelExpr": f"({names!r})[datum.value]",
            "labelOverlap": True,
            "grid": False,
            "domainColor": LINE,
            "tickColor": LINE,
        },
    }
    up = {
        "field": "y",
        "type": "quantitative",
        "scale": {"zero": True, "nice": 3},
        "axis": {"title": None, "tickCount": 3, "gridColor": LINE, "domain": False, "ticks": False},
    }
    return across, up


def specification(indicator: Indicator, values: Sequence[Value]) -> dict[str, Any]:
    """The chart in Vega-Lite's words: a line for each segment, a dashed rule at each break of series."""
    across, up = _axes(values)
    encoding = {"x": across, "y": up}
    simulated = Flag.SIMULATED in values[-1].flags
    return {
        "title": {"text": SIMULATED, "color": OCHRE, "font": FONT, "fontSize": 11, "anchor": "start"}
        if simulated
        else None,
        "width": 300,
        "height": 110,
        "padding": {"left": 2, "right": 10, "top": 14, "bottom": 2},
        "background": "transparent",
        "data": {"values": _rows(indicator, values)},
        "layer": [
            {
                "data": {"values": _cuts(values)},
                "mark": {"type": "rule", "strokeDash": [4, 4], "stroke": OCHRE},
                "encoding": {"x": across},
            },
            {
                "mark": {"type": "line", "stroke": THREAD, "strokeWidth": 2.5},
                "encoding": encoding | {"detail": {"field": "segment", "type": "nominal"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 55, "color": THREAD, "opacity": 1},
                "encoding": encoding,
            },
            _names(encoding, above=True),
            _names(encoding, above=False),
        ],
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": SOFT, "labelFontSize": 12, "labelFont": FONT},
        },
    }


def _for_the_night(svg: str) -> str:
    """Adds the dark colours: an image follows the reader's choice without the page."""
    rules = "".join(
        f'[fill="{day}"]{{fill:{night}}}[stroke="{day}"]{{stroke:{night}}}' for day, night in NIGHT.items()
    )
    style = f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>"
    head, end, body = svg.partition(">")
    return head + end + style + body


def draw(indicator: Indicator, values: Sequence[Value]) -> str:
    """The chart as SVG."""
    # Imported late: the library is 84 MB, and must be started after a server has forked.
    import vl_convert

    svg = vl_convert.vegalite_to_svg(specification(indicator, values), format_locale="fr-FR")
    return _for_the_night(svg)


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
