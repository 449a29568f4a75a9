"""What is late, drawn: where, in which communes, for how long."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.listed import OVERDUE, Wanted
from maillage.web.fibre import counted
from maillage.web.fibre.bar import Where
from maillage.web.fibre.drawn import named
from maillage.web.fibre.rollout import story as told
from maillage.web.fibre.where import PLACE
from maillage.web.gate.observatory import release_key
from maillage.web.words.held import finding

MOST = 9
"""Communes ranked."""
YEARS = 6
"""Years told one by one, the last ones."""


class Bar(NamedTuple):
    """A line: its name, its page if any, how many buildings are late, those of them in works, their list; how wide its
    bar is and the part in works, of 100."""

    name: str
    page: str
    late: int
    works: int
    rows: str
    wide: str
    begun: str


def drawn(where: Where, period: Period, story: told.Story, late: dict[str, str]) -> dict[str, Any]:
    """The map, the ranking and the years of what is late; `late` asks for its list. Nothing where nobody waits."""
    if not story.now.late:
        return {"map": None, "ranked": None, "waited": None}
    several = where.place.ref.level is not Level.COMMUNE
    return {
        "map": _map(where, period, story, late),
        "ranked": _ranked(where, period, late) if several else None,
        "waited": _waited(where, period, late),
    }


def _map(where: Where, period: Period, story: told.Story, late: dict[str, str]) -> dict[str, str] | None:
    """The picture of the list of what is late, under a title; none where no outline is loaded."""
    if where.place.bbox is None:
        return None
    picture = reverse("listed.picture", args=[release_key(where.source)])
    title = finding(told.concentration_title(story.late_by_place), f"Où sont les retards, {period.label}")
    if where.place.ref.level is Level.COMMUNE:
        title = f"Où {'attend l’immeuble' if story.now.late == 1 else 'attendent les immeubles'} en retard"
    found = where.source.rollout.counted(lambda commune, *_: commune, where.communes, period, where.operator)
    late_in = {code: counts.late for code, counts in found.items() if counts.late}
    names = {each.ref.code: each.name for each in where.source.communes(where.place.ref)}
    most = sorted(story.late_by_place.items(), key=lambda pair: (-pair[1], alphabetical(pair[0])))[:3]
    said = ", ".join(f"{name} : {french.number(count)}" for name, count in most if count)
    return {
        "picture": f"{picture}?{urlencode([pair for pair in late.items() if pair[1]])}",
        "names": named(where.source, where.place, late_in, names),
        "title": title,
        "words": french.typographic(f"Carte des immeubles en retard. {said}."),
    }


def _ranked(where: Where, period: Period, late: dict[str, str]) -> dict[str, Any] | None:
    """The communes where most buildings are late, and what the others add up to; nothing for one alone."""
    found = where.source.rollout.counted(lambda commune, *_: commune, where.communes, period, where.operator)
    names = {each.ref.code: each.name for each in where.source.territories(Level.COMMUNE)}
    every = sorted((-counts.late, alphabetical(names[code]), code) for code, counts in found.items() if counts.late)
    if len(every) < 2:
        return None
    shown, most = [], -every[0][0]
    for count, _, code in every[:MOST]:
        works = found[code].late_in["en cours de deploiement"]
        page, rows = reverse("territory", args=["commune", code]), counted.address(**{**late, PLACE: f"commune:{code}"})
        shown.append(_bar(names[code], page, -count, works, rows, most))
    others = every[MOST:]
    return {
        "title": finding(
            told.ranked_title([(each.name, each.late) for each in shown], len(every)),
            f"Immeubles en retard, {period.label}",
        ),
        "lines": shown,
        "others": len(others),
        "rest": -sum(count for count, _, _ in others),
    }


def _waited(where: Where, period: Period, late: dict[str, str]) -> dict[str, Any] | None:
    """What is late by year of its date, the oldest years together."""
    operators = frozenset(filter(None, [where.operator]))
    by_year = where.source.listed.by_year(Wanted(period, where.communes, OVERDUE, operators))
    if not by_year:
        return None
    spans = [((year, year), count) for year, count in by_year.items()]
    folded = spans[:-YEARS]
    if len(folded) > 1:
        spans = [((folded[0][0][0], folded[-1][0][1]), sum(count for _, count in folded)), *spans[-YEARS:]]
    most = max(count for _, count in spans)
    lines = [
        _bar(
            counted.years(span, " à "),
            "",
            count,
            0,
            counted.address(**late, **{counted.YEARS: counted.years(span)}),
            most,
        )
        for span, count in spans
    ]
    title = finding(told.waited(by_year, period.end.year - 1), f"Immeubles en retard par année, {period.label}")
    return {"title": title, "lines": lines}


def _bar(name: str, page: str, late: int, works: int, rows: str, most: int) -> Bar:
    return Bar(name, page, late, works, rows, f"{100 * late / most:.1f}", f"{100 * works / most:.1f}")
