"""Planned dates that operators give in confidence. An agent comes asking « quand, et a-t-on glissé ? » of an address;
they leave with the date of each building, its precision, all that was announced before, and the sums of their communes.

Only for members of an organisation that has the right, about the communes of its territory; kept by no cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.directory.rights import memberships
from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.address_sheet import Spot, spot_of
from maillage.observatory.door import Observatory
from maillage.observatory.point.fixed import own_buildings
from maillage.observatory.reserved import Announced, Closed, Line, Planned
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.spot import at_point
from maillage.web.fibre.words import STATES, distance_words
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.gate.reserved import SOURCE, held, loaded, opened

NOTICE = "Diffusion restreinte"
TERMS = f"{NOTICE} : donnée confidentielle à ne pas transmettre hors de votre organisation"
DONE, GIVEN_UP = "deploye", "abandonne"


@dataclass(frozen=True, slots=True)
class Shown:
    """A building in words."""

    spot: str
    state: str
    operator: str
    when: str
    precision: str
    slip: str
    premises: str
    exchange: str
    distance: str
    delivered: str
    history: list[tuple[str, str, str]]


def precision(when: Period) -> str:
    """How precise a date is: « au jour », « au trimestre », « à l’année »."""
    if when.start == when.end:
        return "au jour"
    return "à l’année" if len(when.code) == 4 else "au trimestre"


def slip_words(history: Sequence[Announced], slip: int | None) -> str:
    """« Annoncée au 1er trimestre 2025, puis au 3e trimestre 2025 : +6 mois. »; empty when one date only was told."""
    dates = [announcement.cabled for announcement in history if announcement.cabled is not None]
    steps = [date for rank, date in enumerate(dates) if rank == 0 or date != dates[rank - 1]]
    if len(steps) < 2 or slip is None:
        return ""
    listed = ", puis ".join(date.label for date in steps)
    return f"Annoncée : {listed} ({months(slip)})."


def months(slip: float) -> str:
    """« +15 mois », « −3 mois », « sans glissement »."""
    if not round(slip, 1):
        return "sans glissement"
    return f"{'+' if slip > 0 else ''}{french.with_unit(slip, 'mois', 1)}"


def _shown(source: Observatory, building: Planned) -> Shown:
    done = building.state == DONE
    verb = "Câblé" if done else "Câblage prévu"
    opens = building.exchange_opens_on
    return Shown(
        spot=building.words or "Sans adresse dans la liste",
        state=STATES[building.state][0] if building.state in STATES else building.state,
        operator=source.nearby.operator(building.operator),
        when=f"{verb} : {building.cabled.label}" if building.cabled else "Aucune date annoncée",
        precision=f"Précision : {precision(building.cabled)}" if building.cabled else "",
        slip=slip_words(building.history, building.slip),
        premises="inconnus" if building.premises is None else french.number(building.premises),
        exchange=french.day(opens) if opens else "inconnue",
        distance=distance_words(building.distance),
        delivered=french.day(building.delivered_on),
        history=[
            (
                french.day(announcement.delivered_on),
                STATES[announcement.state][0] if announcement.state in STATES else announcement.state,
                announcement.cabled.label if announcement.cabled else "aucune date",
            )
            for announcement in reversed(building.history)
        ],
    )


def _refused(error: Closed) -> PermissionDenied:
    return PermissionDenied(str(error))


@member
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The buildings of an address."""
    source = observatory(request)
    return _page(request, source, spot_of(source, key), reverse("address", args=[key]))


@member
@require_safe
def point(request: HttpRequest) -> HttpResponse:
    """The buildings near a point."""
    source = observatory(request)
    return _page(request, source, at_point(request, source), f"{reverse('address.point')}?{request.GET.urlencode()}")


def _page(request: HttpRequest, source: Observatory, spot: Spot, back: str) -> HttpResponse:
    door, clearance = opened(source), held(request)
    try:
        door.check(spot.commune.ref, clearance)
    except Closed as error:
        raise _refused(error) from None
    premises = source.nearby.fixed.premises(spot.longitude, spot.latitude, spot.key)
    own = own_buildings(premises)
    matches = door.buildings(spot.longitude, spot.latitude, own, clearance) if own else []
    near = matches or door.buildings(spot.longitude, spot.latitude, (), clearance)
    context = {
        "spot": spot,
        "back": back,
        "sure": bool(matches),
        "buildings": [_shown(source, building) for building in near],
        "loaded": loaded(source),
        "terms": TERMS,
    }
    return render(request, "fibre/planned/planned.html", context)


def _territory(source: Observatory, code: str) -> Territory:
    return source.territory(Ref(Level.COMMUNE, code))


def _lines(request: HttpRequest, source: Observatory, code: str) -> list[Line]:
    """What is planned in a commune. Raises PermissionDenied when the reader may not know it."""
    try:
        return opened(source).lines([_territory(source, code).ref], held(request))
    except Closed as error:
        raise _refused(error) from None


