"""Conventions with operators. An elected member or a technician asks « qu’ont-ils promis ici, et l’ont-ils tenu ? »;
they leave with each commitment and its verdict, counted in what is published and never typed, or with the communes
that no convention covers.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.conventions import published
from maillage.steering.conventions.models import Document
from maillage.web.fibre.conventions import words
from maillage.web.fibre.postponed import months_moved, of_convention
from maillage.web.gate.access import public, writing
from maillage.web.gate.observatory import observatory

BUILDINGS, PREMISES = "arcep_cartefibre_immeubles", "arcep_cartefibre_communes"
DOCUMENT = "default-src 'none'; sandbox"


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
        "promises": [words.promise(source, each) for each in words.judged(source).get(convention.number, [])],
        "counts": words.counts(words.judged(source).get(convention.number, [])),
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
