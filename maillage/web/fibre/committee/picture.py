"""What is drawn for the committee, on paper: what was due and what became of it, where it waits, commune by commune."""

from collections.abc import Mapping, Sequence
from html import escape

import shapely

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.due import Due
from maillage.web.drawing import circles, paper
from maillage.web.drawing.circles import Spot
from maillage.web.fibre.bar import Where
from maillage.web.fibre.committee.story import Commune
from maillage.web.fibre.drawn import frames

WIDE, NARROW = 720, 352
"""Pixels of a drawing: on paper and a desk, on a phone."""
BAR, TOP, KEY = 46, 44, 26
"""Height of the bar, pixels above it, of a line of its legend."""
ROOM = 66
"""Pixels from which a part says its number inside."""
KEYS = french.typographic("Point : attendent encore. Cercle : étaient dus.")
AGAIN = ("attendent encore", "dont depuis deux livraisons ou plus")
"""The legend of the map."""
MOST = 8
"""Communes drawn one under the other."""
ROW, ASIDE = 32, 56
"""Pixels of a line, of its number."""


def parts(total: Due) -> list[tuple[str, str, int]]:
    """What became of what was due: the class of its colour, its words, how many; those that are none left out."""
    every = (
        ("arrived", "arrivés", total.arrived),
        ("off", "repoussés", total.put_off),
        ("left", "abandonnés ou retirés", total.given_up + total.gone),
        ("missed", "attendent encore", total.missed),
    )
    return [(kind, words, count) for kind, words, count in every if count]


def became(total: Due, when: str, wide: int = WIDE) -> str:
    """The bar of what was due, cut in what became of it. `when` is the day it was due."""
    head = french.typographic(f"{french.number(total.due)} dus au {when}")
    drawn = [
        f'<path class="bracket" d="M1 {TOP - 8}V{TOP - 16}H{wide - 1}V{TOP - 8}"/>',
        f'<text class="strong" x="{wide / 2:g}" y="18" text-anchor="middle">{escape(head)}</text>',
    ]
    shown = parts(total)
    across = len(shown) if wide == WIDE else 1
    left = 0.0
    for rank, (kind, words, count) in enumerate(shown):
        part = wide * count / total.due
        drawn.append(f'<rect class="part-{kind}" x="{left:.1f}" y="{TOP}" width="{part:.1f}" height="{BAR}"/>')
        if part >= ROOM:
            colour = "part-text part-arrived-text" if kind == "arrived" else "part-text"
            drawn.append(
                f'<text class="{colour}" x="{left + part / 2:.1f}" y="{TOP + 30}" text-anchor="middle">'
                f"{french.number(count)}</text>"
            )
        key, line = wide * (rank % across) / across, TOP + BAR + 14 + KEY * (rank // across)
        drawn.append(f'<rect class="part-{kind}" x="{key:.1f}" y="{line}" width="14" height="14"/>')
        said = escape(f"{french.number(count)} {words}")
        drawn.append(f'<text x="{key + 22:.1f}" y="{line + 12}">{said}</text>')
        left += part
    return paper.sheet("".join(drawn), wide, TOP + BAR + 14 + KEY * -(-len(shown) // across))


def by_commune(shown: Sequence[Commune], wide: int = WIDE) -> str:
    """For each commune, what was due (circle) and what waits still (point)."""
    most = max((each.due.due for each in shown), default=0) or 1
    name = 230 if wide == WIDE else 130
    across = wide - name - ASIDE - 20
    drawn = [f'<text class="soft" x="0" y="16">{KEYS}</text>']
    for rank, each in enumerate(shown):
        y = 44 + rank * ROW
        now, before = (name + 8 + across * count / most for count in (each.due.missed, each.due.due))
        drawn.append(f'<line class="row-line" x1="0" x2="{wide}" y1="{y + 16}" y2="{y + 16}"/>')
        drawn.append(f'<text x="0" y="{y + 5}">{escape(_short(each.name, name))}</text>')
        drawn.append(f'<line class="link-line" x1="{now:.1f}" x2="{before:.1f}" y1="{y}" y2="{y}"/>')
        drawn.append(f'<circle class="point-before" cx="{before:.1f}" cy="{y}" r="6"/>')
        drawn.append(f'<circle class="point-now" cx="{now:.1f}" cy="{y}" r="6"/>')
        number = french.number(each.due.missed)
        drawn.append(f'<text class="strong" x="{wide}" y="{y + 5}" text-anchor="end">{number}</text>')
    return paper.sheet("".join(drawn), wide, 44 + ROW * len(shown))


def _short(name: str, room: float) -> str:
    """A name in so many pixels, cut with what says so when it is longer."""
    most = int(room / paper.LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def where_they_wait(where: Where, communes: Sequence[Commune]) -> str:
    """A circle a commune, whose area is how many wait; empty where there is nothing to place, or no outline."""
    edges = frames(where.source, where.place)
    shapes = where.source.outlines(Level.COMMUNE, drawn=where.place.ref == where.source.release.region)
    known = {code: shapes[code] for code in sorted(where.communes) if code in shapes}
    waits = {each.code: each for each in communes if each.due.missed and each.code in known}
    if not edges or len(known) < 2 or not waits:
        return ""
    return circles.on_paper(known, edges, _spots(known, waits), "late", AGAIN)


def _spots(shapes: Mapping[str, shapely.Geometry], waits: Mapping[str, Commune]) -> list[Spot]:
    centres = {code: shapely.point_on_surface(shapes[code]) for code in waits}
    return [
        Spot(at.x, at.y, waits[code].due.missed, waits[code].name, waits[code].due.again)
        for code, at in centres.items()
    ]
