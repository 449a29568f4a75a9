"""A theme of a territory: each of its figures in full, what is not known, and the pages that say more.

Who comes: the technician of a commune, from a tile of the portrait; leaves with every figure, its source and its rank.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.themes import ENJEUX, FIXED, HEALTH, MEDIATION, by_slug
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.compared import compared
from maillage.web.observe.territory.reach import reach
from maillage.web.words import forecast
from maillage.web.words.figure_address import theme_address
from maillage.web.words.portrait import Names, gaps
from maillage.web.words.reading import Figure, read
from maillage.web.words.series_curve import SeriesCurve, series_curve
from maillage.web.words.theme import theme_words

MORE = {
    FIXED: (
        ("rollout", "Immeubles par état"),
        ("slips", "Dates annoncées, tenues ou non"),
        ("forecasts", "Prévisions"),
        ("white", "Zones blanches"),
        ("cost", "Ce que finir coûterait"),
    ),
    HEALTH: (("white", "Le débit des établissements de santé"),),
}
"""Of a theme, the pages that say more, which all take a place."""


@public
def page(request: HttpRequest, level: str, code: str, theme: str) -> HttpResponse:
    """The figures of a theme in a territory."""
    source, title = observatory(request), by_slug(theme)
    territory = source.territory(Ref(Level(level), code.upper()))
    ref, names = territory.ref, Names(source)
    lines = source.profile(ref, title)
    figures = [read(line, names) for line in lines]
    beside = compared(source, ref, request)
    fixed = title == FIXED
    context = {
        "territory": territory,
        "title": theme_words(title),
        "steps": [_step(parent) for parent in map(names, reversed(territory.parents))] + [_step(territory)],
        "tabs": list(_tabs(source, ref, title)),
        "figures": [figure for figure in figures if figure.said or not figure.concerned],
        "curves": dict(_curves(source, territory, lines, figures)),
        "missing": [figure for figure in figures if figure.said is None and figure.concerned],
        "gaps": gaps(lines, figures),
        "compared": beside,
        "standings": beside.standings if beside else {},
        "reach": reach(source, ref) if title == MEDIATION else None,
        "forecast": forecast.forecast_words(source, ref) if fixed else None,
        "forecast_of": forecast.INDICATOR,
        "more": [(f"{reverse(name)}?{_within(ref)}", words) for name, words in MORE.get(title, ())],
    }
    return render(request, "observe/territory/theme.html", context)


def _curves(
    source: Observatory, territory: Territory, lines: Sequence[ProfileLine], figures: Sequence[Figure]
) -> Iterator[tuple[str, SeriesCurve]]:
    """The curve of each indicator that has one."""
    for line, figure in zip(lines, figures, strict=True):
        if figure.said and figure.said.drawn:
            curve = series_curve(source, line.sheet.indicator, territory, line.values)
            if curve:
                yield figure.name, curve


def _step(territory: Territory) -> tuple[str, str]:
    ref = territory.ref
    return reverse("territory", args=[ref.level, ref.code]), territory.name


def _tabs(source: Observatory, ref: Ref, current: str) -> Iterator[dict[str, object]]:
    measured = {current, *(sheet.indicator.theme for sheet in source.indicators() if sheet.loaded)}
    for enjeu in ENJEUX:
        for theme in enjeu.themes:
            if theme in measured:
                yield {"address": theme_address(ref, theme), "words": theme_words(theme), "current": theme == current}


def _within(ref: Ref) -> str:
    return urlencode({"dans": ref}, safe=":")
