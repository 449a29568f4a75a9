"""The library that makes pictures and PDF of our drawings: it takes an SVG, and draws nothing of its own."""

from functools import lru_cache
from pathlib import Path
from typing import Any

FONT = "'Atkinson Hyperlegible Next Variable', 'Atkinson Hyperlegible Next', Arial, sans-serif"
LETTERS = Path(__file__).parents[1] / "printing" / "fonts"
SCALE = 2
"""Pixels of a picture for one of its drawing: enough for print."""
KINDS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


@lru_cache(maxsize=1)
def drawer() -> Any:
    """The library, knowing our letters: without them it measures and draws with those of the machine."""
    # Imported late: the library is 84 MB, and must be started after a server has forked.
    import vl_convert

    vl_convert.register_font_directory(str(LETTERS))
    return vl_convert


def taken_away(svg: str, form: str) -> bytes:
    """A drawing as a file. `form` is `svg`, `png` (twice the size, for print) or `pdf`."""
    if form == "png":
        return bytes(drawer().svg_to_png(svg, scale=SCALE))
    return bytes(drawer().svg_to_pdf(svg)) if form == "pdf" else svg.encode()
