"""The cost of what remains. Somebody who must find the money (syndicat, département, Région) asks « combien pour finir
la fibre ? »; they leave with an interval, the assumptions behind it, which they can change, and the file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.costs import DENSITIES, INDICATOR, Assumptions, Cost, Estimate, Remaining, estimate, remaining
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import SourceSheet
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.cost.asked import EVERYONE, SHARE, Line, assumptions, lines, share
from maillage.web.fibre.where import offered, place_asked
from maillage.web.fibre.words import ZONES
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

LINES = 100
UNKNOWN = "—"
GROUPS = {"densite": "densité", "zone": "zone", "departement": "département", "epci": "EPCI", "commune": "commune"}
UNKNOWN_DENSITY = "Densité inconnue"
Group = tuple[str, str, Estimate]
"""The code of a group (nothing when it is no territory), its name, its cost."""


def money(amount: Decimal) -> str:
    """An amount in euros, as it can be told: « 1,2 Md€ », « 14 M€ », « 850 000 € »."""
    for unit, size in (("Md€", Decimal(10**9)), ("M€", Decimal(10**6))):
        if amount >= size:
            return f"{french.number(float(amount / size), 1)}{french.WIDE}{unit}"
    return f"{french.number(float(amount))}{french.WIDE}€"


def _group(request: HttpRequest) -> str:
    text = request.GET.get("par", "densite")
    if text not in GROUPS:
        raise UsageError(f"Regroupement « {text[:40]} » inconnu. Choisissez parmi : {', '.join(GROUPS)}.")
    return text


def _namer(source: Observatory, group: str) -> Callable[[Remaining], tuple[str, str]]:
    """The code and the name of the group of a commune."""
    if group == "densite":
        return lambda rest: ("", rest.density.words if rest.density else UNKNOWN_DENSITY)
    if group == "zone":
        return lambda rest: ("", ZONES[rest.zone][0] if rest.zone in ZONES else "Zone inconnue")
    if group == "commune":
        return lambda rest: (rest.commune.ref.code, rest.commune.name)
    level = Level(group)
    names = {territory.ref: territory.named for territory in source.territories(level)}

    def above(rest: Remaining) -> tuple[str, str]:
        ref = next((ref for ref in rest.commune.parents if ref in names), None)
        return (ref.code, names[ref]) if ref else ("", f"Sans {level.label}")

    return above


def grouped(source: Observatory, group: str, remains: Sequence[Remaining], supposed: Assumptions) -> list[Group]:
    """The lines of the table: classes in their order, others by cost, the highest first."""
    name, members = _namer(source, group), defaultdict(list)
    for rest in remains:
        members[name(rest)].append(rest)
    groups = [(code, words, estimate(each, supposed)) for (code, words), each in members.items()]
    if group == "densite":
        order = [density.words for density in DENSITIES]
        return sorted(groups, key=lambda line: order.index(line[1]) if line[1] in order else len(order))
    return sorted(groups, key=lambda line: (-line[2].total.central, alphabetical(line[1]), line[0]))


def _between(cost: Cost) -> str:
    low, high = money(cost.shown.low), money(cost.shown.high)
    return low if low == high else f"{low} à {high}"


def _cells(costing: Estimate) -> list[str]:
    if not costing.known:
        return [UNKNOWN] * 6
    return [
        french.number(costing.premises),
        UNKNOWN if costing.at_least is None else french.number(costing.at_least),
        _between(costing.build),
        _between(costing.connect),
        _between(costing.total),
        money(costing.total.shown.central),
    ]


HEADS = ("Locaux restants", "Dont listés, au moins", "Construire", "Raccorder", "Ensemble", "Central")


def _rows(groups: Iterable[Group], group: str) -> list[dict[str, object]]:
    level = group if group in ("commune", "epci", "departement") else ""
    return [
        {
            "head": french.typographic(name),
            "address": reverse("territory", args=[level, code]) if level and code else "",
            "cells": _cells(costing),
        }
        for code, name, costing in groups
    ]


def _sheets(source: Observatory, remains: Iterable[Remaining]) -> list[SourceSheet]:
    """The sources that the counts come from."""
    names = {origin.source for rest in remains if rest.origin for origin in rest.origin.origins}
    return [source.source(name) for name in sorted(names)]


def _bare(query: QueryDict) -> str:
    """The address with the assumptions we start from."""
    kept = QueryDict(mutable=True)
    for name in ("dans", "par"):
        if name in query:
            kept[name] = str(query.get(name, ""))
    return f"{reverse('cost')}?{kept.urlencode()}"


@public
def page(request: HttpRequest) -> HttpResponse:
    """The cost of what remains in a part of the region."""
    source, group = observatory(request), _group(request)
    place, supposed, connected = place_asked(source, request), lines(request), share(request)
    period, remains = remaining(source, place.ref)
    context: dict[str, object] = {
        **offered(source, place),
        "groups": GROUPS,
        "group": group,
        "supposed": supposed,
        "share": f"{connected:f}".replace(".", ","),
        "share_name": SHARE,
        "share_source": EVERYONE,
        "reset": _bare(request.GET),
        "period": period,
    }
    if period:
        costs = assumptions(supposed, connected)
        whole, listed = estimate(remains, costs), asked.page(request, LINES)
        groups = grouped(source, group, remains, costs)
        context |= {
            "whole": whole,
            "low": money(whole.total.shown.low),
            "high": money(whole.total.shown.high),
            "central": money(whole.total.shown.central),
            "build": _between(whole.build),
            "connect": _between(whole.connect),
            "heads": [
                {"words": words, "figures": rank > 0, "address": "", "sort": ""}
                for rank, words in enumerate((french.capital(GROUPS[group]), *HEADS))
            ],
            "rows": _rows(groups[listed.offset : listed.offset + LINES], group),
            "listed": asked.Page(listed.number, LINES, len(groups)),
            "query": request.GET.urlencode(),
            "indicator": INDICATOR,
            "sheets": _sheets(source, remains),
        }
    return render(request, "fibre/cost/cost.html", context)


def _columns() -> tuple[Column, ...]:
    parts = (("construire", "Construire"), ("raccorder", "Raccorder"), ("ensemble", "Ensemble"))
    return (
        Column("code", "Code", "Code du territoire, vide pour une classe ou une zone"),
        Column("groupe", "Groupe", "Densité, zone, département, EPCI ou commune, selon la vue", width=40),
        Column("communes", "Communes", "Communes du groupe", Kind.NUMBER),
        Column("communes_inconnues", "Communes inconnues", "Sans compte de locaux : hors du coût", Kind.NUMBER),
        Column("locaux_restants", "Locaux restants", "Locaux moins locaux raccordables", Kind.NUMBER),
        Column("locaux_sans_densite", "Sans densité", "Locaux restants hors du coût", Kind.NUMBER),
        Column(
            "locaux_listes_au_moins",
            "Listés, au moins",
            "Minimum des immeubles ciblés, signés ou en cours de déploiement",
            Kind.NUMBER,
        ),
        *(
            Column(
                f"{name}_{side}", f"{label}, {side}", f"{label}, coût {side}, deux chiffres significatifs", Kind.NUMBER
            )
            for name, label in parts
            for side in ("bas", "central", "haut")
        ),
        Column("hypotheses", "Hypothèses", "Ce qui a été supposé, en euros par local", width=80),
    )


def _euros(costing: Estimate) -> list[Cell]:
    costs = (costing.build.shown, costing.connect.shown, costing.total.shown)
    amounts = [amount for cost in costs for amount in (cost.low, cost.central, cost.high)]
    return [Measure(float(amount) if costing.known else None, "€", 0) for amount in amounts]


def _said(supposed: Sequence[Line], connected: Decimal) -> str:
    return " ; ".join([*(line.line for line in supposed), f"Part raccordée : {french.number(float(connected), 2)} %"])


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX, the assumptions in each row and in the sheet « À propos »."""
    source, group = observatory(request), _group(request)
    place, supposed, connected = place_asked(source, request), lines(request), share(request)
    period, remains = remaining(source, place.ref)
    if period is None:
        raise UsageError("Données non chargées : les locaux raccordables par commune.")
    said = _said(supposed, connected)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for rest in remains:
            if rest.origin:
                made.drawn(rest.origin)
        for code, name, costing in grouped(source, group, remains, assumptions(supposed, connected)):
            counts = (costing.premises, costing.uncosted) if costing.known else (None, None)
            yield [
                code, name, costing.communes, costing.unknown, *counts, costing.at_least, *_euros(costing), said
            ]  # fmt: skip

    filters = (
        ("Territoire", place.name),
        ("Par", GROUPS[group]),
        ("Trimestre", period.label),
        *((line.words, f"{line.line} ({line.source})") for line in supposed),
        ("Part des locaux raccordés", f"{french.number(float(connected), 2)} % ({EVERYONE})"),
    )
    view = f"{reverse('cost')}?{request.GET.urlencode()}"
    return answer(
        request, table("cout_fibre", "Coût de ce qui reste à construire", view, _columns(), draw, filters), form
    )
