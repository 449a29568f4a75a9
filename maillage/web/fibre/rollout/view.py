"""The roll-out, for technicians. Somebody comes asking « où en est chaque opérateur, et qui est en retard ? »;
they leave with a table of buildings by state, group by group and quarter by quarter, and its file.
"""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import STATES, Counted
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.where import offered, part
from maillage.web.fibre.words import STATES as STATE_WORDS
from maillage.web.fibre.words import ZONES
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

SOURCE = "arcep_cartefibre_immeubles"
GROUPS = {"epci": "EPCI", "commune": "commune", "operateur": "opérateur", "zone": "zone", "trimestre": "trimestre"}
UNKNOWN = "inconnue"


def _group(request: HttpRequest) -> str:
    text = request.GET.get("par", "epci")
    if text not in GROUPS:
        raise UsageError(f"Regroupement « {text[:40]} » inconnu. Choisissez parmi : {', '.join(GROUPS)}.")
    return text


def _namer(source: Observatory, group: str) -> Callable[[str, str, str], str]:
    """The group of a commune, an operator and a zone, in words."""
    if group == "operateur":
        return lambda commune, operator, zone: source.nearby.operator(operator)
    if group == "zone":
        return lambda commune, operator, zone: ZONES[zone][0] if zone in ZONES else "Zone inconnue"
    communes = {commune.ref.code: commune for commune in source.territories(Level.COMMUNE)}
    if group == "commune":
        return lambda commune, operator, zone: communes[commune].name
    names = {territory.ref: territory.named for territory in source.territories(Level.EPCI)}

    def epci(commune: str, operator: str, zone: str) -> str:
        return next((names[ref] for ref in communes[commune].parents if ref in names), "Sans EPCI")

    return epci


def counted(source: Observatory, group: str, communes: set[str], period: Period) -> list[tuple[str, Counted]]:
    """The lines of the table, by name; by quarter, oldest first."""
    if group == "trimestre":
        every = [
            (quarter, source.rollout.counted(lambda *_: "", communes, quarter)) for quarter in source.rollout.periods()
        ]
        return [(quarter.label, counts.get("", Counted())) for quarter, counts in every]
    groups = source.rollout.counted(_namer(source, group), communes, period)
    return sorted(groups.items(), key=lambda line: alphabetical(line[0]))


def _cells(counts: Counted) -> list[str]:
    share = "—" if counts.share is None else french.with_unit(100 * counts.share, "%", 1)
    return [
        *(french.number(counts.buildings.get(state, 0)) for state in STATES),
        french.number(counts.premises),
        share,
        french.number(counts.late),
    ]


HEADS = (*(STATE_WORDS[state][0] for state in STATES), "Locaux, au moins", "Raccordables", "En retard")


def _rows(lines: Iterable[tuple[str, Counted]]) -> list[dict[str, object]]:
    return [{"head": french.typographic(name), "address": "", "cells": _cells(counts)} for name, counts in lines]


def _heads(first: str) -> list[dict[str, object]]:
    return [
        {"words": words, "figures": rank > 0, "address": "", "sort": ""}
        for rank, words in enumerate((french.capital(first), *HEADS))
    ]


def _period(request: HttpRequest, periods: Sequence[Period]) -> Period:
    return asked.period(request.GET.get("periode", ""), periods)


@public
def page(request: HttpRequest) -> HttpResponse:
    """The table of a part of the region."""
    source = observatory(request)
    place, inside = part(source, request)
    communes = {commune.ref.code for commune in inside}
    group, periods = _group(request), source.rollout.periods()
    context: dict[str, object] = {
        **offered(source, place),
        "groups": GROUPS,
        "group": group,
        "periods": periods[::-1],
        "sheet": source.source(SOURCE),
    }
    if periods:
        period = _period(request, periods)
        lines = counted(source, group, communes, period)
        context |= {
            "period": period,
            "heads": _heads(GROUPS[group]),
            "rows": _rows(lines),
            "unsized": sum(counts.unsized for _, counts in lines),
            "query": request.GET.urlencode(),
        }
    return render(request, "fibre/rollout/rollout.html", context)


COLUMNS = (
    Column("groupe", "Groupe", "EPCI, commune, opérateur, zone ou trimestre, selon la vue", width=36),
    *(
        Column(state.replace(" ", "_"), STATE_WORDS[state][0], f"Immeubles : {STATE_WORDS[state][1]}", Kind.NUMBER)
        for state in STATES
    ),
    Column("locaux_au_moins", "Locaux, au moins", "Somme des minimums des classes de taille", Kind.NUMBER),
    Column("part_raccordable", "Raccordables (%)", "Part des immeubles non abandonnés", Kind.NUMBER),
    Column("en_retard", "En retard", "Immeubles dont le délai de complétude est passé", Kind.NUMBER),
    Column("sans_taille", "Sans taille", "Immeubles absents des locaux : classe de taille inconnue", Kind.NUMBER),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX."""
    source = observatory(request)
    place, inside = part(source, request)
    communes = {commune.ref.code for commune in inside}
    group, periods = _group(request), source.rollout.periods()
    if not periods:
        raise UsageError("Données non chargées : les immeubles de « Ma carte fibre ».")
    period = _period(request, periods)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        made.deliveries.add((SOURCE, period.code))
        for name, counts in counted(source, group, communes, period):
            yield [
                name,
                *(counts.buildings.get(state, 0) for state in STATES),
                counts.premises,
                Measure(None if counts.share is None else 100 * counts.share, "%", 1),
                counts.late,
                counts.unsized,
            ]

    filters = (("Territoire", place.name), ("Par", GROUPS[group]), ("Trimestre", period.label))
    view = f"{reverse('rollout')}?{request.GET.urlencode()}"
    return answer(request, table("deploiement", "Avancement de la fibre", view, COLUMNS, draw, filters), form)
