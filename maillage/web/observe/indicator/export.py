"""An indicator as a file: every known value, the ranking of a level, the shapes with their values."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import LEVELS, Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.observatory.standings import reranked
from maillage.web.exports.answer import answer
from maillage.web.exports.rows import VALUE_COLUMNS, value_row
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

RANKING_COLUMNS = (
    Column(
        "place",
        "Place",
        "Place dans cette liste, partagée par les ex æquo ; vide sans valeur, ou si tous sont à égalité",
        Kind.NUMBER,
        8,
    ),
    *VALUE_COLUMNS,
)


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


@public
def file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The values at the level `niveau`, the period `periode` and in the territory `dans`, all optional."""
    source = observatory(request)
    sheet = source.indicator(name)
    text = request.GET.get("periode", "")
    period = asked.period(text, sheet.periods) if text and sheet.loaded else None
    level = asked.level(request, LEVELS, Level.COMMUNE) if request.GET.get("niveau") else None
    within = asked.within(request)
    names = {
        territory.ref: territory
        for each in ([level] if level else LEVELS)
        for territory in source.territories(each, within)
    }  # fmt: skip

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        for value in source.values(name, level, period):
            if value.territory in names:
                drawn = draft.drawn(value)
                yield value_row(names[value.territory], sheet.indicator, drawn, source.release)

    export = table(
        f"maillage-{name}",
        french.typographic(sheet.indicator.title),
        view(name, level, period, within),
        VALUE_COLUMNS,
        rows,
        filters(source, level, period, within),
    )
    return answer(request, export, form)


def _unknown(territory: Territory, name: str, period: Period, unit: str, number: int) -> tuple[Cell, ...]:
    ref = territory.ref
    cells: dict[str, Cell] = {
        "niveau": ref.level.value,
        "code": ref.code,
        "territoire": territory.name,
        "indicateur": name,
        "periode": period.code,
        "unite": unit,
        "publication": number,
        "partie": territory.part,
    }
    return tuple(cells.get(column.name) for column in RANKING_COLUMNS)


@public
def ranking(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A level at a period from the best value to the worst; the unknown come last, their value empty."""
    source = observatory(request)
    sheet = source.indicator(name)
    if not sheet.loaded:
        raise UsageError(f"Aucune donnée chargée pour « {sheet.indicator.title} » : il n’y a pas de classement.")
    level = asked.level(request, LEVELS, Level.EPCI)
    period = asked.period(request.GET.get("periode", ""), sheet.periods)
    within = asked.within(request)
    every = source.territories(level, within)

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        lines, _ = source.ranking(name, level, period, within, 0, len(every))
        places = [value.rank for value in reranked([line.value for line in lines])]
        for place, line in zip(places, lines, strict=True):
            drawn: Value = draft.drawn(line.value)
            yield (place, *value_row(line.territory, sheet.indicator, drawn, source.release))
        known = {line.territory.ref for line in lines}
        for territory in every:
            if territory.ref not in known:
                unit, number = sheet.indicator.unit, source.release.number
                yield _unknown(territory, name, period, unit, number)

    export = table(
        f"maillage-{name}-classement-{level}-{period.code}",
        f"{french.typographic(sheet.indicator.title)}, classement des {level.plural}",
        view(name, level, period, within),
        RANKING_COLUMNS,
        rows,
        filters(source, level, period, within),
    )
    return answer(request, export, form)