def group(line: Line) -> str:
    """Where a line goes: the quarter planned, or what needs no date."""
    if line.state in (DONE, GIVEN_UP, "raccordable demande"):
        return STATES[line.state][0]
    return line.when.label if line.when else "Sans date annoncée"


def grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines by quarter, those that need no date last."""
    dated = [line for line in lines if line.state not in (DONE, GIVEN_UP, "raccordable demande")]
    order = sorted(dated, key=lambda line: (line.when is None, line.when and (line.when.end, line.when.start)))
    groups: dict[str, list[Line]] = {}
    for line in (*order, *(line for line in lines if line not in dated)):
        groups.setdefault(group(line), []).append(line)
    return list(groups.items())


def summed(lines: Sequence[Line]) -> tuple[int, int | None, int, int, float | None]:
    """Buildings; premises (None when a building has no number); pushed back and brought forward since the delivery
    before; mean slip in months since the first date told."""
    followed = sum(line.followed for line in lines)
    unknown = any(line.uncounted for line in lines)
    return (
        sum(line.buildings for line in lines),
        None if unknown else sum(line.premises for line in lines),
        sum(line.later for line in lines),
        sum(line.sooner for line in lines),
        sum(line.months for line in lines) / followed if followed else None,
    )


HEADS = ("Câblage", "Immeubles", "Locaux", "Repoussés", "Avancés", "Glissement moyen")


def _row(name: str, lines: Sequence[Line]) -> dict[str, object]:
    buildings, premises, later, sooner, slip = summed(lines)
    cells = [
        french.number(buildings),
        "inconnu" if premises is None else french.number(premises),
        french.number(later),
        french.number(sooner),
        "inconnu" if slip is None else months(slip),
    ]
    return {"head": name, "address": "", "cells": cells}


def _heads(first: str) -> list[dict[str, object]]:
    return [
        {"words": words, "figures": rank > 0, "address": "", "sort": ""}
        for rank, words in enumerate((first, *HEADS[1:]))
    ]


@member
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """The communes of the reader's territory that have planned dates."""
    source = observatory(request)
    communes = opened(source).communes(held(request))
    rows = [
        _row(_territory(source, code).name, lines) | {"address": reverse("planned.commune", args=[code])}
        for code, lines in communes.items()
    ]
    rows.sort(key=lambda row: alphabetical(str(row["head"])))
    context = {
        "heads": _heads("Commune"),
        "rows": rows,
        "loaded": loaded(source),
        "memberships": memberships(request.user),
        "terms": TERMS,
    }
    return render(request, "fibre/planned/space.html", context)


@member
@require_safe
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """The buildings of a commune by quarter of cabling, and how far they slipped."""
    source = observatory(request)
    lines = _lines(request, source, code)
    context = {
        "place": _territory(source, code),
        "heads": _heads(HEADS[0]),
        "rows": [_row(name, members) for name, members in grouped(lines)],
        "operators": sorted({source.nearby.operator(line.operator) for line in lines}, key=alphabetical),
        "delivered": french.day(max((line.delivered_on for line in lines), default=None)),
        "loaded": loaded(source),
        "terms": TERMS,
    }
    return render(request, "fibre/planned/commune.html", context)


COLUMNS = (
    Column("commune", "Commune", "Code de la commune", width=10),
    Column("cablage", "Câblage", "Trimestre prévu, ou état qui n’en appelle plus", width=26),
    Column("immeubles", "Immeubles", "Immeubles dans la dernière livraison de l’opérateur", Kind.NUMBER),
    Column("locaux", "Locaux", "Vide : au moins un immeuble n’en dit pas le nombre", Kind.NUMBER),
    Column("repousses", "Repoussés", "Date plus tardive que dans la livraison d’avant", Kind.NUMBER),
    Column("avances", "Avancés", "Date plus proche que dans la livraison d’avant", Kind.NUMBER),
    Column("glissement_mois", "Glissement moyen", "Mois depuis la première date annoncée", Kind.NUMBER),
    Column("livree_le", "Livrée le", "Dernière livraison", Kind.DATE),
    Column("diffusion", "Diffusion", "À qui ce fichier peut être montré", width=60),
)


@member
@require_safe
def file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The same as CSV or XLSX, which say that they are not to be passed on."""
    source = observatory(request)
    lines = _lines(request, source, code)

    def draw(made: Table) -> Iterator[Sequence[Cell]]:
        made.deliveries.update((SOURCE, delivery.period.code) for delivery in source.source(SOURCE).deliveries[:1])
        for name, members in grouped(lines):
            *counts, slip = summed(members)
            delivered = max(line.delivered_on for line in members)
            yield (code, name, *counts, Measure(slip, "mois", 1), delivered, TERMS)

    name = f"diffusion-restreinte-dates-prevues-{code}"
    title = f"{NOTICE} : dates prévues, {_territory(source, code).name}"
    export = table(name, title, reverse("planned.commune", args=[code]), COLUMNS, draw, ((NOTICE, TERMS),))
    return answer(request, export, form)
