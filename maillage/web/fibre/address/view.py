"""An address. Somebody comes asking « puis-je avoir la fibre, sinon quoi, et quand ? »; they leave, from the first
screen, with whether fibre is there, when copper closes, what stands around;
then with what to do meanwhile, and whom to ask.
"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Origin
from maillage.observatory.address_sheet import AddressSheet, Spot, address_sheet, spot_of
from maillage.observatory.door import Observatory
from maillage.observatory.help_places import HelpPlace
from maillage.observatory.point.fixed import Building, own_buildings
from maillage.web.fibre import words
from maillage.web.fibre.address.around import around
from maillage.web.fibre.address.meanwhile import none_declared, steps
from maillage.web.fibre.address.state import State, copper, state
from maillage.web.fibre.address.wait import wait
from maillage.web.fibre.aid import helped
from maillage.web.fibre.best import bars, best
from maillage.web.fibre.networks import at as offers_at
from maillage.web.fibre.spot import at_point, where
from maillage.web.fibre.words import HELP
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.gate.reserved import told_to_all
from maillage.web.words.hours import Opening, openings

VOICE = ("france_services", "mediation", "tiers_lieu")
"""Where one is helped by somebody, the first kind first."""


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
    reference: str
    exchange: str
    deadline: str
    slip: str
    history: list[words.StageWords]


@dataclass(frozen=True, slots=True)
class Helping:
    """A place of help in words: its name, where it is and how far, when it is open; what is to be known of it."""

    name: str
    where: str
    website: str
    openings: tuple[Opening, ...]
    note: str
    origin: Origin | None

    @property
    def hours(self) -> str:
        """When it is open, on one line."""
        return f"{french.THIN}; ".join(f"{each.days} {each.hours}".strip() for each in self.openings)


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
        reference=building.exchange,
        exchange=f"ouverte le {french.day(opened)}" if opened else "",
        deadline=words.deadline_words(building, today),
        slip=words.slip_words(building.history),
        history=words.history_words(building),
    )


def _helping(place: HelpPlace) -> Helping:
    read = openings(place.hours) if place.hours else ()
    notes = (
        "Ses horaires sont publiés dans une forme que nous ne savons pas lire." if place.hours and not read else "",
        "Lieu itinérant : vérifiez où il est ce jour-là." if place.itinerant else "",
    )
    where = (place.address, place.commune, f"à {words.distance_words(place.distance)}")
    return Helping(
        name=french.typographic(place.name),
        where=french.typographic(", ".join(filter(None, where))),
        website=place.website,
        openings=read,
        note=french.typographic(" ".join(filter(None, notes))),
        origin=next(iter(place.origins), None),
    )


def _answer(source: Observatory, sheet: AddressSheet, fibre: State, today: date) -> dict[str, object]:
    """What the first screen says, then what to do."""
    ends = sheet.ground.copper_ends_on if sheet.ground else None
    forecast = source.forecasts.of(sheet.spot.commune.ref) if fibre.missing else None
    helping = next((places[0] for kind in VOICE if (places := sheet.help.get(kind))), None)
    return {
        "state": fibre,
        "copper": copper(sheet, fibre, today),
        "around": around(source, sheet, fibre),
        "wait": wait(sheet, fibre, forecast, source.forecasts.threshold if forecast else None, today),
        "best": best(sheet.premises),
        "bars": bars(sheet.premises, fibre.missing, ends if ends and ends >= today else None),
        "steps": [] if fibre.ready else steps(sheet),
        "none_declared": none_declared(sheet),
        "helping": _helping(helping) if helping else None,
        "help_away": words.distance_words(helping.distance) if helping else "",
        "builder": next((building.operator_name for building in sheet.buildings), ""),
    }


def _rest(sheet: AddressSheet, fibre: State, today: date) -> dict[str, object]:
    """All that is known, part by part."""
    lines = words.offers_words(sheet.premises)
    return {
        "spot": sheet.spot,
        "loaded": sheet.loaded,
        "buildings": [_building(building, today) for building in sheet.buildings],
        "exact": sheet.sure or not sheet.spot.key,
        "homes": sum(building.count for building in sheet.premises),
        "lines": lines,
        **helped([] if fibre.ready else sheet.alternatives, today),
        "sites": [(site, words.distance_words(site.distance), words.generation(site)) for site in sheet.sites],
        "origins": sheet.origins,
        "zone": words.zone_words(sheet.ground),
        "zone_name": words.ZONES[sheet.ground.zone][0] if sheet.ground and sheet.ground.zone in words.ZONES else "",
        "copper_words": words.copper_words(sheet.ground),
        "ground": sheet.ground,
        "help": [(HELP[category], [*map(_helping, places)]) for category, places in sheet.help.items()],
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
    sheet, position, today = address_sheet(source, spot), (spot.longitude, spot.latitude), timezone.localdate()
    fibre = state(sheet)
    context = {
        **_answer(source, sheet, fibre, today),
        **_rest(sheet, fibre, today),
        "planned": told_to_all(source, *position, own_buildings(sheet.premises)),
        "networks": offers_at(source, spot.commune),
        "steps_above": [
            (reverse("territory", args=[ref.level, ref.code]), source.territory(ref).name)
            for ref in _above(spot.commune)
        ],
        "key": key,
        "where": where(spot),
        "about": f"adresse={spot.key}" if spot.key else f"commune={spot.commune.ref.code}",
        "near": [] if spot.key else source.addresses.nearest_places(*position),
    }
    return render(request, "fibre/address/address.html", context)


def _above(commune: Territory) -> list[Ref]:
    """From the département down to the commune."""
    above = [ref for ref in commune.parents if ref.level in (Level.DEPARTEMENT, Level.EPCI)]
    return [*sorted(above, key=lambda ref: ref.level is Level.EPCI), commune.ref]
