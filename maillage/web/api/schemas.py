"""The shapes of the API's answers."""

from datetime import date

from ninja import Field, Schema

from maillage.kernel.territory import Level, Territory

PART = "d’un territoire à cheval sur la région : combien de ses communes y sont"


class Message(Schema):
    """Why there is no answer, in French."""

    message: str


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
    valid_until: date | None = Field(
        description="d’un groupement : dernier jour de son périmètre, s’il est dit"
    )
    area_km2: float | None = Field(description="surface de ses communes situées dans la région, en km²")
    rural: float | None = Field(description="part de communes rurales, de 0 à 1")
    bbox: list[float] | None
    part: str = Field(default="", description=PART)
    vintage: str = Field(default="", description="code officiel géographique dont vient la population")


class CompletenessOut(Schema):
    """How many of the communes concerned are known."""

    known: int
    total: int


class ValueOut(Schema):
    """A value, unrounded, in its unit. A count has no denominator."""

    period: str = Field(examples=["2018-T1"])
    value: int | float | None
    numerator: int | float
    denominator: int | float | None
    unit: str
    completeness: CompletenessOut
    flags: list[str]
    source: str
    obtained_on: date | None
    lacking: float | None = Field(default=None, description="habitants qui en sont privés, estimés")
    breakdown: dict[str, int | float] = Field(default={}, description="parts d’un nombre, par modalité")
    rank_words: str = Field(
        default="", description="rang parmi les territoires du même niveau, « ex æquo » compris"
    )


class SeriesOut(Schema):
    """The values of an indicator for a territory, oldest first."""

    indicator: str
    territory: str
    values: list[ValueOut]


class RankedOut(ValueOut):
    """A value in a ranking."""

    territory: str
    name: str
    rank: int | None = Field(description="nul aussi quand tous sont à égalité")
    part: str = Field(default="", description=PART)


class RankingOut(Schema):
    """A page of a ranking, best value first; territories that are unknown are left out."""

    indicator: str
    level: Level
    period: str
    total: int
    offset: int
    limit: int
    values: list[RankedOut]


class LayerOut(Schema):
    """The values of a map: a territory that is absent is unknown, null when there is nothing to measure."""

    indicator: str
    level: Level
    period: str
    unit: str
    values: dict[str, float | None]
    parts: dict[str, str] = Field(default={}, description="territoires à cheval sur la région, par code")


class BreakOut(Schema):
    """A declared break of series."""

    since: str
    reason: str


class IndicatorOut(Schema):
    """An indicator: without period, its data are not loaded."""

    name: str
    title: str
    unit: str
    theme: str
    definition: str
    numerator: str
    denominator: str
    good: str
    limits: str
    asked_by: list[str]
    breaks: list[BreakOut]
    periods: list[str]
    sources: list[str]


class DeliveryOut(Schema):
    """A delivery of a source: what it describes, when it was obtained, how many rows were kept."""

    period: str
    obtained_on: date
    published_on: date | None
    files: list[str]
    checksums: list[str]
    read: int
    kept: int
    refused: int
    flagged: int
    outside: int
    ignored: int
    corrected: int


class SourceOut(Schema):
    """A source: without delivery, it is not loaded."""

    name: str
    title: str
    publisher: str
    page: str
    licence: str
    licence_url: str
    frequency: str
    table: str
    indicators: list[str]
    deliveries: list[DeliveryOut]


class ProblemOut(Schema):
    """A row refused, flagged or corrected. Line 0: the whole file; no column: the whole row."""

    period: str
    file: str
    line: int
    column: str
    value: str
    reason: str
    effect: str


class ProblemsOut(Schema):
    """A page of the rows set aside."""

    source: str
    total: int
    offset: int
    limit: int
    problems: list[ProblemOut]


class HitOut(Schema):
    """A territory found, and the words that tell it from its namesakes."""

    territory: str
    name: str
    hint: str
    page: str


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
    advice: str = Field(
        description="ce qu’il reste à écrire quand aucune voie n’est encore nommée ; vide sinon"
    )


def territory_out(one: Territory, vintage: str) -> TerritoryOut:
    """A territory as the API writes it; `vintage` dates its population."""
    return TerritoryOut(
        territory=str(one.ref),
        level=one.ref.level,
        code=one.ref.code,
        name=one.name,
        kind=one.kind,
        population=one.population,
        postcodes=list(one.postcodes),
        communes=one.communes,
        communes_whole=one.communes_whole,
        parents=[str(parent) for parent in one.parents],
        groupings=[str(grouping) for grouping in one.groupings],
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        area_km2=one.area_km2,
        rural=one.rural,
        bbox=list(one.bbox) if one.bbox else None,
        part=one.part,
        vintage=vintage,
    )
