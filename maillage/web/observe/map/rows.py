"""The table of the map as a file: the territories that the legend keeps, in the order asked, at the dates shown."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Territory
from maillage.kernel.value import Value
from maillage.web.exports.table import Cell
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked as Request
from maillage.web.lists.described import Listing
from maillage.web.observe.map.headline import kept_words
from maillage.web.observe.map.table import shown
from maillage.web.observe.map_asked import Asked, read
from maillage.web.observe.map_layers import Atlas, atlas, place_words
from maillage.web.observe.values import VALUES, cells, unknown

Placed: TypeAlias = tuple[Territory, Period, Value | None]


def _view(asked: Request) -> tuple[Asked, Atlas]:
    """The view of the map, read once a file."""
    if "view" not in asked.memory:
        source = observatory(asked.request)
        ask = read(asked.request, source)
        if not isinstance(ask, Asked):
            raise UsageError("Aucune donnée chargée pour cet indicateur : la table est vide.")
        asked.memory["view"] = ask, atlas(source, ask)
    view: tuple[Asked, Atlas] = asked.memory["view"]
    return view


def _rows(asked: Request) -> list[Placed]:
    """Each territory of the table at each date shown, without value when it is not known."""
    ask, maps = _view(asked)
    source, name = observatory(asked.request), ask.sheet.indicator.name
    of = {
        (value.territory.code, period): value
        for period in ask.shown
        for value in source.values(name, ask.level, period)
    }
    return [(place, period, of.get((place.ref.code, period))) for place in shown(maps, ask) for period in ask.shown]


def _cells(asked: Request, batch: Iterable[Placed]) -> Iterator[tuple[Cell, ...]]:
    indicator = _view(asked)[0].sheet.indicator
    for place, period, value in batch:
        if value is None:
            yield unknown(asked, place, indicator, period)
        else:
            yield from cells(asked, [(place, indicator, value)])


def _criteria(asked: Request) -> tuple[tuple[str, str], ...]:
    ask, maps = _view(asked)
    criteria = [
        ("Niveau", ask.level.plural),
        ("Période", " et ".join(period.label for period in ask.shown)),
        ("Dans", place_words(observatory(asked.request), ask.within)),
        ("Classes gardées", kept_words(ask, maps)),
    ]
    return tuple((name, words) for name, words in criteria if words)


TABLE = Listing(
    name="map.rows",
    address="carte/tableau",
    title=lambda asked: f"{french.typographic(_view(asked)[0].sheet.indicator.title)}, table de la carte",
    what="territoire",
    file=lambda asked: f"maillage-carte-{_view(asked)[0].sheet.indicator.name}",
    paged=False,
    api=False,
    # The order of the table is the map's.
    mark="rangees",
    view=lambda asked: _view(asked)[0].address(reverse("map")),
    criteria=_criteria,
    rows=_rows,
    line=_cells,
    columns=VALUES,
)
