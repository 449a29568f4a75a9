"""An address. Somebody comes asking « puis-je avoir la fibre, sinon quoi, et quand ? »; they leave with the state of
their building, what each operator sells there, what to do meanwhile, and whom to ask.
"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from maillage.kernel import french, schemes
from maillage.kernel.errors import UsageError
from maillage.kernel.fixed import TECHNOLOGIES
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.point.help import HelpPlace, nearest_help
from maillage.observatory.point.nearby import Building, Ground, Premises
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.fibre import words
from maillage.web.fibre.offers.view import at as offers_at
from maillage.web.gate.reserved import told_to_all

HELP = {
    "mediation": "Médiation numérique",
    "france_services": "France Services",
    "tiers_lieu": "Tiers-lieux",
}
NEAR = 3
"""Buildings told when none is surely that of the address."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader is: what the place is called, its key when it has one, and its commune."""

    title: str
    detail: str
    key: str
    longitude: float
    latitude: float
    commune: Territory


@dataclass(frozen=True, slots=True)
class Shown:
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
    history: list[words.Told]


def coordinate(text: str, name: str, low: float, high: float) -> float:
    """A coordinate typed in the address. Raises UsageError when it is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = high + 1
    if not low <= value <= high:
        raise UsageError(f"« {name} » doit être un nombre de degrés entre {low:g} et {high:g}.")
    return value


def at_point(request: HttpRequest, source: Observatory) -> Spot:
    """The spot asked by `lon` and `lat`. Raises UsageError outside of the region."""
    longitude = coordinate(request.GET.get("lon", ""), "lon", -180, 180)
    latitude = coordinate(request.GET.get("lat", ""), "lat", -90, 90)
    return spot_at(source, longitude, latitude)


def spot_at(source: Observatory, longitude: float, latitude: float) -> Spot:
    """The spot of a point (WGS84 degrees). Raises UsageError outside of the region."""
    commune = source.commune_at(longitude, latitude)
    if commune is None:
        raise UsageError(
            f"Ce point n’est dans aucune commune de la région {source.release.region_name}. "
            "Cherchez une adresse, ou choisissez un autre point."
        )
    territory = source.territory(commune)
    title = f"Un point de {french.typographic(territory.name)}"
    detail = f"{french.number(latitude, 5)} ; {french.number(longitude, 5)}"
    return Spot(title, detail, "", longitude, latitude, territory)


def at_key(source: Observatory, key: str) -> Spot:
    """The spot of an address, a street or a hamlet, by its key. Raises UsageError when nobody knows it."""
    place = source.addresses.place(key)
    return Spot(
        place.label,
        place.detail,
        place.key if place.kind == "numero" else "",
        place.longitude,
        place.latitude,
        source.territory(place.commune),
    )


def _operators(source: Observatory, premises: list[Premises]) -> dict[str, str]:
    codes = {offer.operator for one in premises for offer in one.offers}
    return {code: source.nearby.operator(code) for code in codes}


def own_buildings(premises: list[Premises]) -> set[str]:
    """The identifiers that operators give to the buildings that bear the address's key."""
    return {one.operator_building for one in premises if one.keyed and one.operator_building}


def buildings_of(source: Observatory, spot: Spot, premises: list[Premises]) -> tuple[list[Building], bool]:
    """The buildings of the address in operators' lists, and whether they surely are its own."""
    own = own_buildings(premises)
    sure = source.nearby.buildings(spot.longitude, spot.latitude, own) if own else []
    return (sure, True) if sure else (source.nearby.buildings(spot.longitude, spot.latitude)[:NEAR], False)


def _shown(source: Observatory, one: Building, today: date) -> Shown:
    name, sentence = words.state_words(one)
    opened = one.exchange_opened_on
    return Shown(
        name=name,
        sentence=sentence,
        connectable=words.is_connectable(one),
        operator=source.nearby.operator(one.operator),
        spot=one.words,
        distance=words.distance_words(one.distance),
        kind={"PA": "maison", "IM": "immeuble"}.get(one.kind, ""),
        exchange=f"ouvert le {french.day(opened)}" if opened else "",
        deadline=words.deadline_words(one, today),
        slip=words.slip_words(one.history),
        history=words.history_words(one),
    )


