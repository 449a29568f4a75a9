"""A curve out of its page: on a sheet of its own, with its title and where it comes from, or bare, for a document or
for somebody else's page."""

from collections.abc import Sequence
from html import escape

from maillage.web.drawing import sheet as standing
from maillage.web.drawing.axes import Size
from maillage.web.drawing.curve import Curve, body, draw
from maillage.web.drawing.labels import LETTER

CSS = "curve.css"


def sheet(curve: Curve, title: str, said: str, foot: Sequence[str]) -> str:
    """The curve as an SVG that stands alone."""
    return standing.sheet(draw(curve, curve.wide, title, "curve-wide"), CSS, title, said, foot)


def bare(curve: Curve, size: Size, alternative: str, notice: str = "") -> str:
    """The curve without words around, for a document on white paper; `notice` says that data are simulated."""
    return _bare(curve, size, alternative, notice, standing.rules(CSS))


def bare_of_page(curve: Curve, size: Size, alternative: str, notice: str = "") -> str:
    """The same, which follows the night of who looks."""
    night = standing.rules(CSS, night=True)
    return _bare(curve, size, alternative, notice, f"{standing.rules(CSS)}@media(prefers-color-scheme:dark){{{night}}}")


def _bare(curve: Curve, size: Size, alternative: str, notice: str, rules: str) -> str:
    said = f'<text class="cut-name" x="0" y="13" font-size="{standing.FOOT}">{escape(notice)}</text>' if notice else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="curve-drawing" viewBox="0 0 {size.width} {size.height}" '
        f'width="{size.width}" height="{size.height}" font-size="{LETTER:g}" role="img" '
        f'aria-label="{escape(alternative)}"><style>{rules}</style>{body(curve, size)}{said}</svg>'
    )
