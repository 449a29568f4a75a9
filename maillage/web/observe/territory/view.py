"""A territory’s portrait. An elected member or an agent comes with a name; they leave, from the first screen, knowing
how much fibre, until when, what closes and what to do. Each theme opens on a page of its own (`theme.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.kernel.density import BY_LABEL
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet, inhabitants
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.alike import alike
from maillage.web.observe.territory.answer import answer
from maillage.web.observe.territory.compared import FACTORS, WAYS, compared
from maillage.web.observe.territory.picture import picture
from maillage.web.observe.territory.tile import Tiles
from maillage.web.observe.territory.tiles import tiles
from maillage.web.words.explained import explained
from maillage.web.words.figure_address import theme_address
from maillage.web.words.held import held
from maillage.web.words.portrait import below
from maillage.web.words.theme import theme_words
from maillage.web.words.together import place_curve
from maillage.web.words.treated import treated


class Theme(NamedTuple):
    """A theme of a place: its name, its page, the names of its indicators, where those who kept the address of a figure
    on the portrait arrive; whether one of them has a figure somewhere."""

    title: str
    address: str
    names: tuple[str, ...]
    loaded: bool


@public
def page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a commune, an EPCI, a département, the region or a grouping of communes."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    ref, today = territory.ref, timezone.localdate()
    beside = compared(source, ref, request)
    themes = _themes(source, ref)
    curve = place_curve(source, ref, today)
    shown = tiles(source, ref, today)
    told = {tile.address for tile in shown.tiles}
    context = {
        "territory": territory,
        "parents": [source.territory(parent) for parent in reversed(territory.parents)],
        "groupings": [source.territory(grouping) for grouping in territory.groupings],
        "nature": _nature(territory),
        "people": inhabitants(territory, source.release),
        "is_commune": ref.level is Level.COMMUNE,
        "answer": answer(source, territory, today, curve.drawn.fan if curve else ()),
        "treated": [] if held() else explained(ref, treated(source, ref)),
        "picture": picture(source, ref),
        "curve": curve,
        "tiles": _named(shown, themes),
        "untold": [theme for theme in themes if theme.loaded and theme.address not in told],
        "compared": beside,
        "alike": alike(source, ref, beside) if beside else None,
        "ways": WAYS,
        "factors": FACTORS,
        "below": below(source, ref),
    }
    return render(request, "observe/territory/territory.html", context)


def _nature(territory: Territory) -> str:
    """« bourg rural » of a commune whose class is known, « commune rurale », « communauté de communes »."""
    if territory.density_class:
        return BY_LABEL[territory.density_class].one
    rural = territory.ref.level is Level.COMMUNE and territory.rural
    return f"{territory.kind}{' rurale' if rural else ''}"


def _named(shown: Tiles, themes: Sequence[Theme]) -> Tiles:
    """The tiles with the names of the indicators of their theme."""
    names = {theme.address: theme.names for theme in themes}
    tiles = (replace(tile, names=names.get(tile.address, ())) for tile in shown.tiles)
    return replace(shown, tiles=tuple(tiles))


def _themes(source: Observatory, ref: Ref) -> list[Theme]:
    """The themes that have an indicator, in the order of the enjeux."""
    sheets: dict[str, list[IndicatorSheet]] = {}
    for sheet in source.indicators():
        sheets.setdefault(sheet.indicator.theme, []).append(sheet)
    return [
        Theme(
            theme_words(theme),
            theme_address(ref, theme),
            tuple(sheet.indicator.name for sheet in sheets[theme]),
            any(sheet.loaded for sheet in sheets[theme]),
        )
        for enjeu in ENJEUX
        for theme in enjeu.themes
        if theme in sheets
    ]
