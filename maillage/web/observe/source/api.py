"""The sources of the API."""

from datetime import date

from django.http import HttpRequest
from ninja import Schema

from maillage.observatory.sheets import SourceSheet
from maillage.web.api.site import ERRORS, OPEN, Limit, Name, Offset, api
from maillage.web.gate.observatory import observatory


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


def source_out(sheet: SourceSheet) -> SourceOut:
    """A source and its deliveries, newest first."""
    return SourceOut(
        name=sheet.name,
        title=sheet.title,
        publisher=sheet.publisher,
        page=sheet.page,
        licence=sheet.licence,
        licence_url=sheet.licence_url,
        frequency=sheet.frequency,
        table=sheet.table,
        indicators=list(sheet.indicators),
        deliveries=[
            DeliveryOut(
                period=delivery.period.code,
                obtained_on=delivery.obtained_on,
                published_on=delivery.published_on,
                files=list(delivery.files),
                checksums=list(delivery.checksums),
                read=delivery.read,
                kept=delivery.kept,
                refused=delivery.refused,
                flagged=delivery.flagged,
                outside=delivery.outside,
                ignored=delivery.ignored,
                corrected=delivery.corrected,
            )
            for delivery in sheet.deliveries
        ],
    )


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
    lines = [
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
    return ProblemsOut(source=name, total=total, offset=offset, limit=limit, problems=lines)
