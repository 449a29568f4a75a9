"""The shapes of the API's answers."""

from datetime import date

from ninja import Field, Schema

PART = "d’un territoire à cheval sur la région : combien de ses communes y sont"


class Message(Schema):
    """Why there is no answer, in French."""

    message: str


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
    rank_words: str = Field(default="", description="rang parmi les territoires du même niveau, « ex æquo » compris")


class SeriesOut(Schema):
    """The values of an indicator for a territory, oldest first."""

    indicator: str
    territory: str
    values: list[ValueOut]
