"""All that is known of an address or of a point: what its page words, what its API and its files write out."""

from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Territory
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.observatory.help_places import HelpPlace, nearest_help
from maillage.observatory.point.fixed import Building, Premises
from maillage.observatory.point.ground import Alternative, Ground
from maillage.observatory.point.mobile import Site


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader is: what the place is called, its key when it is an address, and its commune. WGS84 degrees."""

    title: str
    detail: str
    key: str
    longitude: float
    latitude: float
    commune: Territory


@dataclass(frozen=True, slots=True)
class AddressSheet:
    """What is known at a spot. `sure` when `buildings` surely are its own, or else they are the nearest.

    `loaded` tells what is not there from what was never loaded; `origins` is by the names it holds, `help` by category.
    """

    spot: Spot
    loaded: frozenset[str]
    premises: list[Premises]
    buildings: list[Building]
    sure: bool
    ground: Ground | None
    alternatives: list[Alternative]
    sites: list[Site]
    help: dict[str, tuple[HelpPlace, ...]]
    origins: dict[str, Origin | None]


def spot_at(source: Observatory, longitude: float, latitude: float) -> Spot:
    """The spot of a point. Raises UsageError outside of the region."""
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


def spot_of(source: Observatory, key: str) -> Spot:
    """The spot of an address, a street or a hamlet, by its key. Raises UsageError when nobody knows it."""
    place = source.addresses.place(key)
    own_key = place.key if place.kind == "numero" else ""
    commune = source.territory(place.commune)
    return Spot(place.label, place.detail, own_key, place.longitude, place.latitude, commune)


def address_sheet(source: Observatory, spot: Spot) -> AddressSheet:
    """All that is known at a spot."""
    nearby, position = source.nearby, (spot.longitude, spot.latitude)
    premises = nearby.fixed.premises(*position, spot.key)
    buildings, sure = nearby.fixed.buildings_of(*position, premises)
    departement = next((ref.code for ref in spot.commune.parents if ref.level is Level.DEPARTEMENT), "")
    return AddressSheet(
        spot=spot,
        loaded=nearby.loaded,
        premises=premises,
        buildings=buildings,
        sure=sure,
        ground=nearby.ground.of(spot.commune.ref),
        alternatives=nearby.ground.alternatives(departement),
        sites=nearby.mobile.sites(*position),
        help=nearest_help(source, *position),
        origins={name: nearby.origin(name) for name in sorted(nearby.loaded - {"communes", "operators", "terms"})},
    )
