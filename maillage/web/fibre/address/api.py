"""What is known of an address, as the API writes it: the same facts as its page, from the same door."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from maillage.kernel.fixed import COPPER, SPEEDS, TECHNOLOGIES, state_name
from maillage.kernel.value import Origin
from maillage.observatory.address_sheet import Spot, address_sheet, spot_at, spot_of
from maillage.observatory.door import Observatory
from maillage.observatory.help_places import HelpPlace
from maillage.observatory.point.fixed import Building, Premises
from maillage.observatory.point.ground import Alternative, Ground
from maillage.observatory.point.mobile import Site
from maillage.web.api.site import ERRORS, OPEN, Key, Latitude, Longitude, api
from maillage.web.fibre import words
from maillage.web.gate.observatory import observatory

WHERE = "longitude et latitude WGS84, en degrés"


class OriginOut(Schema):
    """The delivery that facts come from."""

    source: str = Field(description="nom de la source, voir /api/v1/sources/{name}")
    publisher: str
    period: str
    obtained_on: date


class StageOut(Schema):
    """What was told of a building from a period on."""

    period: str
    state: str
    complete_by: date | None


class BuildingOut(Schema):
    """A building in an infrastructure operator's list."""

    identifier: str
    operator: str = Field(description="code de l’opérateur d’infrastructure (L. 33-1)")
    operator_name: str
    state: str = Field(description="cible, signe, en cours de deploiement, raccordable demande, deploye, abandonne")
    state_name: str
    connectable: bool = Field(description="l’immeuble et son point de mutualisation sont déployés")
    address: str
    kind: str = Field(description="PA maison, IM immeuble")
    exchange: str = Field(description="référence du point de mutualisation")
    exchange_state: str
    exchange_opened_on: date | None
    complete_by: date | None = Field(description="fin du délai de complétude")
    slip_months: int = Field(description="mois de glissement de ce délai depuis sa première publication")
    distance_m: int
    history: list[StageOut]


class OfferOut(Schema):
    """What an operator sells there. Classes of speed are those of Arcep, with their least in Mbit/s in words."""

    operator: str
    operator_name: str
    technology: str
    technology_name: str
    down: str
    down_words: str
    up: str
    up_words: str
    limit_gb: int | None
    saturated: bool | None


class PremisesOut(Schema):
    """A building of « Ma connexion internet » and what is sold there."""

    identifier: str
    premises: int
    address: str
    keyed: bool = Field(description="vrai quand il porte la clé de l’adresse, faux quand c’est le plus proche")
    distance_m: int
    offers: list[OfferOut]


class GroundOut(Schema):
    """What holds for the whole commune."""

    zone: str = Field(description="ZTD, zipri ou zipu ; vide : inconnue")
    obliges: list[str]
    committed: str
    amel: str
    operators: list[str]
    zone_origin: OriginOut | None
    copper: str = Field(description="ferme, prevue ou pas_encore_prevue ; vide : inconnu")
    copper_name: str
    copper_ends_on: date | None
    copper_origin: OriginOut | None


class AlternativeOut(Schema):
    """A provider of the list « Cohésion numérique » in the département; whether the State still helps is to check."""

    operator: str
    technology: str
    site: str
    more_help: bool | None = Field(description="vrai : plus de 300 € selon les revenus")


class SiteOut(Schema):
    """The nearest mobile site of an operator."""

    operator: str
    technology: str
    distance_m: int


class HelpOut(Schema):
    """A place of help."""

    category: str = Field(description="mediation, france_services ou tiers_lieu")
    name: str
    commune: str
    address: str
    hours: str
    website: str
    itinerant: bool | None
    longitude: float = Field(description=WHERE)
    latitude: float = Field(description=WHERE)
    distance_m: int
    origins: list[OriginOut]


class AddressOut(Schema):
    """All that is known at an address. A list is null when its data are not loaded, empty when there is nothing."""

    address: str = Field(description="clé de la Base adresse nationale ; vide pour un point, une voie ou un lieu-dit")
    name: str
    detail: str
    territory: str
    territory_name: str
    longitude: float = Field(description=WHERE)
    latitude: float = Field(description=WHERE)
    page: str
    notice: str = Field(description="dit quand les données sont simulées")
    exact: bool = Field(description="les immeubles sont sûrement ceux de l’adresse ; sinon, les plus proches")
    buildings: list[BuildingOut] | None
    premises: list[PremisesOut] | None
    ground: GroundOut | None
    alternatives: list[AlternativeOut] | None
    sites: list[SiteOut] | None
    help: list[HelpOut]
    origins: dict[str, OriginOut]


def _origin(origin: Origin | None) -> OriginOut | None:
    if origin is None:
        return None
    return OriginOut(
        source=origin.source, publisher=origin.publisher, period=origin.period, obtained_on=origin.obtained_on
    )


