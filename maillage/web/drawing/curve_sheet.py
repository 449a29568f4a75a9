"""A curve that stands alone, with its title, what is drawn and where it comes from: SVG, and PNG or PDF of that SVG."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from maillage.web.drawing.axes import WIDE
from maillage.web.drawing.charts import FONT, SCALE, drawer
from maillage.web.drawing.curve import Curve, body
from maillage.web.drawing.labels import LETTER, width

EDGE = 24
TITLE, SAID, FOOT = 20, 14, 12
"""Pixels of the letters: the title, what is drawn, the foot."""
TOKENS = Path(__file__).parents[1] / "ui" / "static" / "css" / "tokens.css"
_TOKEN = re.compile(r"(--[a-z0-9-]+): (#[0-9a-f]+);")


@cache
def _rules() -> str:
    """The rules of `curve.css` on white paper: each token by its colour of the day, the weights of printed letters."""
    colours = dict(_TOKEN.findall(TOKENS.read_text("utf-8"))) | {"--ground": "#ffffff", "--text": FONT}
    text = (Path(__file__).parent / "curve.css").read_text("utf-8")
    text = re.sub(r"var\((--[a-z0-9-]+)\)", lambda token: colours[token[1]], text)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace("font-weight: 650", "font-weight: 600")
    return " ".join(text.split())


def _lines(text: str, letter: int, room: float = WIDE.width, strong: bool = False) -> Iterator[str]:
    """A text cut where there is no more room."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and width(longer, strong) * letter / LETTER > room:
            yield line
            longer = word
        line = longer
    yield line


def _balanced(text: str) -> list[str]:
    """A title in as few lines as it needs, none much shorter than the others."""
    lines = list(_lines(text, TITLE, strong=True))
    for room in range(WIDE.width, WIDE.width // 2, -10):
        closer = list(_lines(text, TITLE, room, strong=True))
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def _written(lines: Sequence[str], top: float, letter: int, colour: str, weight: int = 400) -> tuple[str, float]:
    """Lines of words under `top`, and where what follows begins."""
    drawn = ""
    for line in lines:
        top += 1.35 * letter
        drawn += (
            f'<text style="fill:{colour};stroke:none;font-weight:{weight}" font-size="{letter}" '
            f'x="0" y="{top:g}">{escape(line)}</text>'
        )
    return drawn, top


def sheet(curve: Curve, title: str, said: str, foot: Sequence[str]) -> str:
    """The curve as an SVG that stands alone."""
    ink, soft = "#16283a", "#4a5a68"
    head, top = _written(_balanced(title), 0, TITLE, ink, 600)
    under, top = _written(list(_lines(said, SAID)), top + 4, SAID, soft)
    plot = top + 10
    notes = [line for text in foot for line in _lines(text, FOOT)]
    last, bottom = _written(notes, plot + curve.wide.height + 6, FOOT, soft)
    wide, high = WIDE.width + 2 * EDGE, round(bottom + 2 * EDGE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve-drawing" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" font-size="{LETTER:g}" role="img" aria-label="{escape(title)}"><style>{_rules()}</style>'
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/><g transform="translate({EDGE} {EDGE})">{head}{under}'
        f'<g transform="translate(0 {plot:g})">{body(curve, curve.wide)}</g>{last}</g></svg>'
    )


def taken_away(curve: Curve, title: str, said: str, foot: Sequence[str], form: str) -> bytes:
    """The curve as a file. `form` is `svg`, `png` (twice the size, for print) or `pdf`."""
    svg = sheet(curve, title, said, foot)
    if form == "png":
        return bytes(drawer().svg_to_png(svg, scale=SCALE))
    return bytes(drawer().svg_to_pdf(svg)) if form == "pdf" else svg.encode()
