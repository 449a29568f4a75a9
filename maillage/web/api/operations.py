"""The API: the same figures as the pages, for machines. Read only, open to all, bounded."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse
from ninja import NinjaAPI, Path, Query

from maillage.kernel.territory import Level, Ref
from maillage.observatory.addresses import FoundPlace
from maillage.observatory.point.sheet import spot_at, spot_of
from maillage.observatory.wire import value_json, values_json
from maillage.web.api.catalogue import indicator_out, source_out
from maillage.web.api.errors import install
from maillage.web.api.schemas import (
    FoundAddressOut,
    FoundContentOut,
    FoundIndicatorOut,
    HitOut,
    IndicatorOut,
    LayerOut,
    Message,
    ProblemOut,
    ProblemsOut,
    RankingOut,
    SearchOut,
    SeriesOut,
    SourceOut,
    TerritoryOut,
    territory_out,
)
from maillage.web.fibre.address.api import AddressOut, address_out
from maillage.web.forms import asked
from maillage.web.gate.access import Access, declare, nobody
from maillage.web.gate.observatory import observatory
from maillage.web.observe import finding

api = NinjaAPI(
    title="Maillage",
    version="1",
    description="Les chiffres du numérique des territoires, avec leur source et leurs dates.",
    auth=nobody,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
install(api)

# An operation that does not carry these is closed to everybody. Like `maillage show`, it leaves out what is not there.
OPEN: dict[str, Any] = {"auth": None, "exclude_unset": True}
ERRORS = {404: Message, 422: Message, 503: Message}
Code = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{1,9}$")]
Name = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,80}$")]
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{5,60}$", description="clé de la Base adresse nationale")]
Longitude = Annotated[float, Query(ge=-180, le=180, description="longitude WGS84, en degrés")]
Latitude = Annotated[float, Query(ge=-90, le=90, description="latitude WGS84, en degrés")]
PeriodCode = Annotated[str, Query(max_length=10, description="par défaut, la dernière publiée")]
Kind = Annotated[
    str, Query(max_length=40, description="nature des territoires, par exemple SCoT ; par défaut, toutes")
]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


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
    sheets = finding.indicators_about(source, text) if len(text) > 2 else []
    return SearchOut(
        territories=[
            HitOut(
                territory=str(hit.territory.ref),
                name=hit.territory.name,
                hint=hit.hint,
                page=reverse("territory", args=[hit.territory.ref.level, hit.territory.ref.code]),
            )
            for hit in hits
        ],
        addresses=[_found_address(one) for one in places],
        indicators=[
            FoundIndicatorOut(
                indicator=sheet.indicator.name,
                name=sheet.indicator.title,
                page=reverse("indicator", args=[sheet.indicator.name]),
            )
            for sheet in sheets[:limit]
        ],
        contents=[
            FoundContentOut(name=one.title, page=one.address)
            for one in (finding.pages(source, text, limit) if len(text) > 2 else [])
        ],
        advice=finding.advice(places),
    )


def _found_address(one: FoundPlace) -> FoundAddressOut:
    return FoundAddressOut(
        address=one.key,
        kind=one.kind,
        name=one.label,
        hint=one.hint,
        territory=str(one.commune),
        longitude=one.longitude,
        latitude=one.latitude,
        score=one.score,
        page=finding.address_page(one),
        postcode=one.postcode,
        absent=one.absent,
    )


@api.get(
    "/territories/{level}/{code}",
    response={200: TerritoryOut} | ERRORS,
    **OPEN,
    summary="Un territoire",
)
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


@api.get("/addresses", response={200: AddressOut} | ERRORS, **OPEN, summary="Ce que l’on sait d’un point")
def point(request: HttpRequest, lon: Longitude, lat: Latitude) -> AddressOut:
    """État de la fibre, offres, cuivre, alternatives, sites mobiles et lieux d’aide, avec leurs sources et dates."""
    source = observatory(request)
    return address_out(source, spot_at(source, lon, lat), f"{reverse('address.point')}?lon={lon}&lat={lat}")


@api.get(
    "/addresses/{key}",
    response={200: AddressOut} | ERRORS,
    **OPEN,
    summary="Ce que l’on sait d’une adresse",
)
def address(request: HttpRequest, key: Key) -> AddressOut:
    """La même chose, pour une adresse, une voie ou un lieu-dit."""
    source = observatory(request)
    return address_out(source, spot_of(source, key), reverse("address", args=[key]))


@api.get(
    "/indicators",
    response={200: list[IndicatorOut]} | ERRORS,
    **OPEN,
    summary="Les indicateurs",
)
def indicators(request: HttpRequest) -> list[IndicatorOut]:
    """Tous les indicateurs, avec leur définition et leurs périodes."""
    return [indicator_out(sheet) for sheet in observatory(request).indicators()]


@api.get("/indicators/{name}", response={200: IndicatorOut} | ERRORS, **OPEN, summary="Un indicateur")
def indicator(request: HttpRequest, name: Name) -> IndicatorOut:
    """Définition, numérateur, dénominateur, limites, ruptures de série."""
    return indicator_out(observatory(request).indicator(name))


@api.get(
    "/indicators/{name}/values",
    response={200: RankingOut} | ERRORS,
    **OPEN,
    summary="Le classement d’un niveau",
)
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
        | {
            "territory": str(line.territory.ref),
            "name": line.territory.name,
            "rank": line.value.rank,
        }
        | ({"part": line.territory.part} if line.territory.part else {})
        for line in lines
    ]
    return {
        "indicator": name, "level": level, "period": chosen.code, "total": total,
        "offset": offset, "limit": limit, "values": ranked,
    }  # fmt: skip


@api.get(
    "/indicators/{name}/layer",
    response={200: LayerOut} | ERRORS,
    **OPEN,
    summary="Les valeurs d’une carte",
)
def layer(
    request: HttpRequest, name: Name, level: Level = Level.COMMUNE, period: PeriodCode = ""
) -> LayerOut:
    """Une valeur par code de territoire, sans arrondi."""
    source = observatory(request)
    sheet = source.indicator(name)
    unit = sheet.indicator.unit
    if not sheet.loaded:
        return LayerOut(indicator=name, level=level, period="", unit=unit, values={})
    chosen = asked.period(period, sheet.periods)
    told = source.layer(name, level, chosen)
    parts = {one.ref.code: one.part for one in source.territories(level) if one.part}
    return LayerOut(indicator=name, level=level, period=chosen.code, unit=unit, values=told, parts=parts)


@api.get(
    "/indicators/{name}/{level}/{code}",
    response={200: SeriesOut} | ERRORS,
    **OPEN,
    summary="Un indicateur pour un territoire",
)
def series(
    request: HttpRequest, name: Name, level: Level, code: Code, period: PeriodCode = ""
) -> dict[str, object]:
    """Toutes les périodes, de la plus ancienne à la plus récente, ou celle demandée."""
    source = observatory(request)
    sheet = source.indicator(name)
    ref = source.territory(Ref(level, code.upper())).ref
    chosen = asked.period(period, sheet.periods) if period else None
    return values_json(sheet, ref, source.series(name, ref, chosen))


@api.get("/sources", response={200: list[SourceOut]} | ERRORS, **OPEN, summary="Les sources")
def sources(request: HttpRequest) -> list[SourceOut]:
    """Toutes les sources, avec leurs livraisons."""
    return [source_out(sheet) for sheet in observatory(request).sources()]


@api.get("/sources/{name}", response={200: SourceOut} | ERRORS, **OPEN, summary="Une source")
def source(request: HttpRequest, name: Name) -> SourceOut:
    """Producteur, licence, dates, empreintes, lignes lues et gardées."""
    return source_out(observatory(request).source(name))


@api.get(
    "/sources/{name}/problems",
    response={200: ProblemsOut} | ERRORS,
    **OPEN,
    summary="Les lignes refusées, signalées ou corrigées d’une source",
)
def problems(request: HttpRequest, name: Name, limit: Limit = 100, offset: Offset = 0) -> ProblemsOut:
    """Fichier, ligne, colonne, valeur lue, motif."""
    rows, total = observatory(request).problems(name, None, offset, limit)
    told = [
        ProblemOut(
            period=row.period.code,
            file=row.problem.file,
            line=row.problem.line,
            column=row.problem.column,
            value=row.problem.value,
            reason=row.problem.reason,
            effect=row.problem.effect.value,
        )
        for row in rows
    ]
    return ProblemsOut(source=name, total=total, offset=offset, limit=limit, problems=told)


def api_patterns() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the API; each operation carries its own access rule, closed by default."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        declare(pattern.callback, Access.BY_OPERATION)
    return patterns, application, namespace


def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    return dict(api.get_openapi_schema(path_prefix=reverse("api")))
