"""The picture of a territory: what its portrait shows before any figure.

A commune shows its buildings by state of fibre, what holds communes shows each of them by its share of premises with
fibre. The template `observe/territory/picture.html` draws it, with the style sheets `drawing/ground.css`
and `observe/territory/picture.css`.
"""

from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.observe.territory.picture_commune import commune
from maillage.web.observe.territory.picture_members import members
from maillage.web.observe.territory.picture_parts import Picture


def picture(source: Observatory, ref: Ref) -> Picture | None:
    """The picture of a territory; None when nothing of it can be drawn. Raises UsageError when it is unknown."""
    source.territory(ref)
    return commune(source, ref) if ref.level is Level.COMMUNE else members(source, ref)
