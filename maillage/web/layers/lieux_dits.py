"""Hamlets and other named places, written on the map from near."""

from maillage.kernel import french
from maillage.observatory.door import Observatory
from maillage.web.layers import SMALL, Box, Content, Layer, Names, Sign, credit

SIGN = Sign("Lieu-dit", "ink-soft", SMALL)


def _count(source: Observatory) -> int:
    return source.hamlets.count()


def _inside(source: Observatory, box: Box) -> list[tuple[str, float, float]]:
    return [(french.typographic(place.name), *place[1:]) for place in source.hamlets.inside(*box)]


def _read(source: Observatory) -> Content:
    deliveries = tuple(credit(origin) for origin in source.hamlets.origins)
    return Content(
        dated=deliveries[0].period if deliveries else "",
        signs=(SIGN,),
        names=Names(_inside),
        credits=deliveries,
        note="Leurs noms s’écrivent de près : agrandissez la carte.",
    )


LAYER = Layer("lieux_dits", "Lieux-dits", 30, SIGN, _count, _read)
