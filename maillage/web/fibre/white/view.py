"""Fixed white zones. Somebody who must list them (State, département, syndicat) comes with a threshold; they leave with
the communes where premises are below it without satellite, the schools, public services and firms there, and the files.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.observatory.priority import CATEGORIES, LISTS, Priority, loaded, places
from maillage.observatory.rollout import CLASSES, FLOORS
from maillage.web.drawing import choropleth
from maillage.web.fibre.where import offered, part
from maillage.web.fibre.white.drawing import scale_of
from maillage.web.fibre.white.inventory import SOURCES, Threshold, choices, inventory, threshold
from maillage.web.fibre.words import STATES as STATE_WORDS
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key

LINES, PLACES = 100, 50
UNKNOWN = "—"
CATEGORY_WORDS = {
    "ecole": "Écoles, collèges et lycées",
    "service_public": "Services publics et lieux d’aide",
    "sante": "Établissements de santé",
    "entreprise": "Entreprises de dix salariés et plus",
}


def speed_words(code: str | None) -> str:
    """A class of speed, in words: « 3 à 8 Mbit/s »."""
    if code is None:
        return UNKNOWN
    low, unit = FLOORS[code], f"{french.WIDE}Mbit/s"
    above = [FLOORS[other] for other in CLASSES if FLOORS[other] > low]
    if not above:
        return f"{french.short(low)}{unit} et plus"
    if not low:
        return f"moins de {french.short(above[0])}{unit}"
    return f"{french.short(low)} à {french.short(above[0])}{unit}"


def _counts(spots: Sequence[Priority], least: Threshold) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for category in CATEGORIES:
        mine = [spot for spot in spots if spot.category == category]
        if mine:
            below = sum(spot.below(least.high) is True for spot in mine)
            unknown = sum(spot.speed is None for spot in mine)
            cells = [french.number(len(mine)), french.number(below), french.number(unknown)]
            rows.append({"head": CATEGORY_WORDS[category], "address": "", "cells": cells})
    return rows


def _priority(source: Observatory, request: HttpRequest, least: Threshold, within: set[str]) -> dict[str, object]:
    """The part of the page about places that must not be left behind."""
    period, spots = places(source, within)
    names = {commune.ref.code: commune.name for commune in source.territories(Level.COMMUNE)}
    below = [spot for spot in spots if spot.below(least.high)]
    listed = asked.page(request, PLACES, "lieux")
    there = loaded(source)
    return {
        "period": period,
        "heads": [
            {"words": words, "figures": rank > 0, "address": "", "sort": ""}
            for rank, words in enumerate(("Catégorie", "Lieux", f"Sous {least.words} Mbit/s", "Débit inconnu"))
        ],
        "counts": _counts(spots, least),
        "rows": [
            {
                "name": french.typographic(spot.name or "Sans nom publié"),
                "kind": spot.kind,
                "commune": spot.commune,
                "town": names[spot.commune],
                "speed": speed_words(spot.speed),
                "state": STATE_WORDS[spot.state][0] if spot.state in STATE_WORDS else UNKNOWN,
                "satellite": "oui" if spot.satellite else "non",
            }
            for spot in below[listed.offset : listed.offset + PLACES]
        ],
        "listed": asked.Page(listed.number, PLACES, len(below)),
        "below": len(below),
        "missing": [source.source(name) for name in LISTS if not there[name]],
        "sheets": [source.source(name) for name in LISTS if there[name]],
    }


@public
def page(request: HttpRequest) -> HttpResponse:
    """The communes of a part of the region that have premises below the threshold."""
    source, least = observatory(request), threshold(request)
    place, among = part(source, request)
    period, every = inventory(source, among, least)
    lines = [line for line in every if line.below]
    listed = asked.page(request, LINES)
    sheet = choropleth.sheet(source, Level.COMMUNE, place.ref) if period else None
    context = {
        **offered(source, place),
        "thresholds": choices(),
        "least": f"{least.asked:g}",
        "threshold": least,
        "around": (french.short(least.low), french.short(least.high)),
        "period": period,
        "lines": lines[listed.offset : listed.offset + LINES],
        "listed": asked.Page(listed.number, LINES, len(lines)),
        "below": sum(line.below for line in lines),
        "surely": sum(line.surely for line in lines),
        "satellite": sum(line.satellite for line in lines),
        "unknown": sum(not line.total for line in every),
        "count": len(lines),
        "query": request.GET.urlencode(),
        "drawn": release_key(source),
        "scale": scale_of(every),
        "height": sheet.height if sheet else 0,
        "sheets": [source.source(name) for name in SOURCES],
        "priority": _priority(source, request, least, {commune.ref.code for commune in among}),
    }
    return render(request, "fibre/white/white.html", context)
