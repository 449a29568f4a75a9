"""Everything the page of an address says, as a table: one line a thing, with its source and its dates."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel.fixed import SPEEDS, TECHNOLOGIES
from maillage.kernel.value import Origin
from maillage.observatory.address_sheet import AddressSheet, Spot, address_sheet, spot_of
from maillage.observatory.door import Observatory
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.fibre import spot as at_spot
from maillage.web.fibre import words
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

COLUMNS = (
    Column("rubrique", "Rubrique", "immeuble, offre, alternative, zone, cuivre, site mobile ou aide", width=14),
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


def _line(origin: Origin | None, cells: dict[str, Cell]) -> list[Cell]:
    """A line under COLUMNS; a cell that is not given stays empty."""
    if origin:
        cells |= {"source": origin.source, "periode": origin.period, "obtenu_le": origin.obtained_on}
    return [cells.get(column.name) for column in COLUMNS]


def _networks(sheet: AddressSheet) -> Iterator[tuple[Origin | None, dict[str, Cell]]]:
    for building in sheet.buildings:
        cells: dict[str, Cell] = {
            "rubrique": "immeuble",
            "nom": building.address or building.identifier,
            "operateur": building.operator_name,
            "etat": words.state_words(building)[0],
            "date": building.complete_by,
            "distance": round(building.distance),
            "precision": words.slip_words(building.history),
        }
        yield sheet.origins["buildings"], cells
    for premises in sheet.premises:
        for offer in premises.offers:
            cells = {
                "rubrique": "offre",
                "nom": premises.address or premises.identifier,
                "operateur": offer.operator_name,
                "technologie": TECHNOLOGIES.get(offer.technology, offer.technology),
                "descendant": SPEEDS.get(offer.down, offer.down),
                "montant": SPEEDS.get(offer.up, offer.up),
                "distance": round(premises.distance),
                "precision": words.note(offer),
            }
            yield sheet.origins["premises"], cells
    for provider in sheet.alternatives:
        cells = {
            "rubrique": "alternative",
            "etat": f"Aide de l’État : {words.AID.validity.words}",
            "operateur": provider.operator,
            "technologie": provider.technology,
            "precision": provider.site,
        }
        yield sheet.origins["alternatives"], cells


def _around(sheet: AddressSheet) -> Iterator[tuple[Origin | None, dict[str, Cell]]]:
    ground, commune = sheet.ground, sheet.spot.commune.name
    if ground and ground.zone:
        zone = " ".join(words.zone_words(ground)) or ground.zone
        yield ground.zone_origin, {"rubrique": "zone", "nom": commune, "etat": zone}
    if ground and ground.copper:
        cells: dict[str, Cell] = {
            "rubrique": "cuivre",
            "nom": commune,
            "etat": words.copper_words(ground),
            "date": ground.copper_ends_on,
        }
        yield ground.copper_origin, cells
    for site in sheet.sites:
        cells = {
            "rubrique": "site mobile",
            "operateur": site.operator,
            "technologie": words.generation(site),
            "distance": round(site.distance),
        }
        yield sheet.origins["sites"], cells
    for category, places in sheet.help.items():
        for place in places:
            cells = {
                "rubrique": "aide",
                "nom": place.name,
                "etat": words.HELP[category],
                "distance": round(place.distance),
                "precision": place.hours,
            }
            yield next(iter(place.origins), None), cells


def _file(request: HttpRequest, source: Observatory, spot: Spot, shown: str, form: str) -> HttpResponseBase:
    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        sheet = address_sheet(source, spot)
        for origin, cells in chain(_networks(sheet), _around(sheet)):
            if origin:
                made.deliveries.add((origin.source, origin.period))
            yield _line(origin, cells)

    filters = (("Adresse", f"{spot.title}, {spot.detail}"),)
    name = f"adresse-{spot.key or 'point'}"
    return answer(request, table(name, "Ce que l’on sait d’une adresse", shown, COLUMNS, draw, filters), form)


@public
def at_key(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """The file of an address."""
    source = observatory(request)
    return _file(request, source, spot_of(source, key), reverse("address", args=[key]), form)


@public
def at_point(request: HttpRequest, form: str) -> HttpResponseBase:
    """The file of a point, given by `lon` and `lat`."""
    source = observatory(request)
    asked = at_spot.at_point(request, source)
    return _file(request, source, asked, f"{reverse('address.point')}?{at_spot.where(asked)}", form)