def where(spot: Spot) -> str:
    """The coordinates of a spot, as an address asks them: to the metre."""
    return f"lon={round(spot.longitude, 5)}&lat={round(spot.latitude, 5)}"


def departement_of(spot: Spot) -> str:
    """The code of the département of a spot."""
    return next((one.code for one in spot.commune.parents if one.level is Level.DEPARTEMENT), "")


AID = schemes.BY_KEY["cohesion-numerique"]


def _alternatives(source: Observatory, spot: Spot) -> list[tuple[str, str, str, str]]:
    help_words = {True: "plus de 300 € selon les revenus", False: "jusqu’à 300 €", None: ""}
    return [
        (one.operator, one.technology, one.site, help_words[one.more_help])
        for one in source.nearby.alternatives(departement_of(spot))
    ]


def _ground(ground: Ground | None) -> dict[str, object]:
    if ground is None:
        return {"zone": [], "copper": "", "ground": None}
    return {"zone": words.zone_words(ground), "copper": words.copper_words(ground), "ground": ground}


def sheet(source: Observatory, spot: Spot, today: date) -> dict[str, object]:
    """Everything the page says of a spot."""
    nearby = source.nearby
    premises = nearby.premises(spot.longitude, spot.latitude, spot.key)
    found, sure = buildings_of(source, spot, premises)
    shown = [_shown(source, one, today) for one in found]
    sold = words.lines(premises, _operators(source, premises))
    waiting = [line for line in sold if line.technology in {TECHNOLOGIES[one] for one in words.WAITING}]
    exact = sure or not spot.key
    connectable = bool(shown) and (shown[0].connectable if exact else all(one.connectable for one in shown))
    return {
        "spot": spot,
        "loaded": nearby.loaded,
        "buildings": shown,
        "exact": exact,
        "connectable": connectable,
        "planned": told_to_all(source, spot.longitude, spot.latitude, own_buildings(premises)),
        "premises": premises,
        "homes": sum(one.count for one in premises),
        "lines": sold,
        "best": words.best_words(premises),
        "waiting": waiting,
        "alternatives": [] if connectable else _alternatives(source, spot),
        "aid": AID,
        "aid_over": AID.validity.closed(today),
        "sites": [
            (one, words.distance_words(one.distance)) for one in nearby.sites(spot.longitude, spot.latitude)
        ],
        "origins": {name: nearby.origin(name) for name in nearby.loaded - {"communes", "operators"}},
        "networks": offers_at(source, spot.commune),
        **_ground(nearby.ground(spot.commune.ref)),
    }


@public
def page(request: HttpRequest, key: str) -> HttpResponse:
    """What is known of an address."""
    source = observatory(request)
    if source.addresses.has_addresses and (place := source.addresses.place(key)).kind == "commune":
        return redirect(reverse("territory", args=["commune", place.commune.code]))
    return _page(request, source, at_key(source, key), key)


@public
def point(request: HttpRequest) -> HttpResponse:
    """What is known at a point of the map, or at the reader's own position."""
    source = observatory(request)
    return _page(request, source, at_point(request, source))


def _page(request: HttpRequest, source: Observatory, spot: Spot, key: str = "") -> HttpResponse:
    parents: list[tuple[str, str]] = [
        (reverse("territory", args=[one.level, one.code]), source.territory(one).name)
        for one in _above(spot.commune)
    ]
    context = sheet(source, spot, source.release.published_at.date()) | {
        "steps": parents,
        "help": _help(source, spot),
        "key": key,
        "where": where(spot),
    }
    context["near"] = [] if spot.key else source.addresses.nearest_places(spot.longitude, spot.latitude)
    return render(request, "fibre/address/address.html", context)


def _help(source: Observatory, spot: Spot) -> list[tuple[str, list[tuple[HelpPlace, str]]]]:
    """The three nearest places of each kind, with how far they are."""
    found = nearest_help(source, spot.longitude, spot.latitude)
    return [
        (HELP[name], [(place, words.distance_words(place.distance)) for place in places])
        for name, places in found.items()
    ]


def _above(commune: Territory) -> list[Ref]:
    """From the département down to the commune."""
    found = [one for one in commune.parents if one.level in (Level.DEPARTEMENT, Level.EPCI)]
    return [*sorted(found, key=lambda one: one.level is Level.EPCI), commune.ref]
