"""Where no network on the ground gives 8 Mbit/s: the premises of each commune that are below, satellite left out."""

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.web.layers import Content, Credit, Layer, Sign, Spot
from maillage.web.layers._places import centres
from maillage.web.ui.links import address

LEAST = 8.0
"""The speed below which premises are counted, in Mbit/s: the first that a convention promises everywhere."""
SOURCES = ("arcep_mci_immeubles", "arcep_mci_eligibilite")
HOLLOW = "a{0} {0} 0 1 0 0 {1} {0} {0} 0 0 0 0-{1}Zm0 2.4a{2} {2} 0 1 1 0 {3} {2} {2} 0 0 1 0-{3}Z"
SIZES = ((10, "1 à 10 locaux", 4.4), (100, "11 à 100 locaux", 6.8), (0, "plus de 100 locaux", 9.2))
"""The most premises of each size of ring, its words, its radius; the last one has no end."""


def _ring(radius: float) -> str:
    inner = radius - 2.4
    return f"M10 {10 - radius:g}" + HOLLOW.format(f"{radius:g}", f"{2 * radius:g}", f"{inner:g}", f"{2 * inner:g}")


SIGNS = tuple(Sign(words, "ochre", _ring(radius)) for _, words, radius in SIZES)


def _below(source: Observatory) -> tuple[str, dict[str, tuple[int, int]]]:
    """The quarter, and for each commune that has some the premises below the speed, of how many in all."""
    names = [commune.ref.code for commune in source.territories(Level.COMMUNE)]
    period, speeds = source.rollout.speeds(names)
    counts = {
        code: (
            sum(count for speed, (count, _) in by_speed.items() if speed in CLASSES and FLOORS[speed] < LEAST),
            sum(count for count, _ in by_speed.values()),
        )
        for code, by_speed in speeds.items()
    }
    return period.label if period else "", {code: pair for code, pair in counts.items() if pair[0]}


def _count(source: Observatory) -> int:
    return len(_below(source)[1]) if centres(source, Level.COMMUNE) else 0


def _sign(count: int) -> int:
    return next(rank for rank, (most, _, _) in enumerate(SIZES) if count <= most or not most)


def _read(source: Observatory) -> Content:
    dated, below = _below(source)
    names = {commune.ref.code: commune.name for commune in source.territories(Level.COMMUNE)}
    places = centres(source, Level.COMMUNE)
    return Content(
        dated=dated,
        signs=SIGNS,
        spots=tuple(
            Spot(
                *places[code],
                french.typographic(names[code]),
                _sign(count),
                f"{french.counted(count, 'local', 'locaux')} sur {french.number(total)} sous 8{french.WIDE}Mbit/s",
                address("territory", Level.COMMUNE, code),
                (0,),
            )
            for code, (count, total) in sorted(below.items())
            if code in places
        ),
        credits=tuple(_credits(source, dated)),
        note="Réseaux au sol seulement : le satellite ne compte pas.",
    )


def _credits(source: Observatory, dated: str) -> list[Credit]:
    sheets = [sheet for sheet in map(source.source, SOURCES) if sheet.last]
    return [
        Credit(
            sheet.name,
            french.typographic(sheet.title),
            french.typographic(sheet.publisher),
            dated,
            french.day(sheet.last.obtained_on if sheet.last else None),
            sheet.licence,
        )
        for sheet in sheets[:1]
    ]


LAYER = Layer(
    "zones_blanches",
    "Zones blanches fixes",
    2,
    Sign("Zones blanches", "ochre", _ring(8)),
    _count,
    _read,
    lambda: reverse("white"),
)
