"""Drawings for documents: one style sheet (`paper.css`) for those inside a page of the site, of its day or its night,
and those that stand alone on white paper in a PDF, a DOCX or a PPTX. Nothing in them leads anywhere: the words beside
say the same.
"""

import re
from collections.abc import Sequence
from html import escape

from maillage.web.drawing.drawer import drawer
from maillage.web.drawing.sheet import rules

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
LETTER = 7.4
"""The average width of a letter of 15 pixels."""
LABEL, BAR, ROW = 250, 430, 34


def sheet(body: str, width: float, height: float) -> str:
    """A drawing that stands alone."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="paper-drawing" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}"><style>{rules("paper.css")}</style>'
        f'<rect class="ground" width="{width:g}" height="{height:g}"/>{body}</svg>'
    )


def inside(svg: str) -> str:
    """The same inside a page, which has the style sheet."""
    return _STYLE.sub("", svg)


def raster(svg: str, pixels: int) -> bytes:
    """A drawing as a PNG picture, so many pixels wide."""
    size = _SIZE.search(svg)
    width = float(size[1]) if size else 600.0
    return bytes(drawer().svg_to_png(svg, scale=pixels / width))


def bars(rows: Sequence[tuple[str, int, str]]) -> str:
    """Counts as bars: label, count, colour (a `bar-…` of `paper.css`)."""
    most = max((count for _, count, _ in rows), default=0) or 1
    label = min(LABEL, round(max((len(words) for words, _, _ in rows), default=0) * LETTER) + 14)
    drawn = []
    for rank, (words, count, colour) in enumerate(rows):
        y = 6 + rank * ROW
        wide = round(BAR * count / most, 1)
        drawn.append(f'<text x="0" y="{y + 18}">{escape(words)}</text>')
        drawn.append(f'<rect class="bar-{colour}" x="{label}" y="{y + 3}" width="{wide:g}" height="21"/>')
        drawn.append(f'<text class="strong" x="{label + wide + 8:g}" y="{y + 18}">{count}</text>')
    return sheet("".join(drawn), label + BAR + 60, 12 + ROW * len(rows))
