"""What is drawn of announced dates: what became of those that can be judged, the sectors whose date moved."""

from typing import Any

from django.utils.safestring import SafeString

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.listed import Sector, Wanted
from maillage.observatory.slips import Slipped
from maillage.web.drawing import squares, timelines
from maillage.web.fibre import counted
from maillage.web.fibre.bar import Where
from maillage.web.fibre.postponed import shift
from maillage.web.fibre.slips import story
from maillage.web.words.held import finding

MOST = 14
"""Sectors drawn: those where most buildings wait, then the largest."""
OUTCOMES = ("arrivés à la date dite", "arrivés depuis", "attendent encore", "abandonnés")
"""What became of the buildings that are drawn, as files say it."""
MANY = 100
"""Buildings waiting in a sector, from which it is said louder."""


def _wanted(where: Where, period: Period, what: str = "immeubles") -> Wanted:
    return Wanted(period, where.communes, what, frozenset(filter(None, [where.operator])))


def judged(where: Where, period: Period, total: Slipped) -> story.Judged:
    """What became, at a quarter, of the buildings whose date can be judged."""
    since = sum(where.source.listed.counts(_wanted(where, period, "dates_depuis")).values()) if total.en_retard else 0
    return story.Judged(total.tenus, since, total.en_retard - since, total.abandonnes)


def outcome(where: Where, period: Period, total: Slipped) -> dict[str, Any] | None:
    """The squares of what can be judged, their title and their legend; nothing where nothing can."""
    if not total.judged:
        return None
    became = judged(where, period, total)
    groups = (
        squares.Group("square-kept", became.kept),
        squares.Group("square-since", became.since),
        squares.Group("square-waiting", became.waiting),
        squares.Group("square-gone", became.gone, crossed=True),
    )
    said = (
        (french.counted(became.kept, "arrivé à la date dite", "arrivés à la date dite"), "dates_tenus"),
        (french.counted(became.since, "arrivé depuis", "arrivés depuis"), "dates_depuis"),
        (
            f"{french.number(became.waiting)} {french.plural(became.waiting, 'attend', 'attendent')} encore",
            "dates_attendent",
        ),
        (french.counted(became.gone, "abandonné"), "dates_abandonnes"),
    )
    at = counted.chosen(where)
    neutral = f"{french.counted(total.judged, 'date passée', 'dates passées')}, au {french.day(period.end)}"
    title, each = finding(story.outcome(became), neutral), squares.unit(groups)
    told = f"{title}. {', '.join(words for (words, _), group in zip(said, groups, strict=True) if group.count)}."
    alternative = french.typographic(told)
    named = [french.typographic(words) for words, _ in said]
    return {
        "title": title,
        "each": "un immeuble" if each == 1 else french.counted(each, "immeuble"),
        "wide": SafeString(squares.draw(groups, alternative, narrow=False, said=named)),
        "narrow": SafeString(squares.draw(groups, alternative, narrow=True, said=named)),
        "named": SafeString(squares.named(groups, named, alternative)),
        "named_narrow": SafeString(squares.named(groups, named, alternative, narrow=True)),
        "counts": list(zip(OUTCOMES, (group.count for group in groups), strict=True)),
        "legend": [
            (group, words, counted.address(**at, **{counted.COUNTED: what}))
            for group, (words, what) in zip(groups, said, strict=True)
            if group.count
        ],
    }


def moved(where: Where, first: Period, period: Period) -> dict[str, Any]:
    """The sectors whose date moved, drawn, and their title; no drawing where none did."""
    every = where.source.listed.moved(_wanted(where, period))
    title = finding(story.moved_title(every, first, period), f"Les dates annoncées, jusqu’au {french.day(period.end)}")
    shown = sorted(every, key=lambda sector: (-sector.waiting, -sector.buildings, sector.first))[:MOST]
    shown = sorted(shown, key=lambda sector: (sector.last, sector.first))
    if not shown:
        return {"title": title}
    communes = _communes(where.source)
    named = story.names(shown, communes)
    rows = tuple(_row(sector, name, period) for sector, name in zip(shown, named, strict=True))
    drawn = timelines.Timelines(rows, period.end, french.day(period.end))
    alternative = story.alternative(title, shown, named)
    return {
        "title": title,
        "others": len(every) - len(shown),
        "every": [(each.commune, communes.get(each.commune, ""), *each[1:]) for each in every],
        "wide": SafeString(timelines.wide(drawn, alternative)),
        "narrow": SafeString(timelines.narrow(drawn, alternative)),
        "rows": [
            (name, sector, story.waits(sector), _rows(where, sector)) for name, sector in zip(named, shown, strict=True)
        ],
    }


def _communes(source: Observatory) -> dict[str, str]:
    return {commune.ref.code: commune.name for commune in source.territories(Level.COMMUNE)}


def _rows(where: Where, sector: Sector) -> str:
    """The address of the buildings of a sector."""
    at = {**counted.chosen(where), "dans": f"commune:{sector.commune}", "pm": sector.exchange}
    return counted.address(**at)


def _row(sector: Sector, name: str, period: Period) -> timelines.Row:
    kind = "later" if sector.last > sector.first else "sooner"
    spans = [timelines.Span(min(sector.first, sector.last), max(sector.first, sector.last), f"{kind}-line")]
    latest = max(sector.first, sector.last)
    if sector.waiting and latest < period.end:
        spans.insert(0, timelines.Span(latest, period.end, "waits"))
    dates = f"du {french.day(sector.first)} au {french.day(sector.last)}"
    return timelines.Row(
        name=name,
        said=french.typographic(f"{name} : {dates}, {story.waits(sector)}"),
        spans=tuple(spans),
        marks=(timelines.Mark(sector.first, f"{kind}-first"), timelines.Mark(sector.last, f"{kind}-last")),
        note=shift(sector.first, sector.last),
        note_kind=kind,
        aside=french.typographic(story.waits(sector)),
        aside_short=french.number(sector.waiting),
        aside_kind="late" if sector.waiting >= MANY else "",
    )
