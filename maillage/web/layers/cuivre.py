"""The end of copper: the year each commune is cut off."""

from datetime import date

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.web.layers import SQUARE, Area, Content, Layer, Sign, credit
from maillage.web.ui.links import address

CLOSED = "ferme"
COLOURS = ("brick", "ochre", "gap-1", "overlay-1", "ink-soft")
"""The sooner, the warmer: what is closed, then the years, the last colour for all that come after."""


def _ends(source: Observatory) -> dict[str, tuple[bool, date, Origin | None]]:
    """Whether copper is closed, the day it is or will be, and who says it: communes that have a date."""
    ground = source.nearby.ground
    refs = [commune.ref for commune in source.territories(Level.COMMUNE)]
    known = [(ref, sheet) for ref in refs if (sheet := ground.of(ref))]
    return {
        ref.code: (sheet.copper == CLOSED, sheet.copper_ends_on, sheet.copper_origin)
        for ref, sheet in known
        if sheet.copper_ends_on is not None
    }


def _count(source: Observatory) -> int:
    return len(_ends(source)) if source.outlines(Level.COMMUNE) else 0


def _read(source: Observatory) -> Content:
    ends = _ends(source)
    years = sorted({day.year for closed, day, _ in ends.values() if not closed})
    closed = any(shut for shut, _, _ in ends.values())
    words = (["Déjà fermé"] if closed else []) + [f"Ferme en {year}" for year in years]
    shown = words[: len(COLOURS)]
    if len(words) > len(shown):
        shown[-1] = f"{shown[-1]} ou après"
    last = len(shown) - 1

    def area(code: str) -> Area:
        shut, day, _ = ends[code]
        rank = 0 if shut else years.index(day.year) + closed
        said = f"cuivre fermé depuis le {french.day(day)}" if shut else f"le cuivre ferme le {french.day(day)}"
        return Area(min(rank, last), said, address("territory", Level.COMMUNE, code))

    origins = {origin.source: origin for _, _, origin in ends.values() if origin}
    deliveries = tuple(credit(origin) for origin in origins.values())
    return Content(
        dated=deliveries[0].period if deliveries else "",
        signs=tuple(Sign(text, COLOURS[rank], SQUARE) for rank, text in enumerate(shown)),
        areas={code: area(code) for code in sorted(ends)},
        credits=deliveries,
        note="Sans hachure : aucune date annoncée.",
    )


LAYER = Layer("cuivre", "Fin du cuivre", 3, Sign("Fin du cuivre", "brick", SQUARE), _count, _read)
