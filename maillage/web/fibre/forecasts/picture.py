"""What is drawn of forecasts: of a commune, its curve with the fan; of a wider place, when each commune would have its
fibre, against the end of copper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.territory import Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.costs import remaining
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import FORECAST, Forecast
from maillage.web.drawing import timelines
from maillage.web.exports.table import Cell
from maillage.web.fibre.forecasts import story
from maillage.web.fibre.forecasts.story import Dated
from maillage.web.words.fibre_curve import share_words
from maillage.web.words.held import finding

MOST = 16
"""Communes drawn: those that lose copper first, then those where most premises wait."""
NARROW = 8
"""Those that a phone draws."""
UNFOLDED = 4
"""Communes without a date that are in sight before one asks for the others."""


def dated(source: Observatory, place: Territory, table: Sequence[tuple[Territory, Forecast]]) -> list[Dated]:
    """The communes of which something is forecast."""
    _, remains = remaining(source, place.ref)
    waiting = {rest.commune.ref: rest.premises for rest in remains}
    found = []
    for commune, forecast in table:
        if forecast.state == FORECAST and forecast.first is not None:
            ground = source.nearby.ground.of(commune.ref)
            copper = ground.copper_ends_on if ground else None
            found.append(Dated(commune.name, commune.ref.code, forecast, copper, waiting.get(commune.ref)))
    return found


def ranges(every: Sequence[Dated], threshold: float, today: date) -> dict[str, Any] | None:
    """The communes on a line each, and the title; nothing where nothing is forecast."""
    if not every:
        return None
    ranked = sorted(every, key=lambda each: (not each.lost, -(each.waiting or 0), alphabetical(each.name)))
    shown = sorted(ranked[:MOST], key=_soonest)
    fewer = sorted(ranked[:NARROW], key=_soonest)
    neutral = f"{share_words(threshold)} de fibre et fin du cuivre, vus le {french.day(today)}"
    title = french.typographic(finding(story.copper_title(every, threshold), neutral))
    return {
        "title": title,
        "others": len(every) > len(fewer),
        "every": [_cells(each) for each in every],
        "wide": SafeString(timelines.wide(_lines(shown, today), story.alternative(title, shown))),
        "narrow": SafeString(timelines.narrow(_lines(fewer, today), story.alternative(title, fewer))),
    }


def _lines(shown: Sequence[Dated], today: date) -> timelines.Timelines:
    last = max(_end(each) for each in shown)
    return timelines.Timelines(tuple(_row(each, last, today) for each in shown), today, "aujourd’hui")


def undated(
    source: Observatory, table: Sequence[tuple[Territory, Forecast]], threshold: float
) -> dict[str, Any] | None:
    """The communes that have no date, why, and what is known of their copper, those it leaves first before, the `first`
    in sight and the other `lines` folded; nothing when each has one."""
    if not table:
        return None
    lines = []
    for commune, forecast in table:
        ground = source.nearby.ground.of(commune.ref)
        copper = ground.copper_ends_on if ground else None
        said = f"le cuivre ferme le {french.day(copper)}" if copper else "cuivre sans date"
        page = reverse("territory", args=[commune.ref.level, commune.ref.code])
        lines.append((copper or date.max, commune.name, page, story.why(forecast, threshold), said, bool(copper)))
    lines.sort(key=lambda line: (line[0], alphabetical(line[1])))
    count = french.counted(len(lines), "commune")
    verb = french.plural(len(lines), "n’a", "n’ont")
    return {
        "title": f"{count} {verb} pas de date",
        "first": lines[:UNFOLDED],
        "lines": lines[UNFOLDED:MOST],
        "others": max(0, len(lines) - MOST),
    }


def _cells(each: Dated) -> tuple[Cell, ...]:
    """A commune as files have it."""
    quarters = (each.forecast.first, each.forecast.middle, each.forecast.last)
    days = (quarter.end if quarter else None for quarter in quarters)
    return (each.code, each.name, each.forecast.share, *days, each.copper)


def _soonest(each: Dated) -> tuple[date, date, str]:
    middle = each.forecast.middle
    first = each.forecast.first
    return middle.end if middle else date.max, first.end if first else date.max, each.name


def _end(each: Dated) -> date:
    quarters = [quarter.end for quarter in (each.forecast.first, each.forecast.middle, each.forecast.last) if quarter]
    return max(quarters)


def _row(each: Dated, last: date, today: date) -> timelines.Row:
    forecast = each.forecast
    first = forecast.first.end if forecast.first else last
    spans, marks = [timelines.Span(first, forecast.last.end if forecast.last else last, "range")], []
    if each.lost and each.copper:
        spans.insert(0, timelines.Span(each.copper, first, "waits"))
    if forecast.middle:
        marks.append(timelines.Mark(forecast.middle.end, "middle"))
    if each.copper and each.copper <= last:
        marks.append(timelines.Mark(each.copper, "copper-late" if each.lost else "copper", cross=True))
    share = "" if forecast.share is None else f" {french.with_unit(int(forecast.share), '%')}"
    said, kind = story.copper_said(each, today)
    return timelines.Row(
        f"{each.name}{share}",
        tuple(spans),
        tuple(marks),
        aside=said,
        aside_kind=kind,
        said=french.typographic(story.line(each)),
    )