def _building(building: Building) -> BuildingOut:
    return BuildingOut(
        identifier=building.identifier,
        operator=building.operator,
        operator_name=building.operator_name,
        state=building.state,
        state_name=state_name(building.state, building.exchange_state),
        connectable=words.is_connectable(building),
        address=building.address,
        kind=building.kind,
        exchange=building.exchange,
        exchange_state=building.exchange_state,
        exchange_opened_on=building.exchange_opened_on,
        complete_by=building.complete_by,
        slip_months=words.slip_months(building.history),
        distance_m=round(building.distance),
        history=[
            StageOut(period=stage.period.code, state=stage.state, complete_by=stage.complete_by)
            for stage in building.history
        ],
    )


def _premises(premises: Premises) -> PremisesOut:
    return PremisesOut(
        identifier=premises.identifier,
        premises=premises.count,
        address=premises.address,
        keyed=premises.keyed,
        distance_m=round(premises.distance),
        offers=[
            OfferOut(
                operator=offer.operator,
                operator_name=offer.operator_name,
                technology=offer.technology,
                technology_name=TECHNOLOGIES.get(offer.technology, offer.technology),
                down=offer.down,
                down_words=SPEEDS.get(offer.down, offer.down),
                up=offer.up,
                up_words=SPEEDS.get(offer.up, offer.up),
                limit_gb=offer.limit,
                saturated=offer.saturated,
            )
            for offer in premises.offers
        ],
    )


def _ground(ground: Ground) -> GroundOut:
    return GroundOut(
        zone=ground.zone,
        obliges=words.zone_words(ground),
        committed=ground.committed,
        amel=ground.amel,
        operators=list(ground.operators),
        zone_origin=_origin(ground.zone_origin),
        copper=ground.copper,
        copper_name=COPPER.get(ground.copper, ""),
        copper_ends_on=ground.copper_ends_on,
        copper_origin=_origin(ground.copper_origin),
    )


def _alternative(provider: Alternative) -> AlternativeOut:
    return AlternativeOut(
        operator=provider.operator, technology=provider.technology, site=provider.site, more_help=provider.more_help
    )


def _site(site: Site) -> SiteOut:
    return SiteOut(operator=site.operator, technology=words.generation(site), distance_m=round(site.distance))


def _help(category: str, place: HelpPlace) -> HelpOut:
    return HelpOut(
        category=category,
        name=place.name,
        commune=place.commune,
        address=place.address,
        hours=place.hours,
        website=place.website,
        itinerant=place.itinerant,
        longitude=place.longitude,
        latitude=place.latitude,
        distance_m=round(place.distance),
        origins=[out for origin in place.origins if (out := _origin(origin))],
    )


def address_out(source: Observatory, spot: Spot, page: str) -> AddressOut:
    """All that the page of a spot says. `page` is its address."""
    sheet = address_sheet(source, spot)
    loaded = sheet.loaded
    return AddressOut(
        address=spot.key,
        name=spot.title,
        detail=spot.detail,
        territory=str(spot.commune.ref),
        territory_name=spot.commune.name,
        longitude=spot.longitude,
        latitude=spot.latitude,
        page=page,
        notice=source.release.notice,
        exact=sheet.sure,
        buildings=[*map(_building, sheet.buildings)] if "buildings" in loaded else None,
        premises=[*map(_premises, sheet.premises)] if "premises" in loaded else None,
        ground=_ground(sheet.ground) if sheet.ground else None,
        alternatives=[*map(_alternative, sheet.alternatives)] if "alternatives" in loaded else None,
        sites=[*map(_site, sheet.sites)] if "sites" in loaded else None,
        help=[_help(category, place) for category, places in sheet.help.items() for place in places],
        origins={name: out for name, origin in sheet.origins.items() if (out := _origin(origin))},
    )


@api.get("/addresses", response={200: AddressOut} | ERRORS, **OPEN, summary="Ce que l’on sait d’un point")
def point(request: HttpRequest, lon: Longitude, lat: Latitude) -> AddressOut:
    """État de la fibre, offres, cuivre, alternatives, sites mobiles et lieux d’aide, avec leurs sources et dates."""
    source = observatory(request)
    return address_out(source, spot_at(source, lon, lat), f"{reverse('address.point')}?lon={lon}&lat={lat}")


@api.get("/addresses/{key}", response={200: AddressOut} | ERRORS, **OPEN, summary="Ce que l’on sait d’une adresse")
def address(request: HttpRequest, key: Key) -> AddressOut:
    """La même chose, pour une adresse, une voie ou un lieu-dit."""
    source = observatory(request)
    return address_out(source, spot_of(source, key), reverse("address", args=[key]))
