"""The map of buildings. Somebody comes asking « et dans ma rue, où en est la fibre ? »; they leave with each building
of a neighbourhood and its state, and one touch further with all that is known of an address.

Without JavaScript the legend is a table that counts the buildings of each state, and leads to the board by commune.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice
from maillage.kernel.fixed import MAP_STATES, WAITING_EXCHANGE, map_state_name
from maillage.kernel.territory import Territory
from maillage.observatory.door import Observatory
from maillage.web.fibre import bar, counted, words
from maillage.web.fibre.spot import coordinate
from maillage.web.fibre.where import OPERATOR, PLACE, operators
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.layers.immeubles import MARKS

READS = frozenset((PLACE, OPERATOR))
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


def _operator(request: HttpRequest, known: Mapping[str, str]) -> str:
    code = request.GET.get("operateur", "")
    if code and code not in known:
        raise UnknownChoice(f"Opérateur « {code[:40]} » inconnu.", code, known)
    return code


def _states(request: HttpRequest) -> tuple[str, ...]:
    """The states drawn, as the map tells them apart; none when all are."""
    asked = [state for state in request.GET.get("etat", "").split(",") if state]
    for state in asked:
        if state not in MAP_STATES:
            titles = {known: map_state_name(known) for known in MAP_STATES}
            raise UnknownChoice(f"État « {state[:40]} » inconnu.", state, titles)
    connected = [WAITING_EXCHANGE] if "deploye" in asked else []
    return (*asked, *connected)


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
    shown = bar.shown(request, "listed", READS)
    place, known = shown.where.place, dict(operators(source))
    operator, chosen = _operator(request, known), _states(request)
    tiles = source.building_tiles().exists()
    return render(
        request,
        "fibre/buildings/buildings.html",
        {
            "bar": shown,
            "place": place,
            "chosen_operator": operator,
            "operator_name": known.get(operator, ""),
            "chosen": ",".join(chosen),
            "loaded": bool(known),
            "states": [
                each for each in marked(source, operator, shown.where.communes) if not chosen or each.state in chosen
            ],
            "rows": counted.address(**counted.chosen(shown.where)),
            "origin": source.nearby.origin("buildings"),
            "tiles": reverse("pictures.building_tiles", args=[release_key(source)]) if tiles else "",
            "ground": reverse("pictures.tiles", args=[release_key(source)]) if source.tiles().exists() else "",
            "bounds": _bounds(request, place),
            "atlas": f"{reverse('map')}?{urlencode({'calques': 'immeubles', 'dans': str(place.ref)})}",
            "board": f"{reverse('rollout')}?{urlencode({'dans': str(place.ref), 'par': 'commune'})}",
        },
    )
