"""A file given by the project team. Whoever holds one asks « est-il bon, et que changera-t-il ? »; they see each line
that is refused, what changes and where, and publish it by a « oui ».
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.deposits import giving
from maillage.directory.deposits.models import Deposit, State
from maillage.directory.jobs import asking
from maillage.directory.uploads import giving as keeping
from maillage.directory.uploads.door import DATA
from maillage.directory.uploads.fields import UploadField
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.source import Described, Source
from maillage.kernel.territory import Level
from maillage.web.drawing import changes
from maillage.web.drawing.constellation import frame
from maillage.web.forms import bind
from maillage.web.forms.form import Day
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.members.deposits.listing import deposit_of, report

SHOWN = 30
WRITE = ["GET", "HEAD", "POST"]
EVERY = 2
"""Seconds between two looks at work under way."""


class Give(forms.Form):
    """A file, and what it describes."""

    fichier = UploadField(
        DATA, label="Le fichier", help_text=f"CSV, tel que son éditeur le publie, {french.size(DATA.heaviest)} au plus."
    )

    def __init__(self, *args: Any, source: Source, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source.deposited is Described.QUARTER:
            quarters = [("", "Choisissez"), *((each.code, each.label) for each in giving.quarters(today))]
            self.fields["periode"] = forms.ChoiceField(label="Le trimestre qu’il décrit", choices=quarters)
        else:
            self.fields["periode"] = forms.DateField(label="Le jour qu’il décrit", widget=Day(), initial=today)

    @property
    def period(self) -> str:
        """What was said of it, as a code."""
        said = self.cleaned_data["periode"]
        return said.isoformat() if isinstance(said, date) else str(said)


@member
@require_http_methods(WRITE)
def give(request: HttpRequest, name: str) -> HttpResponseBase:
    """The form that takes a file of a source."""
    person: Any = request.user
    giving.asked(person)
    source = giving.source_of(name)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = Give(*sent, source=source, today=timezone.localdate())

    def write(form: Any) -> Deposit:
        admitted = form.cleaned_data["fichier"]
        return giving.give(person, source, admitted.name, [admitted.content], form.period)

    deposit = bind.attempt(form, write, "fichier") if form.is_bound else None
    if deposit is not None:
        return HttpResponseRedirect(deposit.page)
    context = {
        "source": source,
        "published": observatory(request).source(name),
        "heads": giving.heads(source),
        "required": set(source.required),
        **bind.shown(form),
    }
    return render(request, "members/deposits/give.html", context, status=422 if form.errors else 200)


@member
@require_safe
def blank(request: HttpRequest, name: str) -> HttpResponse:
    """An empty file of a source: its heads."""
    giving.asked(request.user)
    source = giving.source_of(name)
    separator = getattr(source.format, "separator", ";")
    answer = HttpResponse(separator.join(giving.heads(source)) + "\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="modele-{name}.csv"'
    return answer


@member
@require_http_methods(WRITE)
def deposit_page(request: HttpRequest, number: str) -> HttpResponse:
    """A deposit: how far its check is, what was found, and the « oui » that publishes it."""
    deposit = deposit_of(request.user, number)
    person: Any = request.user
    wrong = ""
    if request.method == "POST":
        try:
            _answer(request, deposit, person)
        except UsageError as error:
            wrong = str(error)
        else:
            return HttpResponseRedirect(deposit.page)
        deposit.refresh_from_db()
    if deposit.job and deposit.job.by_id == person.pk:
        asking.note_seen(deposit.job)
    found = report(deposit)
    problems = found["problems"]
    context = {
        "deposit": deposit,
        "source": giving.source_of(deposit.source),
        "state": State(deposit.state).label,
        "given": french.day(timezone.localtime(deposit.given_at).date()),
        "problems": problems[:SHOWN],
        "more": max(0, deposit.summary.get("problems_total", len(problems)) - SHOWN),
        "counts": deposit.summary,
        "change": deposit.summary.get("difference"),
        "marks": len(found["marks"]),
        "asks": deposit.state == State.CHECKED,
        "kept": deposit.path.is_file(),
        "every": EVERY,
        "wrong": wrong,
    }
    return render(request, "members/deposits/deposit.html", context, status=422 if wrong else 200)


def _answer(request: HttpRequest, deposit: Deposit, person: Any) -> None:
    """What the person says of a deposit. Raises UsageError."""
    said = request.POST.get("reponse", "")
    if said == "oui":
        giving.confirm(deposit, person, observatory(request), fewer=request.POST.get("moins") == "oui")
    elif said == "non":
        giving.drop(deposit, person)
    elif said == "recommencer":
        giving.again(deposit, person)
    else:
        raise UsageError("Dites « oui » pour publier, ou abandonnez ce dépôt.")


@member
@require_safe
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Where the file changes what is published, on the map of the region."""
    deposit, source = deposit_of(request.user, number), observatory(request)
    sheet = frame(source.territory(source.release.region))
    if sheet is None:
        raise UsageError("Les contours de la région ne sont pas chargés : il n’y a pas de carte.")
    marks = [tuple(mark) for mark in report(deposit)["marks"]]
    drawn = changes.changes(sheet, source.territories(Level.COMMUNE), marks)
    return HttpResponse(drawn, content_type="image/svg+xml")


@member
@require_safe
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The file as it was given, as long as it is kept."""
    deposit = deposit_of(request.user, number)
    if not deposit.path.is_file():
        raise UsageError("Ce fichier n’est plus gardé.")
    return keeping.given(deposit.path.read_bytes(), "text/csv; charset=utf-8", deposit.file_name)
