"""The indicators of the API."""

from django.http import HttpRequest
from ninja import Field, Schema

from maillage.kernel.territory import Level, Ref
from maillage.observatory.sheets import IndicatorSheet
from maillage.observatory.wire import value_json, values_json
from maillage.web.api.schemas import PART, SeriesOut, ValueOut
from maillage.web.api.site import ERRORS, OPEN, Code, Kind, Limit, Name, Offset, PeriodCode, api
from maillage.web.forms import asked
from maillage.web.gate.observatory import observatory


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


def indicator_out(sheet: IndicatorSheet) -> IndicatorOut:
    """An indicator and its periods."""
    measure = sheet.indicator
    return IndicatorOut(
        name=measure.name,
        title=measure.title,
        unit=measure.unit,
        theme=measure.theme,
        definition=measure.definition,
        numerator=measure.numerator,
        denominator=measure.denominator,
        good=measure.good.value,
        limits=measure.limits,
        asked_by=list(measure.asked_by),
        breaks=[BreakOut(since=cut.since, reason=cut.reason) for cut in measure.breaks],
        periods=[period.code for period in sheet.periods],
        sources=list(sheet.sources),
    )


@api.get("/indicators", response={200: list[IndicatorOut]} | ERRORS, **OPEN, summary="Les indicateurs")
def indicators(request: HttpRequest) -> list[IndicatorOut]:
    """Tous les indicateurs, avec leur définition et leurs périodes."""
    return [indicator_out(sheet) for sheet in observatory(request).indicators()]


@api.get("/indicators/{name}", response={200: IndicatorOut} | ERRORS, **OPEN, summary="Un indicateur")
def indicator(request: HttpRequest, name: Name) -> IndicatorOut:
    """Définition, numérateur, dénominateur, limites, ruptures de série."""
    return indicator_out(observatory(request).indicator(name))


@api.get("/indicators/{name}/values", response={200: RankingOut} | ERRORS, **OPEN, summary="Le classement d’un niveau")
def values(
    request: HttpRequest,
    name: Name,
    level: Level = Level.COMMUNE,
    period: PeriodCode = "",
    limit: Limit = 100,
    offset: Offset = 0,
    kind: Kind = "",
) -> dict[str, object]:
    """Les valeurs d’un niveau et d’une période, de la meilleure à la moins bonne."""
    source = observatory(request)
    sheet = source.indicator(name)
    if not sheet.loaded:
        return {
            "indicator": name, "level": level, "period": "", "total": 0,
            "offset": offset, "limit": limit, "values": [],
        }  # fmt: skip
    chosen = asked.period(period, sheet.periods)
    lines, total = source.ranking(name, level, chosen, None, offset, limit, kind)
    ranked = [
        value_json(sheet, line.value)
        | {"territory": str(line.territory.ref), "name": line.territory.name, "rank": line.value.rank}
        | ({"part": line.territory.part} if line.territory.part else {})
        for line in lines
    ]
    return {
        "indicator": name, "level": level, "period": chosen.code, "total": total,
        "offset": offset, "limit": limit, "values": ranked,
    }  # fmt: skip


@api.get("/indicators/{name}/layer", response={200: LayerOut} | ERRORS, **OPEN, summary="Les valeurs d’une carte")
def layer(request: HttpRequest, name: Name, level: Level = Level.COMMUNE, period: PeriodCode = "") -> LayerOut:
    """Une valeur par code de territoire, sans arrondi."""
    source = observatory(request)
    sheet = source.indicator(name)
    unit = sheet.indicator.unit
    if not sheet.loaded:
        return LayerOut(indicator=name, level=level, period="", unit=unit, values={})
    chosen = asked.period(period, sheet.periods)
    numbers = source.layer(name, level, chosen)
    parts = {territory.ref.code: territory.part for territory in source.territories(level) if territory.part}
    return LayerOut(indicator=name, level=level, period=chosen.code, unit=unit, values=numbers, parts=parts)


@api.get(
    "/indicators/{name}/{level}/{code}",
    response={200: SeriesOut} | ERRORS,
    **OPEN,
    summary="Un indicateur pour un territoire",
)
def series(request: HttpRequest, name: Name, level: Level, code: Code, period: PeriodCode = "") -> dict[str, object]:
    """Toutes les périodes, de la plus ancienne à la plus récente, ou celle demandée."""
    source = observatory(request)
    sheet = source.indicator(name)
    ref = source.territory(Ref(level, code.upper())).ref
    chosen = asked.period(period, sheet.periods) if period else None
    return values_json(sheet, ref, source.series(name, ref, chosen))
