"""The search of the API."""

from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Schema

from maillage.commons.editorial import published
from maillage.observatory.addresses import FoundPlace
from maillage.web.api.site import ERRORS, OPEN, api
from maillage.web.forms import asked
from maillage.web.forms.pickers import territories
from maillage.web.gate.observatory import observatory
from maillage.web.observe import finding


class HitOut(Schema):
    """A territory found, and the words that tell it from its namesakes."""

    territory: str
    name: str
    hint: str
    page: str
    label: str = Field(description="ce qui s’écrit dans un champ pour désigner ce territoire et lui seul")


class FoundAddressOut(Schema):
    """An address, a street or a lieu-dit found."""

    address: str = Field(description="clé de la Base adresse nationale", examples=["25056_1234_00012_bis"])
    kind: str = Field(description="numero, voie ou lieu_dit")
    name: str
    hint: str
    territory: str
    longitude: float
    latitude: float
    score: float = Field(description="de 0 à 1")
    page: str
    postcode: str = Field(description="celui du numéro ; celui de la plupart des numéros pour une voie")
    absent: str = Field(description="le numéro cherché que la voie n’a pas ; vide sinon")


class FoundIndicatorOut(Schema):
    """An indicator found."""

    indicator: str
    name: str
    page: str


class FoundContentOut(Schema):
    """An editorial page found."""

    name: str
    page: str


class SearchOut(Schema):
    """What answers a search, the likeliest first."""

    territories: list[HitOut]
    addresses: list[FoundAddressOut]
    indicators: list[FoundIndicatorOut]
    contents: list[FoundContentOut]
    advice: str = Field(description="ce qu’il reste à écrire quand aucune voie n’est encore nommée ; vide sinon")


@api.get("/search", response={200: SearchOut} | ERRORS, **OPEN, summary="Chercher")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=asked.LONGEST_QUERY)] = "",
    limit: Annotated[int, Query(ge=1, le=40)] = 8,
) -> SearchOut:
    """Territoires par nom, code ou code postal, adresses, indicateurs et pages par sujet."""
    source = observatory(request)
    text = " ".join(q.split())
    hits = finding.hits(source, text, limit) if text else []
    places = finding.places(source, text, limit)
    named = territories.catalogue(source)
    sheets = finding.indicators_about(source, text) if len(text) > 2 else []
    return SearchOut(
        territories=[
            HitOut(
                territory=str(hit.territory.ref),
                name=hit.territory.name,
                hint=hit.hint,
                page=reverse("territory", args=[hit.territory.ref.level, hit.territory.ref.code]),
                label=named.label(str(hit.territory.ref)),
            )
            for hit in hits
        ],
        addresses=[_found_address(place) for place in places],
        indicators=[
            FoundIndicatorOut(
                indicator=sheet.indicator.name, name=sheet.indicator.title, page=finding.indicator_page(sheet)
            )
            for sheet in sheets[:limit]
        ],
        contents=[
            FoundContentOut(name=page.title, page=page.address)
            for page in (published.content(text, limit) if len(text) > 2 else [])
        ],
        advice=finding.advice(places),
    )


def _found_address(place: FoundPlace) -> FoundAddressOut:
    return FoundAddressOut(
        address=place.key,
        kind=place.kind,
        name=place.label,
        hint=place.hint,
        territory=str(place.commune),
        longitude=place.longitude,
        latitude=place.latitude,
        score=place.score,
        page=finding.address_page(place),
        postcode=place.postcode,
        absent=place.absent,
    )
