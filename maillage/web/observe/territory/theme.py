"""A theme of a territory: each of its figures in full, what is not known, and the pages that say more.

Who comes: the technician of a commune, from a tile of the portrait; leaves with every figure, its source and its rank.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.themes import ENJEUX, by_slug
from maillage.observatory.door import Observatory
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.compared import compared
from maillage.web.observe.territory.reach import THEME as HELP
from maillage.web.observe.territory.reach import reach
from maillage.web.words import forecast
from maillage.web.words.figure_address import theme_address
from maillage.web.words.portrait import Names, gaps
from maillage.web.words.reading import read

FIXED = "Réseaux fixes"
OF_FIBRE = (
    ("rollout", "Immeubles par état"),
    ("slips", "Dates annoncées, tenues ou non"),
    ("forecasts", "Prévisions"),
    ("white", "Zones blanches"),
    ("cost", "Ce que finir coûterait"),
)
"""The pages of the fibre, which all take a place."""


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
        "title": french.typographic(title),
        "steps": [_step(parent) for parent in map(names, reversed(territory.parents))] + [_step(territory)],
        "tabs": list(_tabs(source, ref, title)),
        "figures": [figure for figure in figures if figure.said or not figure.concerned],
        "missing": [figure for figure in figures if figure.said is None and figure.concerned],
        "gaps": gaps(lines, figures),
        "compared": beside,
        "standings": beside.standings if beside else {},
        "reach": reach(source, ref) if title == HELP else None,
        "forecast": forecast.forecast_words(source, ref) if fixed else None,
        "forecast_of": forecast.INDICATOR,
        "more": [(f"{reverse(name)}?{_within(ref)}", words) for name, words in OF_FIBRE] if fixed else [],
    }
    return render(request, "observe/territory/theme.html", context)


def _step(territory: Territory) -> tuple[str, str]:
    ref = territory.ref
    return reverse("territory", args=[ref.level, ref.code]), territory.name


def _tabs(source: Observatory, ref: Ref, current: str) -> Iterator[dict[str, object]]:
    measured = {sheet.indicator.theme for sheet in source.indicators()}
    for enjeu in ENJEUX:
        for theme in enjeu.themes:
            if theme in measured:
                yield {
                    "address": theme_address(ref, theme),
                    "words": french.typographic(theme),
                    "current": theme == current,
                }


def _within(ref: Ref) -> str:
    return urlencode({"dans": ref}, safe=":")
