"""Announced dates of the fibre, kept or not. A technician or an elected member asks « qui tient ses dates, et de
combien glissent-elles ? »; they leave with a ranking of operators, EPCI or conventions, how many buildings it rests on,
what could not be told, and its file.
"""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.slips import Slipped
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes as communes_of
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.postponed import months_moved, of_convention
from maillage.web.fibre.where import offered, part
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

SOURCE = "arcep_cartefibre_immeubles"
GROUPS = {
    "operateur": "opérateur",
    "convention": "convention",
    "epci": "EPCI",
    "commune": "commune",
    "trimestre": "trimestre",
}
UNKNOWN = "—"
FEW = 100
"""Buildings below which an average says little: it is shown, and ranked last."""
Line = tuple[str, str, Slipped]


def _group(request: HttpRequest) -> str:
    text = request.GET.get("par", "operateur")
    if text not in GROUPS:
        raise UsageError(f"Regroupement « {text[:40]} » inconnu. Choisissez parmi : {', '.join(GROUPS)}.")
    return text


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The reference of the group of a commune, an operator and a quarter."""
    if group == "operateur":
        return lambda commune, operator, quarter: operator
    if group == "trimestre":
        return lambda commune, operator, quarter: quarter
    if group == "commune":
        return lambda commune, operator, quarter: f"commune:{commune}"
    above = {
        commune.ref.code: next((str(ref) for ref in commune.parents if ref.level is Level.EPCI), UNKNOWN)
        for commune in source.territories(Level.COMMUNE)
    }
    return lambda commune, operator, quarter: above[commune]


def _named(source: Observatory, group: str, reference: str) -> tuple[str, str]:
    """The name of a group, and its address when it has a page."""
    if group == "operateur":
        return source.nearby.operator(reference), ""
    if group == "trimestre":
        return Period.parse(reference).label, ""
    if reference == UNKNOWN:
        return "Sans EPCI", ""
    ref = Ref.parse(reference)
    return source.territory(ref).named, reverse("territory", args=[ref.level, ref.code])


def lines(source: Observatory, group: str, communes: set[str], period: Period) -> list[Line]:
    """Name, address and counts of each group: those whose dates slipped most first; quarters, oldest first."""
    slips = source.rollout.slips
    if group == "convention":
        groups = [
            (convention.title, convention.page, of_convention(source, convention, period, communes))
            for convention in published.every()
            if communes & communes_of(source, convention.territories)
        ]
    else:
        counted = slips.counted(_namer(source, group), communes, None if group == "trimestre" else period)
        if group == "trimestre":
            return [(*_named(source, group, name), counted[name]) for name in sorted(counted)]
        groups = [(*_named(source, group, name), slip) for name, slip in counted.items()]
    return sorted(groups, key=lambda line: (line[2].dates < FEW, -(line[2].mean or 0), alphabetical(line[0])))


def _number(count: int | None) -> str:
    return UNKNOWN if count is None else french.number(count)


def _share(share: float | None) -> str:
    return UNKNOWN if share is None else french.with_unit(100 * share, "%", 1)


HEADS = (
    "Immeubles dont une date a été annoncée",
    "Dont date passée",
    "Dont pas raccordables",
    "Dates jugées",
    "Tenues",
    "Glissement moyen (mois)",
    "Repoussés",
    "Avancés",
    "Nouveaux",
    "Disparus",
)


def cells(slip: Slipped) -> list[str]:
    """A line of the table, as it is shown."""
    return [
        french.number(slip.promis),
        french.number(slip.echus),
        _share(slip.waiting),
        french.number(slip.judged),
        _share(slip.kept),
        months_moved(slip.mean),
        _number(slip.repousses),
        _number(slip.avances),
        _number(slip.nouveaux),
        _number(slip.disparus),
    ]


@public
def page(request: HttpRequest) -> HttpResponse:
    """The ranking of a part of the region."""
    source = observatory(request)
    place, inside = part(source, request)
    communes = {commune.ref.code for commune in inside}
    group, periods = _group(request), source.rollout.slips.periods()
    context: dict[str, object] = {
        **offered(source, place),
        "groups": GROUPS,
        "group": group,
        "periods": periods[::-1],
        "sheet": source.source(SOURCE),
        "few": FEW,
    }
    if periods:
        period = asked.period(request.GET.get("periode", ""), periods)
        groups = lines(source, group, communes, period)
        total = source.rollout.slips.counted(lambda *_: "all", communes, period).get("all", Slipped())
        context |= {
            "period": period,
            "first": period == periods[0],
            "total": total,
            "mean": "" if total.mean is None else french.number(round(total.mean, 1), 1),
            "unjudged": total.indetermines,
            "heads": [
                {"words": words, "figures": rank > 0, "address": "", "sort": ""}
                for rank, words in enumerate((french.capital(GROUPS[group]), *HEADS))
            ],
            "rows": [
                {"head": french.typographic(name), "address": address, "cells": cells(slip)}
                for name, address, slip in groups
            ],
            "query": request.GET.urlencode(),
        }
    return render(request, "fibre/slips/slips.html", context)


COLUMNS = (
    Column("groupe", "Groupe", "Opérateur, convention, EPCI, commune ou trimestre, selon la vue", width=36),
    Column("immeubles", "Immeubles", "Immeubles de la livraison", Kind.NUMBER),
    Column("dates", "Avec une date", "Immeubles dont cette livraison dit une date", Kind.NUMBER),
    Column("glissement_moyen", "Glissement moyen (mois)", "De la première date annoncée à celle-ci", Kind.NUMBER),
    Column("mois_cumules", "Mois cumulés", "Les mêmes mois, additionnés", Kind.NUMBER),
    Column("suivis", "Suivis", "Avec une date à cette livraison et à celle d’avant", Kind.NUMBER),
    Column("repousses", "Repoussés", "Dont la date est plus tardive", Kind.NUMBER),
    Column("avances", "Avancés", "Dont la date est plus proche", Kind.NUMBER),
    Column("mois", "Mois déplacés", "Mois dont elles ont bougé, additionnés", Kind.NUMBER),
    Column("echus", "Date passée", "Date annoncée dont la première est passée", Kind.NUMBER),
    Column("non_raccordables", "Pas raccordables", "Dont pas raccordables ce trimestre", Kind.NUMBER),
    Column("tenus", "Tenus", "Date passée, raccordables à la première date", Kind.NUMBER),
    Column("en_retard", "En retard", "Date passée, pas raccordables à la première date", Kind.NUMBER),
    Column("abandonnes", "Abandonnés", "Date passée, abandonnés depuis", Kind.NUMBER),
    Column("indetermines", "Non jugés", "Date passée, sans que l’on sache ce qu’ils étaient", Kind.NUMBER),
    Column("nouveaux", "Nouveaux", "Immeubles absents de la livraison d’avant", Kind.NUMBER),
    Column("disparus", "Disparus", "Immeubles de la livraison d’avant absents de celle-ci", Kind.NUMBER),
    Column("promis", "Date annoncée", "Immeubles dont une date est annoncée, ou l’a été avant", Kind.NUMBER),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX."""
    source = observatory(request)
    place, inside = part(source, request)
    communes = {commune.ref.code for commune in inside}
    group, periods = _group(request), source.rollout.slips.periods()
    if not periods:
        raise UsageError("Données non chargées : les immeubles de « Ma carte fibre ».")
    period = asked.period(request.GET.get("periode", ""), periods)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        made.deliveries.update((SOURCE, quarter.code) for quarter in periods if quarter.end <= period.end)
        for name, _, slip in lines(source, group, communes, period):
            yield [
                name,
                slip.immeubles,
                slip.dates,
                Measure(slip.mean, "mois", 1),
                *(getattr(slip, column.name) for column in COLUMNS[4:]),
            ]

    filters = (("Territoire", place.name), ("Par", GROUPS[group]), ("Trimestre", period.label))
    view = f"{reverse('slips')}?{request.GET.urlencode()}"
    return answer(request, table("engagements", "Dates annoncées de la fibre", view, COLUMNS, draw, filters), form)
