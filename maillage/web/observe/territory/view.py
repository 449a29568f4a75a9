"""A territory’s portrait. An elected member or an agent comes with a name; they leave, from the first screen, knowing
how much fibre, until when, what closes and what to do. Each theme opens on a page of its own (`theme.py`).
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.density import BY_LABEL
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory
from maillage.observatory.gaps import Lag, behind
from maillage.observatory.sheets import inhabitants
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.alike import alike
from maillage.web.observe.territory.answer import answer
from maillage.web.observe.territory.compared import FACTORS, WAYS, compared
from maillage.web.observe.territory.picture import picture
from maillage.web.observe.territory.tiles import tiles
from maillage.web.words.curve_of_place import fibre_curve
from maillage.web.words.figure_address import figure_address, theme_address
from maillage.web.words.portrait import below, lag_words

MOST = 3
"""What is to be treated first, at most."""
APART = 1.0
"""Less than so much between two figures of a theme, in their unit, is the same wait."""


@public
def page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a commune, an EPCI, a département, the region or a grouping of communes."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    ref, today = territory.ref, timezone.localdate()
    beside = compared(source, ref, request)
    context = {
        "territory": territory,
        "parents": [source.territory(parent) for parent in reversed(territory.parents)],
        "groupings": [source.territory(grouping) for grouping in territory.groupings],
        "nature": _nature(territory),
        "people": inhabitants(territory, source.release),
        "is_commune": ref.level is Level.COMMUNE,
        "answer": answer(source, territory, today),
        "treated": _treated(source, ref),
        "picture": picture(source, ref),
        "curve": fibre_curve(source, ref, today),
        "tiles": tiles(source, ref, today, lambda end: reverse("territory.theme", args=[ref.level, ref.code, end])),
        "themes": _themes(source, ref),
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


def _treated(source: Observatory, ref: Ref) -> list[dict[str, str]]:
    """What is furthest behind the similar territories: what it is, its figure, by how much, and its place."""
    return [
        {
            "title": french.typographic(gap.indicator.title),
            "number": gap.indicator.answer(ref.level, gap.value)
            or french.with_unit(gap.value, gap.indicator.sign, gap.indicator.decimals),
            "words": lag_words(ref.level, gap),
            "address": figure_address(ref, gap.indicator),
        }
        for gap in _first(behind(source, ref).gaps)
    ]


def _first(gaps: Sequence[Lag]) -> list[Lag]:
    """The most pressing of each theme, then the others that are not the same wait told twice, such as fibre and
    1 Gbit/s."""
    themes = {gap.indicator.theme: gap for gap in reversed(gaps)}
    kept = [gap for gap in gaps if themes[gap.indicator.theme] is gap]
    for gap in gaps:
        same = [other for other in kept if other.indicator.theme == gap.indicator.theme]
        if all(other.indicator.unit != gap.indicator.unit or abs(other.value - gap.value) >= APART for other in same):
            kept.append(gap)
    return kept[:MOST]


def _themes(source: Observatory, ref: Ref) -> list[dict[str, object]]:
    """The themes that have an indicator: their names, addresses, and the names of their indicators, where those who
    kept the address of a figure on this page arrive."""
    names: dict[str, list[str]] = {}
    for sheet in source.indicators():
        names.setdefault(sheet.indicator.theme, []).append(sheet.indicator.name)
    return [
        {"title": french.typographic(theme), "address": theme_address(ref, theme), "names": names[theme]}
        for enjeu in ENJEUX
        for theme in enjeu.themes
        if theme in names
    ]
