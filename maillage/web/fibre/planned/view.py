"""Planned dates that operators give in confidence. An agent comes asking « quand, et a-t-on glissé ? » of an address;
they leave with the date of each building, its precision, and all that was announced before.

Only for members of an organisation that has the right, about the communes of its territory; kept by no cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.observatory.address_sheet import Spot, spot_of
from maillage.observatory.door import Observatory
from maillage.observatory.point.fixed import own_buildings
from maillage.observatory.reserved import Announced, Closed, Planned
from maillage.web.fibre.planned.sums import DONE, months
from maillage.web.fibre.spot import at_point
from maillage.web.fibre.words import STATES, distance_words
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.gate.reserved import held, loaded, opened


@dataclass(frozen=True, slots=True)
class Shown:
    """A building in words."""

    spot: str
    state: str
    operator: str
    when: str
    precision: str
    slip: str
    premises: str
    exchange: str
    distance: str
    delivered: str
    history: list[tuple[str, str, str]]


def precision(when: Period) -> str:
    """How precise a date is: « au jour », « au trimestre », « à l’année »."""
    if when.start == when.end:
        return "au jour"
    return "à l’année" if len(when.code) == 4 else "au trimestre"


def slip_words(history: Sequence[Announced], slip: int | None) -> str:
    """« Annoncée au 1er trimestre 2025, puis au 3e trimestre 2025 : +6 mois. »; empty when one date only was told."""
    dates = [announcement.cabled for announcement in history if announcement.cabled is not None]
    steps = [date for rank, date in enumerate(dates) if rank == 0 or date != dates[rank - 1]]
    if len(steps) < 2 or slip is None:
        return ""
    listed = ", puis ".join(date.label for date in steps)
    return f"Annoncée : {listed} ({months(slip)})."


def _shown(source: Observatory, building: Planned) -> Shown:
    done = building.state == DONE
    verb = "Câblé" if done else "Câblage prévu"
    opens = building.exchange_opens_on
    return Shown(
        spot=building.words or "Sans adresse dans la liste",
        state=STATES[building.state][0] if building.state in STATES else building.state,
        operator=source.nearby.operator(building.operator),
        when=f"{verb} : {building.cabled.label}" if building.cabled else "Aucune date annoncée",
        precision=f"Précision : {precision(building.cabled)}" if building.cabled else "",
        slip=slip_words(building.history, building.slip),
        premises="inconnus" if building.premises is None else french.number(building.premises),
        exchange=french.day(opens) if opens else "inconnue",
        distance=distance_words(building.distance),
        delivered=french.day(building.delivered_on),
        history=[
            (
                french.day(announcement.delivered_on),
                STATES[announcement.state][0] if announcement.state in STATES else announcement.state,
                announcement.cabled.label if announcement.cabled else "aucune date",
            )
            for announcement in reversed(building.history)
        ],
    )


@member
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The buildings of an address."""
    source = observatory(request)
    return _page(request, source, spot_of(source, key), reverse("address", args=[key]))


@member
@require_safe
def point(request: HttpRequest) -> HttpResponse:
    """The buildings near a point."""
    source = observatory(request)
    return _page(request, source, at_point(request, source), f"{reverse('address.point')}?{request.GET.urlencode()}")


def _page(request: HttpRequest, source: Observatory, spot: Spot, back: str) -> HttpResponse:
    door, clearance = opened(source), held(request)
    try:
        door.check(spot.commune.ref, clearance)
    except Closed as error:
        raise PermissionDenied(str(error)) from None
    premises = source.nearby.fixed.premises(spot.longitude, spot.latitude, spot.key)
    own = own_buildings(premises)
    matches = door.buildings(spot.longitude, spot.latitude, own, clearance) if own else []
    near = matches or door.buildings(spot.longitude, spot.latitude, (), clearance)
    context = {
        "spot": spot,
        "back": back,
        "sure": bool(matches),
        "buildings": [_shown(source, building) for building in near],
        "loaded": loaded(source),
    }
    return render(request, "fibre/planned/planned.html", context)
