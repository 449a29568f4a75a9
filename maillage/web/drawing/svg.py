"""What drawings of lines are written with: a text, what a line says of itself, the sheet around."""

from collections.abc import Iterable
from html import escape

from maillage.web.drawing.labels import LETTER


def text(x: float, y: float, kind: str, words: str, anchor: str = "") -> str:
    """Words whose foot is at y, held at x by their start, or by their `anchor`. `kind` is a class."""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}"{held}>{escape(words)}</text>'


def spoken(y: float, across: float, high: float, words: str) -> str:
    """What a line says of itself, under the mouse and by the keyboard (`reading.js`); nothing without words."""
    if not words:
        return ""
    title = f"<title>{escape(words)}</title>"
    return f'<rect class="told" y="{y:g}" width="{across:g}" height="{high:g}" fill-opacity="0">{title}</rect>'


def sheet(kind: str, across: int, high: float, alternative: str, parts: Iterable[str]) -> str:
    """A drawing of so many pixels, in the letters of the page; `kind` is its classes, `alternative` its message."""
    return (
        f'<svg class="{kind}" viewBox="0 0 {across} {high:g}" width="{across}" '
        f'font-size="{LETTER:g}" role="img" aria-label="{escape(alternative)}">{"".join(parts)}</svg>'
    )
