"""An address. Somebody comes asking « puis-je avoir la fibre, sinon quoi, et quand ? »; they leave with the state of
their building, what each operator sells there, what to do meanwhile, and whom to ask.
"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.fixed import TECHNOLOGIES
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.address_sheet import AddressSheet, Spot, address_sheet, spot_of
from maillage.observatory.door import Observatory
from maillage.observatory.point.fixed import Building, own_buildings
from maillage.web.fibre import words
from maillage.web.fibre.networks import at as offers_at
from maillage.web.fibre.spot import at_point, where
from maillage.web.fibre.words import AID, HELP
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.gate.reserved import told_to_all

MORE_HELP = {True: "plus de 300 € selon les revenus", False: "jusqu’à 300 €", None: ""}


@dataclass(frozen=True, slots=True)
class BuildingWords:
    """A building in words."""

    name: str
    sentence: str
    connectable: bool
    operator: str
    spot: str
    distance: str
    kind: str
    exchange: str
    deadline: str
    slip: str
    history: list[words.StageWords]


def _building(building: Building, today: date) -> BuildingWords:
    name, sentence = words.state_words(building)
    opened = building.exchange_opened_on
    return BuildingWords(
        name=name,
        sentence=sentence,
        connectable=words.is_connectable(building),
        operator=building.operator_name,
        spot=building.address,
        distance=words.distance_words(building.distance),
        kind={"PA": "maison", "IM": "immeuble"}.get(building.kind, ""),
        exchange=f"ouvert le {french.day(opened)}" if opened else "",
        deadline=words.deadline_words(building, today),
        slip=words.slip_words(building.history),
        history=words.history_words(building),
    )


def _words(sheet: AddressSheet, today: date) -> dict[str, object]:
    """What the page says of a sheet."""
    buildings = [_building(building, today) for building in sheet.buildings]
    lines = words.offers_words(sheet.premises)
    waiting = {TECHNOLOGIES[code] for code in words.WAITING}
    exact = sheet.sure or not sheet.spot.key
    connectable = bool(buildings) and all(each.connectable for each in buildings[: 1 if exact else None])
    return {
        "spot": sheet.spot,
        "loaded": sheet.loaded,
        "buildings": buildings,
        "exact": exact,
        "connectable": connectable,
        "homes": sum(building.count for building in sheet.premises),
        "lines": lines,
        "best": words.best_words(sheet.premises),
        "waiting": [line for line in lines if line.technology in waiting],
        "alternatives": [
            (provider.operator, provider.technology, provider.site, MORE_HELP[provider.more_help])
            for provider in ([] if connectable else sheet.alternatives)
        ],
        "aid": AID,
        "aid_over": AID.validity.closed(today),
        "sites": [(site, words.distance_words(site.distance)) for site in sheet.sites],
        "origins": sheet.origins,
        "zone": words.zone_words(sheet.ground),
        "copper": words.copper_words(sheet.ground),
        "ground": sheet.ground,
        "help": [
            (HELP[category], [(place, words.distance_words(place.distance)) for place in places])
            for category, places in sheet.help.items()
        ],
    }


@public
def page(request: HttpRequest, key: str) -> HttpResponse:
    """What is known of an address."""
    source = observatory(request)
    if source.addresses.has_addresses and (place := source.addresses.place(key)).kind == "commune":
        return redirect(reverse("territory", args=["commune", place.commune.code]))
    return _page(request, source, spot_of(source, key), key)


@public
def point(request: HttpRequest) -> HttpResponse:
    """What is known at a point of the map, or at the reader's own position."""
    source = observatory(request)
    return _page(request, source, at_point(request, source))


def _page(request: HttpRequest, source: Observatory, spot: Spot, key: str = "") -> HttpResponse:
    sheet, position = address_sheet(source, spot), (spot.longitude, spot.latitude)
    context = _words(sheet, source.release.published_at.date()) | {
        "planned": told_to_all(source, *position, own_buildings(sheet.premises)),
        "networks": offers_at(source, spot.commune),
        "steps": [
            (reverse("territory", args=[ref.level, ref.code]), source.territory(ref).name)
            for ref in _above(spot.commune)
        ],
        "key": key,
        "where": where(spot),
        "near": [] if spot.key else source.addresses.nearest_places(*position),
    }
    return render(request, "fibre/address/address.html", context)


def _above(commune: Territory) -> list[Ref]:
    """From the département down to the commune."""
    above = [ref for ref in commune.parents if ref.level in (Level.DEPARTEMENT, Level.EPCI)]
    return [*sorted(above, key=lambda ref: ref.level is Level.EPCI), commune.ref]
