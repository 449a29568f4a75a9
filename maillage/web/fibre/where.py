"""Where to look, on the pages of the fibre: the region or a part of it, one operator or all of them."""

from maillage.kernel.territory import Ref, Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.lists.places import places

PLACE, OPERATOR, QUARTER = "dans", "operateur", "periode"
"""What every page of the fibre asks in its address, by the same names."""


def _territory(text: str, asked: Asked) -> Territory:
    source = observatory(asked.request)
    return source.territory(Ref.parse(text) if text else source.release.region)


IN = Filter(PLACE, "Dans", options=places, parse=_territory, said=lambda asked: asked[PLACE].name, elsewhere=True)
"""The part of the region that a list is about: a territory."""


def operators(source: Observatory, inside: frozenset[str] | None = None) -> list[tuple[str, str]]:
    """The operators that have a building in these communes, or anywhere: code and name, by name."""
    counted = source.nearby.fixed.counted
    codes = {operator for commune, operator, _ in counted if inside is None or commune in inside}
    return sorted(((code, source.nearby.operator(code)) for code in codes), key=lambda pair: alphabetical(pair[1]))


def _operators(asked: Asked) -> Options:
    return every("Tous", operators(observatory(asked.request)))


BY_OPERATOR = Filter(OPERATOR, "Opérateur", options=_operators, elsewhere=True)
"""The operator that a list is about, by its code; all of them when none is asked."""
