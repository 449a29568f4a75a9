"""A territory’s portrait. An elected member or an agent comes with a name; they leave, from the first screen, knowing
how much fibre, until when, what closes and what to do. Each theme opens on a page of its own (`theme.py`).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory
from maillage.observatory.gaps import behind
from maillage.observatory.sheets import inhabitants
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.answer import answer
from maillage.web.observe.territory.compared import FACTORS, WAYS, compared
from maillage.web.words.figure_address import figure_address, theme_address
from maillage.web.words.portrait import below, lag_words

EVERYTHING = {
    Level.COMMUNE: "Tout sur la commune",
    Level.EPCI: "Tout sur l’intercommunalité",
    Level.GROUPEMENT: "Tout sur le territoire",
    Level.DEPARTEMENT: "Tout sur le département",
    Level.REGION: "Tout sur la région",
}
MOST = 3
"""What is to be treated first, at most."""


@public
def page(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait of a commune, an EPCI, a département, the region or a grouping of communes."""
    source = observatory(request)
    territory = source.territory(Ref(Level(level), code.upper()))
    ref = territory.ref
    context = {
        "territory": territory,
        "parents": [source.territory(parent) for parent in reversed(territory.parents)],
        "groupings": [source.territory(grouping) for grouping in territory.groupings],
        "people": inhabitants(territory, source.release),
        "is_commune": ref.level is Level.COMMUNE,
        "answer": answer(source, territory, timezone.localdate()),
        "treated": _treated(source, ref),
        "everything": EVERYTHING[ref.level],
        "themes": _themes(source, ref),
        "compared": compared(source, ref, request),
        "ways": WAYS,
        "factors": FACTORS,
        "below": below(source, ref),
    }
    return render(request, "observe/territory/territory.html", context)


def _treated(source: Observatory, ref: Ref) -> list[dict[str, str]]:
    """What is furthest behind the similar territories: what it is, its figure, by how much, and its place.

    The most pressing of each theme comes first: two figures of fibre are the same wait, told twice.
    """
    gaps = behind(source, ref).gaps
    firsts = list({gap.indicator.theme: gap for gap in reversed(gaps)}.values())
    ordered = [gap for gap in gaps if gap in firsts] + [gap for gap in gaps if gap not in firsts]
    return [
        {
            "title": french.typographic(gap.indicator.title),
            "number": gap.indicator.answer(ref.level, gap.value)
            or french.with_unit(gap.value, gap.indicator.sign, gap.indicator.decimals),
            "words": lag_words(ref.level, gap),
            "address": figure_address(ref, gap.indicator),
        }
        for gap in ordered[:MOST]
    ]


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
