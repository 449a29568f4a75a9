"""The lists that everybody may read, in the API: `/api/v1/lists` and the address of their page, a part at a time."""

import re
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import Schema
from ninja.params import functions as params

from maillage.web.api.schemas import Message
from maillage.web.api.site import ERRORS, OPEN, Limit, Offset, api
from maillage.web.exports.about import about
from maillage.web.exports.objects import head, record, sources
from maillage.web.exports.table import Table
from maillage.web.gate.access import Access, declared
from maillage.web.lists.behind import LISTING
from maillage.web.lists.described import COLUMN, SORT, Listing
from maillage.web.lists.files import cells, filed
from maillage.web.lists.filters import Field, Filter
from maillage.web.lists.reading import Reading
from maillage.web.lists.rows import whole

_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
Scalar = str | float | int | None


class ColumnOut(Schema):
    """A column: its name in the rows, its label, what it says, what its cells are (texte, nombre, date)."""

    name: str
    label: str
    meaning: str
    kind: str


class FilterOut(Schema):
    """What was asked, in words."""

    label: str
    value: str


class ListOut(Schema):
    """A part of a list. Null: unknown, or nothing to say; never zero for unknown."""

    title: str
    address: str
    publication: str
    simulated: bool
    notice: str
    filters: list[FilterOut]
    columns: list[ColumnOut]
    total: int
    offset: int
    limit: int
    rows: list[dict[str, Scalar]]
    sources: list[dict[str, Scalar]]


def join(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Makes an operation of each list that everybody may read, or that says itself who may, of those whose files are
    among these addresses."""
    for pattern in patterns:
        listing = getattr(pattern.callback, LISTING, None) if isinstance(pattern, URLPattern) else None
        if listing is not None and listing.api and (listing.guard or declared(pattern.callback) is Access.PUBLIC):
            _operation(listing)


def _operation(listing: Listing) -> None:
    address = _GROUP.sub(r"{\1}", listing.address)
    title = listing.what if callable(listing.title) else listing.title
    api.get(
        f"/lists/{address}",
        response={200: ListOut} | ERRORS | ({403: Message} if listing.guard else {}),
        **OPEN,
        summary=f"Liste : {title}",
        description=listing.lead or f"La liste de /{address}, filtrée, triée, par parties.",
        operation_id=f"list_{listing.name.replace('.', '_')}",
        tags=["Listes"],
    )(_function(listing, re.findall(r"{(\w+)}", address)))


def _function(listing: Listing, names: list[str]) -> Callable[..., dict[str, Any]]:
    def operation(request: HttpRequest, limit: int, offset: int, **asked: Any) -> dict[str, Any]:
        if listing.guard:
            listing.guard(request)
        return answered(Reading(request, listing, {name: asked[name] for name in names}), limit, offset)

    parameters = [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)]
    parameters += [_named(name, str, params.Path(..., max_length=80)) for name in names]
    parameters += [_named("limit", Limit, 100), _named("offset", Offset, 0)]
    parameters += [_filter(each) for each in listing.filters]
    words = "nom d’une colonne, « - » devant pour l’ordre inverse"
    wanted = "colonnes voulues ; toutes sinon"
    parameters += [
        _named(listing.parameter(SORT), str, params.Query("", max_length=80, description=words)),
        _named(listing.parameter(COLUMN), list[str], params.Query([], max_length=100, description=wanted)),
    ]
    operation.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    operation.__name__ = f"list_{listing.name.replace('.', '_')}"
    return operation


def _named(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _filter(each: Filter) -> Parameter:
    known = (
        [] if callable(each.options) else [value for value, words in each.options if isinstance(words, str) and value]
    )
    among = f" : {', '.join(known)}" if known else " (AAAA-MM-JJ)" if each.field is Field.DAY else ""
    return _named(each.name, str, params.Query("", max_length=each.longest, description=f"{each.label}{among}"))


def answered(asked: Reading, limit: int, offset: int) -> dict[str, Any]:
    """Some rows of a list as ListOut."""
    columns, drawn = filed(asked), whole(asked)
    rows = [record(columns, row) for row in cells(columns, drawn.page(offset, limit))]
    name, title = asked.listing.filed(asked), asked.listing.titled(asked)
    table = Table(name, title, asked.view, columns, (), asked.criteria(), asked.deliveries)
    facts = about(asked.request, table)
    return {
        **head(table, facts),
        "total": drawn.total,
        "offset": offset,
        "limit": limit,
        "rows": rows,
        "sources": sources(table, facts),
    }
