"""Everything the page of an address says, as a table: one line a thing, with its source and its dates."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel.fixed import SPEEDS, TECHNOLOGIES
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.observatory.point.help import nearest_help
from maillage.web.gate.access import public
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.fibre import words
from maillage.web.fibre.address import view
from maillage.web.fibre.address.view import Spot
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

COLUMNS = (
    Column(
        "rubrique", "Rubrique", "immeuble, offre, alternative, zone, cuivre, site mobile ou aide", width=14
    ),
    Column("nom", "Nom", "Immeuble, lieu ou opérateur", width=34),
    Column("operateur", "Opérateur", "Qui construit le réseau ou vend l’offre", width=24),
    Column("technologie", "Technologie", "Technologie d’une offre, d’une alternative ou d’un site", width=20),
    Column("descendant", "Reçoit (Mbit/s)", "Classe de débit descendant, calculée par l’Arcep", width=14),
    Column("montant", "Envoie (Mbit/s)", "Classe de débit montant, calculée par l’Arcep", width=14),
    Column("etat", "État", "État de la fibre, de la zone ou du cuivre, en mots", width=40),
    Column("date", "Date", "Fin du délai de complétude, ou arrêt du cuivre", Kind.DATE, 13),
    Column("distance", "Distance (m)", "À vol d’oiseau, en mètres", Kind.NUMBER, 12),
    Column("precision", "À savoir", "Limite de volume, saturation, horaires, site web", width=34),
    Column("source", "Source", "Nom de la source dans son adresse", width=26),
    Column("periode", "Période", "Période décrite", width=11),
    Column("obtenu_le", "Obtenu le", "Jour où la livraison a été obtenue", Kind.DATE, 13),
)


def _line(origin: Origin | None, **told: Cell) -> list[Cell]:
    """A line under COLUMNS; what is not told stays empty."""
    if origin:
        told |= {"source": origin.source, "periode": origin.period, "obtenu_le": origin.obtained_on}
    return [told.get(column.name) for column in COLUMNS]


def _networks(source: Observatory, spot: Spot) -> Iterator[tuple[Origin | None, dict[str, Cell]]]:
    nearby = source.nearby
    premises = nearby.premises(spot.longitude, spot.latitude, spot.key)
    origin = nearby.origin("buildings")
    for one in view.buildings_of(source, spot, premises)[0]:
        yield (
            origin,
            {
                "rubrique": "immeuble",
                "nom": one.words or one.identifier,
                "operateur": nearby.operator(one.operator),
                "etat": words.state_words(one)[0],
                "date": one.complete_by,
                "distance": round(one.distance),
                "precision": words.slip_words(one.history),
            },
        )
    for building in premises:
        for offer in building.offers:
            yield (
                nearby.origin("premises"),
                {
                    "rubrique": "offre",
                    "nom": building.words or building.identifier,
                    "operateur": nearby.operator(offer.operator),
                    "technologie": TECHNOLOGIES.get(offer.technology, offer.technology),
                    "descendant": SPEEDS.get(offer.down, offer.down),
                    "montant": SPEEDS.get(offer.up, offer.up),
                    "distance": round(building.distance),
                    "precision": words.note(offer),
                },
            )
    for provider in nearby.alternatives(view.departement_of(spot)):
        yield (
            nearby.origin("alternatives"),
            {
                "rubrique": "alternative",
                "etat": f"Aide de l’État : {view.AID.validity.words}",
                "operateur": provider.operator,
                "technologie": provider.technology,
                "precision": provider.site,
            },
        )


def _around(source: Observatory, spot: Spot) -> Iterator[tuple[Origin | None, dict[str, Cell]]]:
    ground = source.nearby.ground(spot.commune.ref)
    if ground and ground.zone:
        zone = " ".join(words.zone_words(ground)) or ground.zone
        yield ground.zone_origin, {"rubrique": "zone", "nom": spot.commune.name, "etat": zone}
    if ground and ground.copper:
        yield (
            ground.copper_origin,
            {
                "rubrique": "cuivre",
                "nom": spot.commune.name,
                "etat": words.copper_words(ground),
                "date": ground.copper_ends_on,
            },
        )
    for site in source.nearby.sites(spot.longitude, spot.latitude):
        yield (
            source.nearby.origin("sites"),
            {
                "rubrique": "site mobile",
                "operateur": site.operator,
                "technologie": words.generation(site),
                "distance": round(site.distance),
            },
        )
    for category, places in nearest_help(source, spot.longitude, spot.latitude).items():
        for place in places:
            yield (
                next(iter(place.origins), None),
                {
                    "rubrique": "aide",
                    "nom": place.name,
                    "etat": view.HELP[category],
                    "distance": round(place.distance),
                    "precision": place.hours,
                },
            )


def _file(request: HttpRequest, source: Observatory, spot: Spot, shown: str, form: str) -> HttpResponseBase:
    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for part in (_networks, _around):
            for origin, told in part(source, spot):
                if origin:
                    made.deliveries.add((origin.source, origin.period))
                yield _line(origin, **told)

    filters = (("Adresse", f"{spot.title}, {spot.detail}"),)
    name = f"adresse-{spot.key or 'point'}"
    return answer(request, table(name, "Ce que l’on sait d’une adresse", shown, COLUMNS, draw, filters), form)


@public
def at_key(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """The file of an address."""
    source = observatory(request)
    return _file(request, source, view.at_key(source, key), reverse("address", args=[key]), form)


@public
def at_point(request: HttpRequest, form: str) -> HttpResponseBase:
    """The file of a point, given by `lon` and `lat`."""
    source = observatory(request)
    spot = view.at_point(request, source)
    return _file(request, source, spot, f"{reverse('address.point')}?{view.where(spot)}", form)
