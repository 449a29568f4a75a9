"""An indicator as a file: every known value, the ranking of a level."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias
from urllib.parse import urlencode

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.figures import reranked
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.addresses import NAME
from maillage.web.exports.table import Cell, Kind
from maillage.web.forms import asked as address
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, of_cells
from maillage.web.lists.filters import Filter
from maillage.web.lists.places import WITHIN
from maillage.web.observe.values import VALUES, Measured, cells, unknown

LEVEL_NAMES = tuple((level.value, french.capital(level.plural)) for level in LEVELS)


def filters(
    source: Observatory, level: Level | None, period: Period | None, within: Ref | None
) -> tuple[tuple[str, str], ...]:
    """What was asked, in words."""
    criteria = []
    if level:
        criteria.append(("Niveau", level.plural))
    if period:
        criteria.append(("Période", period.label))
    if within:
        criteria.append(("Dans", f"{source.territory(within).name} ({within})"))
    return tuple(criteria)


def view(name: str, level: Level | None, period: Period | None, within: Ref | None) -> str:
    """The address of the page that shows the same choice."""
    query = {"niveau": level, "periode": period.code if period else None, "dans": within}
    kept = urlencode({key: str(value) for key, value in query.items() if value})
    return reverse("indicator", args=[name]) + (f"?{kept}" if kept else "")


def _sheet(asked: Asked) -> IndicatorSheet:
    return observatory(asked.request).indicator(asked.place["name"])


def _level(text: str, asked: Asked) -> Level | None:
    if text and text not in LEVELS:
        raise UnknownChoice(f"Niveau « {text[:40]} » inconnu.", text, {level.value: level.label for level in LEVELS})
    return Level(text) if text else None


def _period(text: str, asked: Asked) -> Period | None:
    periods = _sheet(asked).periods
    return address.period(text, periods) if text and periods else None


def _last(asked: Asked) -> str:
    periods = _sheet(asked).periods
    return periods[-1].code if periods else ""


def _choice(asked: Asked) -> tuple[Level | None, Period | None, Ref | None]:
    within: Territory | None = asked["dans"]
    return asked["niveau"], asked["periode"], within.ref if within else None


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    return filters(observatory(asked.request), *_choice(asked))


def _ordered(asked: Asked, shown: str) -> str:
    """An address with the order asked, which makes another file."""
    order = asked.request.GET.get("tri", "")
    return f"{shown}{'&' if '?' in shown else '?'}{urlencode({'tri': order})}" if order else shown


def _view(asked: Asked) -> str:
    return _ordered(asked, view(asked.place["name"], *_choice(asked)))


def _values(asked: Asked) -> list[Measured]:
    """The known values of the level, the period and the territory asked."""
    source, (level, period, within) = observatory(asked.request), _choice(asked)
    levels = [level] if level else LEVELS
    names = {territory.ref: territory for each in levels for territory in source.territories(each, within)}
    indicator, values = _sheet(asked).indicator, source.values(asked.place["name"], level, period)
    return [(names[value.territory], indicator, value) for value in values if value.territory in names]


VALUES_FILE = Listing(
    name="indicator.file",
    address=rf"indicateurs/{NAME}",
    title=lambda asked: french.typographic(_sheet(asked).indicator.title),
    what="valeur",
    file=lambda asked: f"maillage-{asked.place['name']}",
    paged=False,
    view=_view,
    filters=(
        Filter("niveau", "Niveau", options=LEVEL_NAMES, parse=_level),
        Filter("periode", "Période", parse=_period),
        WITHIN,
    ),
    criteria=_criteria,
    rows=_values,
    line=cells,
    columns=VALUES,
)
Placed: TypeAlias = tuple[int | None, Territory, Value | None]


def _ranked(asked: Asked) -> list[Placed]:
    """A level at a period from the best value to the worst; the unknown come last, without value."""
    source, sheet, (level, period, within) = observatory(asked.request), _sheet(asked), _choice(asked)
    if level is None or period is None:
        raise UsageError(f"Aucune donnée chargée pour « {sheet.indicator.title} » : il n’y a pas de classement.")
    every = source.territories(level, within)
    lines, _ = source.ranking(sheet.indicator.name, level, period, within, 0, len(every))
    places = [value.rank for value in reranked([line.value for line in lines])]
    known = {line.territory.ref for line in lines}
    ranked = [(place, line.territory, line.value) for place, line in zip(places, lines, strict=True)]
    return [*ranked, *((None, territory, None) for territory in every if territory.ref not in known)]


def _ranking_cells(asked: Asked, batch: Sequence[Placed]) -> Iterator[tuple[Cell, ...]]:
    indicator = _sheet(asked).indicator
    for place, territory, value in batch:
        if value is None:
            yield (None, *unknown(asked, territory, indicator, asked["periode"]))
        else:
            [row] = cells(asked, [(territory, indicator, value)])
            yield (place, *row)


PLACE = Column(
    "place",
    "Place",
    "Place dans cette liste, partagée par les ex æquo ; vide sans valeur, ou si tous sont à égalité",
    Kind.NUMBER,
    8,
)
RANKING = Listing(
    name="indicator.ranking_file",
    address=rf"indicateurs/{NAME}/classement",
    title=lambda asked: f"{french.typographic(_sheet(asked).indicator.title)}, classement des {asked['niveau'].plural}",
    what="territoire",
    file=lambda asked: f"maillage-{asked.place['name']}-classement-{asked['niveau']}-{asked['periode'].code}",
    paged=False,
    view=_view,
    filters=(
        Filter("niveau", "Niveau", options=LEVEL_NAMES, usual=Level.EPCI.value, parse=_level),
        Filter("periode", "Période", usual=_last, parse=_period),
        WITHIN,
    ),
    criteria=_criteria,
    rows=_ranked,
    line=_ranking_cells,
    columns=of_cells((PLACE, *VALUES)),
)
