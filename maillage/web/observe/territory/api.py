"""The territories of the API."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Schema

from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.wire import values_json
from maillage.web.api.schemas import PART, SeriesOut
from maillage.web.api.site import ERRORS, OPEN, Code, api
from maillage.web.gate.observatory import observatory


class TerritoryOut(Schema):
    """A territory."""

    territory: str = Field(examples=["commune:25056"])
    level: Level
    code: str
    name: str
    kind: str
    population: int | None
    postcodes: list[str]
    communes: int = Field(description="communes dans la région servie")
    communes_whole: int = Field(description="communes en tout, région voisine comprise")
    parents: list[str]
    groupings: list[str] = Field(description="groupements dont la commune fait partie")
    valid_from: date | None = Field(description="d’un groupement : premier jour de son périmètre")
    valid_until: date | None = Field(description="d’un groupement : dernier jour de son périmètre, s’il est dit")
    area_km2: float | None = Field(description="surface de ses communes situées dans la région, en km²")
    rural: float | None = Field(description="part de communes rurales, de 0 à 1")
    density_class: str = Field(description="d’une commune : sa classe dans la grille de densité de l’Insee")
    listed_on: date | None = Field(description="d’un programme de l’État : jour que décrit la liste de ses communes")
    bbox: list[float] | None
    part: str = Field(default="", description=PART)
    vintage: str = Field(default="", description="code officiel géographique dont vient la population")


def territory_out(place: Territory, vintage: str) -> TerritoryOut:
    """A territory as the API writes it; `vintage` dates its population."""
    return TerritoryOut(
        territory=str(place.ref),
        level=place.ref.level,
        code=place.ref.code,
        name=place.name,
        kind=place.kind,
        population=place.population,
        postcodes=list(place.postcodes),
        communes=place.communes,
        communes_whole=place.communes_whole,
        parents=[str(parent) for parent in place.parents],
        groupings=[str(grouping) for grouping in place.groupings],
        valid_from=place.valid_from,
        valid_until=place.valid_until,
        area_km2=place.area_km2,
        rural=place.rural,
        density_class=place.density_class,
        listed_on=place.listed_on,
        bbox=list(place.bbox) if place.bbox else None,
        part=place.part,
        vintage=vintage,
    )


@api.get("/territories/{level}/{code}", response={200: TerritoryOut} | ERRORS, **OPEN, summary="Un territoire")
def territory(request: HttpRequest, level: Level, code: Code) -> TerritoryOut:
    """Nom, nature, habitants, et où il se trouve."""
    source = observatory(request)
    return territory_out(source.territory(Ref(level, code.upper())), source.release.vintage_words)


@api.get(
    "/territories/{level}/{code}/indicators",
    response={200: list[SeriesOut]} | ERRORS,
    **OPEN,
    summary="Tous les chiffres d’un territoire",
)
def territory_indicators(request: HttpRequest, level: Level, code: Code) -> list[dict[str, object]]:
    """Tous les indicateurs, toutes les périodes ; sans valeur : non chargé ou inconnu."""
    ref = Ref(level, code.upper())
    return [values_json(line.sheet, ref, line.values) for line in observatory(request).profile(ref)]
