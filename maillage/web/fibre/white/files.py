"""White zones to take away: the communes, and the places that must not be left behind."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level
from maillage.observatory.priority import places
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.where import part
from maillage.web.fibre.white.inventory import SOURCES, inventory, threshold
from maillage.web.fibre.white.view import CATEGORY_WORDS, speed_words
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

NOT_LOADED = "Données non chargées : les offres par immeuble (Ma connexion internet)."
COLUMNS = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column(
        "locaux_sous_seuil",
        "Locaux sous le seuil",
        "Sans offre à ce débit, satellite exclu ; vide quand il n’est connu qu’entre deux nombres",
        Kind.NUMBER,
    ),
    Column("au_moins", "Au moins", "Sous la borne de classe inférieure au seuil", Kind.NUMBER),
    Column("au_plus", "Au plus", "Sous la borne de classe supérieure au seuil", Kind.NUMBER),
    Column("locaux", "Locaux", "Locaux de la commune (Ma connexion internet)", Kind.NUMBER),
    Column("part", "Part (%)", "Part des locaux sous le seuil, au plus", Kind.NUMBER),
    Column("dont_satellite", "Dont satellite", "Où un satellite est proposé", Kind.NUMBER),
)
PLACE_COLUMNS = (
    Column("categorie", "Catégorie", "École, service public, santé ou entreprise", width=30),
    Column("nature", "Nature", "Ce que c’est", width=28),
    Column("nom", "Nom", "Vide quand il n’est pas publié ou que sa diffusion est partielle", width=40),
    Column("commune", "Code", "Code de la commune"),
    Column("nom_commune", "Commune", "Nom de la commune", width=28),
    Column("sous_seuil", "Sous le seuil", "oui ou non ; vide : inconnu", width=12),
    Column("classe", "Classe", "Meilleure classe sans satellite, de INEL à THD1G ; vide : inconnue"),
    Column("debit", "Débit", "La classe en clair", width=22),
    Column("satellite", "Satellite", "Un satellite est proposé à l’immeuble", width=10),
    Column("etat_fibre", "État de la fibre", "De l’immeuble, quand il est listé", width=22),
    Column("distance", "Distance (m)", "Du lieu à l’immeuble qui lui est prêté", Kind.NUMBER),
    Column("longitude", "Longitude", "WGS84, degrés", Kind.NUMBER),
    Column("latitude", "Latitude", "WGS84, degrés", Kind.NUMBER),
    Column("listes", "Listes", "Sources du lieu", width=30),
    Column("periode_liste", "Liste de", "Ce que décrit la liste du lieu"),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The communes that have premises below the threshold, as CSV or XLSX."""
    source, least = observatory(request), threshold(request)
    place, among = part(source, request)
    period, lines = inventory(source, among, least)
    if period is None:
        raise UsageError(NOT_LOADED)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        made.deliveries.update((name, period.code) for name in SOURCES)
        for line in lines:
            if line.below:
                ref, share = line.commune.ref, Measure(100 * line.share, "%", 1)
                yield [
                    ref.code, line.commune.name, line.known, line.surely, line.below, line.total, share, line.satellite
                ]  # fmt: skip

    listed, unknown = sum(bool(line.below) for line in lines), sum(not line.total for line in lines)
    filters = (
        ("Territoire", place.name),
        ("Seuil", f"{least.words} Mbit/s"),
        ("Communes listées", f"{listed} sur {len(lines)} : celles qui ont des locaux sous le seuil"),
        ("Communes inconnues", f"{unknown}, sans locaux connus : elles ne sont pas listées"),
    )
    view = f"{reverse('white')}?{request.GET.urlencode()}"
    return answer(request, table("zones_blanches", "Zones blanches fixes", view, COLUMNS, draw, filters), form)


@public
def priority(request: HttpRequest, form: str) -> HttpResponseBase:
    """The places that must not be left behind, all of them, as CSV or XLSX."""
    source, least = observatory(request), threshold(request)
    place, among = part(source, request)
    names = {commune.ref.code: commune.name for commune in source.territories(Level.COMMUNE)}
    period, spots = places(source, {commune.ref.code for commune in among})
    if period is None:
        raise UsageError(NOT_LOADED)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        made.deliveries.update((name, period.code) for name in SOURCES)
        for spot in spots:
            made.deliveries.update((name, spot.listed) for name in spot.sources)
            below = spot.below(least.high)
            if below and not least.exact and not spot.below(least.low):
                below = None
            yield [
                CATEGORY_WORDS[spot.category], spot.kind, spot.name, spot.commune, names[spot.commune],
                _yes(below), spot.speed or "", "" if spot.speed is None else speed_words(spot.speed),
                _yes(spot.satellite), spot.state, spot.distance, spot.longitude, spot.latitude,
                " | ".join(spot.sources), spot.listed,
            ]  # fmt: skip

    filters = (("Territoire", place.name), ("Seuil", f"{least.words} Mbit/s"))
    view = f"{reverse('white')}?{request.GET.urlencode()}"
    title = "Écoles, services publics, santé et entreprises : débits"
    return answer(request, table("lieux_prioritaires", title, view, PLACE_COLUMNS, draw, filters), form)


def _yes(flag: bool | None) -> str:
    return "" if flag is None else "oui" if flag else "non"
