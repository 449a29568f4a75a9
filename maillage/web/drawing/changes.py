"""Where a file given on a page changes what is published: added, changed, taken away, on the communes of the region."""

from collections.abc import Iterable, Sequence

from maillage.kernel.territory import Territory
from maillage.web.drawing.constellation import Frame, dots, drawing

Mark = tuple[str, str, float | None, float | None]
"""What becomes of a row, its commune, its longitude and latitude when it has its own."""
SHAPES = {
    "inchangée": ("#8C8371", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"),
    "ajoutée": ("#0B8A83", "M-14 0H14M0 -14V14"),
    "modifiée": ("#C4660A", "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0 -22 0"),
    "retirée": ("#C2382B", "M-11 -11L11 11M-11 11L11 -11"),
}
"""A colour that is seen by day and by night, and a shape of its own: nobody has to tell colours apart."""


def changes(sheet: Frame, communes: Sequence[Territory], marks: Iterable[Mark]) -> str:
    """A whole SVG file: the communes, and on them the rows that change."""
    centres = {commune.ref.code: sheet.centre(commune) for commune in communes}
    places: dict[str, set[tuple[int, int]]] = {sort: set() for sort in SHAPES}
    for sort, commune, longitude, latitude in marks:
        own = sheet.place(longitude, latitude) if longitude is not None and latitude is not None else None
        place = own or centres.get(commune)
        if place:
            places[sort].add(place)
    uses = "".join(
        f'<g fill="none" stroke="{colour}" stroke-width="5">'
        + "".join(f'<path transform="translate({x} {y})" d="{shape}"/>' for x, y in sorted(places[sort]))
        + "</g>"
        for sort, (colour, shape) in SHAPES.items()
    )
    return drawing(sheet, f'<path class="d b" d="{dots(sheet, communes)}"/>{uses}', len(communes))
