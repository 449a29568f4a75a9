"""Buildings one by one, by the state of fibre."""

from django.urls import reverse

from maillage.kernel.fixed import MAP_STATES, WAITING_EXCHANGE, map_state_name
from maillage.observatory.door import Observatory
from maillage.web.layers import CIRCLE, DIAMOND, RING, TRIANGLE, Content, Layer, Sign, Tiles, credit

COLOURS = ("thread", "thread", "overlay-1", "gap-1", "overlay-0", "ochre", "brick")
"""Those of the states, in their order."""
MARKS = {
    "deploye": CIRCLE,
    WAITING_EXCHANGE: RING,
    "raccordable demande": DIAMOND,
    "en cours de deploiement": TRIANGLE,
    "signe": "M2 2h16v16H2Z",
    "cible": "M2 2h16v16H2ZM6 6v8h8V6Z",
    "abandonne": "M4.5 1.5l5.5 5.5 5.5-5.5 3 3-5.5 5.5 5.5 5.5-3 3-5.5-5.5-5.5 5.5-3-3 5.5-5.5-5.5-5.5Z",
}
"""The mark of each state: pages and scripts draw the same."""


def _count(source: Observatory) -> int:
    return sum(source.nearby.fixed.counted.values()) if source.building_tiles().exists() else 0


def _read(source: Observatory) -> Content:
    origin = source.nearby.origin("buildings")
    deliveries = (credit(origin),) if origin else ()
    return Content(
        dated=deliveries[0].period if deliveries else "",
        signs=tuple(
            Sign(map_state_name(state), colour, MARKS[state]) for state, colour in zip(MAP_STATES, COLOURS, strict=True)
        ),
        tiles=Tiles("pictures.building_tiles", "immeubles", "etat", MAP_STATES),
        credits=deliveries,
        note="De loin, un échantillon ; de près, tous. Touchez-en un pour savoir ce qui y est disponible.",
    )


LAYER = Layer(
    "immeubles",
    "Immeubles et fibre",
    1,
    Sign("Immeubles", "thread", CIRCLE),
    _count,
    _read,
    lambda: reverse("buildings"),
)
