"""Conventions with operators. An elected member or a technician asks « qu’ont-ils promis ici, et l’ont-ils tenu ? »;
they leave with each commitment and its verdict, counted in what is published and never typed, or with the communes
that no convention covers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level
from maillage.kernel.words import alphabetical
from maillage.observatory.door import Observatory
from maillage.steering.conventions import published
from maillage.steering.conventions.covered import Private, private
from maillage.steering.conventions.models import Document
from maillage.steering.conventions.verdict import Judged, all_judged
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.conventions import words
from maillage.web.fibre.postponed import months_moved, of_convention
from maillage.web.gate.access import public, writing
from maillage.web.gate.observatory import observatory

BUILDINGS, PREMISES = "arcep_cartefibre_immeubles", "arcep_cartefibre_communes"
DOCUMENT = "default-src 'none'; sandbox"


def _judged(source: Observatory) -> dict[int, list[Judged]]:
    return all_judged(source, published.stamp(), timezone.localdate())


def _alone(source: Observatory) -> list[tuple[str, str, list[Private]]]:
    """The EPCI, with their address, that have communes of private initiative without convention, and these."""
    by_epci: dict[str, list[Private]] = defaultdict(list)
    for zone in private(source, published.every(), timezone.localdate()):
        if not zone.covered:
            epci = next((ref.code for ref in zone.commune.parents if ref.level is Level.EPCI), "")
            by_epci[epci].append(zone)
    names = {territory.ref.code: territory.named for territory in source.territories(Level.EPCI)}
    lines = [
        (reverse("territory", args=["epci", code]) if code in names else "", names.get(code, "Sans EPCI"), held)
        for code, held in by_epci.items()
    ]
    return sorted(lines, key=lambda line: alphabetical(line[1]))


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every convention with its verdicts, and the communes of private initiative that none covers."""
    source = observatory(request)
    judged, alone = _judged(source), _alone(source)
    zones = private(source, published.every(), timezone.localdate())
    context = {
        "conventions": [
            {
                "convention": convention,
                "kind": words.KINDS[convention.kind],
                "operators": words.operators(source, convention),
                "counts": words.counts(judged.get(convention.number, [])),
            }
            for convention in published.every()
        ],
        "alone": alone,
        "private": len(zones),
        "without": sum(not zone.covered for zone in zones),
    }
    return render(request, "fibre/conventions/conventions.html", context)


@public
@require_safe
def convention_page(request: HttpRequest, number: str) -> HttpResponse:
    """A convention: its parties, its commitments and their verdict, what slipped, its meetings and documents."""
    source, convention = observatory(request), published.convention(int(number))
    periods = source.rollout.slips.periods()
    slipped = of_convention(source, convention, periods[-1]) if periods else None
    context = {
        "convention": convention,
        "kind": words.KINDS[convention.kind],
        "operators": words.operators(source, convention),
        "places": words.places(source, convention),
        "promises": [words.promise(source, each) for each in _judged(source).get(convention.number, [])],
        "counts": words.counts(_judged(source).get(convention.number, [])),
        "ended": convention.ends_on is not None and convention.ends_on < timezone.localdate(),
        "slipped": slipped if slipped and slipped.immeubles else None,
        "slip": months_moved(slipped.mean) if slipped else "",
        "slip_period": periods[-1] if periods else None,
        "sheets": [source.source(name) for name in (BUILDINGS, PREMISES)],
    }
    return render(request, "fibre/conventions/convention.html", context)


@writing
@require_safe
def document(request: HttpRequest, number: str, rank: str) -> HttpResponse:
    """A public document of a public convention, as a file to keep."""
    paper = Document.objects.filter(
        pk=int(rank), convention_id=int(number), public=True, convention__shown=True
    ).first()
    if paper is None:
        raise UsageError("Ce document n’est pas public, ou n’existe pas.")
    response = HttpResponse(bytes(paper.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="convention-{number}-document-{rank}.pdf"'
    response["Content-Security-Policy"] = DOCUMENT
    return response


COLUMNS = (
    Column("convention", "Convention", "Titre de la convention", width=40),
    Column("nature", "Nature", "CPSD, AMII, AMEL ou autre", width=12),
    Column("signee_le", "Signée le", "Jour de la signature", Kind.DATE),
    Column("operateurs", "Opérateurs", "Opérateurs engagés", width=28),
    Column("territoires", "Territoires", "Territoires de l’engagement", width=40),
    Column("echeance", "Échéance", "Jour où l’engagement doit être tenu", Kind.DATE),
    Column("engagement", "Engagement", "Ce qui doit être raccordable", width=36),
    Column("cible", "Cible", "Nombre, ou part en %", Kind.NUMBER),
    Column("verdict", "Verdict", "tenu, en cours, manqué ou non mesurable", width=16),
    Column("trimestre", "Trimestre", "Trimestre mesuré", width=10),
    Column("mesure", "Mesuré", "Nombre, ou part en %, à la fin de ce trimestre", Kind.NUMBER),
    Column("retard_mois", "Retard (mois)", "De l’échéance au trimestre où c’est atteint", Kind.NUMBER),
    Column("pourquoi", "Pourquoi", "Pourquoi il n’y a pas de verdict", width=50),
)


@public
@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every commitment of every convention, as CSV or XLSX."""
    source = observatory(request)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        judged = _judged(source)
        for convention in published.every():
            for each in judged.get(convention.number, []):
                commitment, reading = each.commitment, each.reading
                where = words.places(source, commitment) or words.places(source, convention)
                unit = "%" if commitment.measure == "part" else ""
                if reading:
                    name = BUILDINGS if commitment.subject == "immeubles" else PREMISES
                    made.deliveries.add((name, reading.period.code))
                yield [
                    convention.title,
                    words.KINDS[convention.kind],
                    convention.signed_on,
                    words.operators(source, convention),
                    ", ".join(name for _, name in where),
                    commitment.due_on,
                    words.what(commitment),
                    Measure(commitment.target, unit, 1),
                    each.verdict.value,
                    reading.period.code if reading else "",
                    Measure(reading.value if reading else None, unit, 1),
                    each.late_months,
                    each.why,
                ]

    made = table("conventions", "Engagements des conventions", reverse("conventions"), COLUMNS, draw)
    return answer(request, made, form)


ALONE = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column("epci", "EPCI", "Nom de l’EPCI", width=36),
    Column("engagement_l33_13", "L. 33-13", "Opérateur engagé devant l’Arcep", width=18),
    Column("operateur_amel", "AMEL", "Opérateur de l’AMEL", width=18),
)


@public
@require_safe
def without(request: HttpRequest, form: str) -> HttpResponseBase:
    """The communes of private initiative that no convention covers, as CSV or XLSX."""
    source = observatory(request)

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        origin = source.nearby.origin("communes")
        if origin:
            made.deliveries.add((origin.source, origin.period))
        for _, epci, held in _alone(source):
            for each in held:
                yield [each.commune.ref.code, each.commune.name, epci, each.committed, each.amel]

    title = "Communes d’initiative privée sans convention"
    return answer(request, table("sans_convention", title, reverse("conventions"), ALONE, draw), form)
