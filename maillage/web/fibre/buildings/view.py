"""The map of buildings. Somebody comes asking « et dans ma rue, où en est la fibre ? »; they leave with each building
of a neighbourhood and its state, and one touch further with all that is known of an address.

Without JavaScript the legend is a table that counts the buildings of each state, and leads to the board by commune.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.fixed import MAP_STATES, WAITING_EXCHANGE, map_state_name
from maillage.kernel.territory import Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.web.fibre import words
from maillage.web.fibre.spot import coordinate
from maillage.web.fibre.where import offered, part
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.layers.immeubles import MARKS

AROUND = 0.008
"""Degrees shown on each side of a point."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A state in the legend: its mark, its words, how many buildings, which part of them."""

    state: str
    rank: int
    shape: str
    name: str
    sentence: str
    count: int
    share: str


def _sentence(state: str) -> str:
    pair = words.CLOSED_EXCHANGE if state == WAITING_EXCHANGE else words.STATES[state]
    return pair[1]


def marked(source: Observatory, operator: str, communes: Collection[str]) -> list[Marked]:
    """The legend, counted: every state, for one operator or all of them."""
    counts: Counter[str] = Counter()
    for (commune, code, state), count in source.nearby.fixed.counted.items():
        if commune in communes and operator in ("", code):
            counts[state] += count
    total = counts.total()
    return [
        Marked(
            state,
            rank,
            MARKS[state],
            map_state_name(state),
            _sentence(state),
            counts[state],
            french.with_unit(100 * counts[state] / total, "%", 1) if total else "—",
        )
        for rank, state in enumerate(MAP_STATES)
    ]


def _operators(source: Observatory) -> list[tuple[str, str]]:
    """The operators that have a building, with their name, by name."""
    codes = {operator for _, operator, _ in source.nearby.fixed.counted}
    return sorted(((code, source.nearby.operator(code)) for code in codes), key=lambda pair: alphabetical(pair[1]))


def _operator(request: HttpRequest, known: Collection[str]) -> str:
    code = request.GET.get("operateur", "")
    if code and code not in known:
        raise UsageError(f"Opérateur « {code[:40]} » inconnu. Choisissez parmi : {', '.join(sorted(known))}.")
    return code


def _bounds(request: HttpRequest, place: Territory) -> str:
    """West, south, east, north of what is shown first: around a point, or a whole territory."""
    if "lon" in request.GET or "lat" in request.GET:
        longitude = coordinate(request.GET.get("lon", ""), "lon", -180, 180)
        latitude = coordinate(request.GET.get("lat", ""), "lat", -90, 90)
        edges = (longitude - AROUND, latitude - AROUND, longitude + AROUND, latitude + AROUND)
    else:
        edges = place.bbox or (0.0, 0.0, 0.0, 0.0)
    return ",".join(f"{edge:.5f}" for edge in edges) if any(edges) else ""


@public
def page(request: HttpRequest) -> HttpResponse:
    """The map, its legend and its filter."""
    source = observatory(request)
    place, inside = part(source, request)
    operators = _operators(source)
    operator = _operator(request, dict(operators))
    tiles = source.building_tiles().exists()
    return render(
        request,
        "fibre/buildings/buildings.html",
        {
            **offered(source, place),
            "operators": operators,
            "operator": operator,
            "operator_name": dict(operators).get(operator, ""),
            "loaded": bool(operators),
            "states": marked(source, operator, {commune.ref.code for commune in inside}),
            "origin": source.nearby.origin("buildings"),
            "tiles": reverse("pictures.building_tiles", args=[release_key(source)]) if tiles else "",
            "ground": reverse("pictures.tiles", args=[release_key(source)]) if source.tiles().exists() else "",
            "bounds": _bounds(request, place),
            "atlas": f"{reverse('map')}?{urlencode({'calques': 'immeubles', 'dans': str(place.ref)})}",
            "board": f"{reverse('rollout')}?{urlencode({'dans': str(place.ref), 'par': 'commune'})}",
        },
    )
