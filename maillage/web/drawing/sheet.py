"""A drawing that stands alone on white paper, with its title, what is drawn and where it comes from, as SVG: what a
reader takes away, and what PNG and PDF are made of. It is the drawing of the page, under the rules of its own CSS."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from maillage.web.drawing.drawer import FONT
from maillage.web.drawing.labels import LETTER, width

EDGE = 24
TITLE, SAID, FOOT = 20, 14, 12
"""Pixels of the letters: the title, what is drawn, the foot."""
NARROWEST = 600
INK, SOFT = "#16283a", "#4a5a68"
HERE = Path(__file__).parent
TOKENS, NIGHT = (HERE.parent / "ui" / "static" / "css" / name for name in ("tokens.css", "night.css"))
_TOKEN = re.compile(r"(--[a-z0-9-]+): (#[0-9a-f]+);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CONTAINER = re.compile(r"@container[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_HIDDEN = re.compile(r"[^{}]*\{\s*display: none;\s*\}")
_EITHER = re.compile(r"([^{},]*?):is\(([^)]*)\)([^{},]*)")
_SIZES = re.compile(r"(?:max-)?(?:width|height): (?:100%|auto);")
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def _each(found: re.Match[str]) -> str:
    """`.a :is(.b, .c)` as `.a .b,.a .c`."""
    return ",".join(f"{found[1]}{each.strip()}{found[3]}" for each in found[2].split(","))


@cache
def rules(name: str, night: bool = False) -> str:
    """The rules of a drawing (`curve.css`…) on white paper, or by night: each token by its colour, the weights of
    printed letters, nothing of the page around, and no selector that the drawer does not know."""
    colours = dict(_TOKEN.findall(TOKENS.read_text("utf-8"))) | {"--ground": "#ffffff", "--text": FONT}
    colours |= dict(_TOKEN.findall(NIGHT.read_text("utf-8"))) if night else {}
    text = _COMMENT.sub("", (HERE / name).read_text("utf-8"))
    text = _HIDDEN.sub("", _CONTAINER.sub("", text))
    text = _EITHER.sub(_each, _SIZES.sub("", text))
    text = re.sub(r"var\((--[a-z0-9-]+)\)", lambda token: colours[token[1]], text)
    return " ".join(text.replace("font-weight: 650", "font-weight: 600").split())


def _lines(text: str, letter: int, room: float, strong: bool = False) -> Iterator[str]:
    """A text cut where there is no more room."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and width(longer, strong) * letter / LETTER > room:
            yield line
            longer = word
        line = longer
    yield line


def _balanced(text: str, room: int) -> list[str]:
    """A title in as few lines as it needs, none much shorter than the others."""
    lines = list(_lines(text, TITLE, room, strong=True))
    for less in range(room, room // 2, -10):
        closer = list(_lines(text, TITLE, less, strong=True))
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


def sheet(svg: str, name: str, title: str, said: str, foot: Sequence[str]) -> str:
    """The drawing `svg` of a page, whose rules are in the file `name`, on a sheet of its own."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a drawing says its size")
    across, high = float(found[1]), float(found[2])
    room = round(max(across, NARROWEST))
    head, top = _written(_balanced(title, room), 0, TITLE, INK, 600)
    under, top = _written(list(_lines(said, SAID, room)), top + 4, SAID, SOFT)
    plot = top + 10
    notes = [line for text in foot for line in _lines(text, FOOT, room)]
    last, bottom = _written(notes, plot + high + 6, FOOT, SOFT)
    wide, tall = room + 2 * EDGE, round(bottom + 2 * EDGE)
    opened, _, inside = svg.partition(">")
    opened = re.sub(r' width="[^"]*"', "", opened)
    placed = f'{opened} x="0" y="{plot:g}" width="{across:g}" height="{high:g}">{inside}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" '
        f'font-family="{FONT}" role="img" aria-label="{escape(title)}"><style>{rules(name)}</style>'
        f'<rect width="{wide}" height="{tall}" fill="#ffffff"/><g transform="translate({EDGE} {EDGE})">{head}{under}'
        f"{placed}{last}</g></svg>"
    )
