"""The formal channel. Anybody sees how operators answer; a collectivité files what is wrong, its operator answers.

Everything but the figures is for the members of the two organisations concerned, once they signed in.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.commons.challenges import file, handling
from maillage.commons.challenges.models import ANSWER_WITHIN_DAYS, ANSWERS, Challenge, State
from maillage.directory.models import Kind, Organisation, Role
from maillage.directory.rights import of_kind
from maillage.directory.uploads.door import TABLE
from maillage.directory.uploads.fields import UploadField
from maillage.kernel.errors import UsageError
from maillage.kernel.french import day
from maillage.web.carried import links
from maillage.web.forms import bind
from maillage.web.gate.access import member, writing
from maillage.web.gate.observatory import observatory
from maillage.web.lists.reading import Reading
from maillage.web.lists.shown import ShownList
from maillage.web.share.challenge.listing import OPERATORS

SHOWN_ERRORS = 100


@writing
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What challenging is, and how each operator answers."""
    context = {"list": ShownList(Reading(request, OPERATORS, {})), "days": ANSWER_WITHIN_DAYS}
    return render(request, "share/challenge/challenges.html", context)


class Deposit(forms.Form):
    """A file of challenges, in the name of a collectivité."""

    collectivite = forms.ChoiceField(label="Au nom de")
    fichier = UploadField(
        TABLE,
        label="Le fichier CSV",
        help_text="CSV, quels que soient son séparateur et son codage ; 2 Mo et 5 000 lignes au plus.",
    )

    def __init__(self, *args: Any, among: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["collectivite"]
        choice.choices = [(str(organisation.pk), organisation.name) for organisation in among]


@member
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """The form that files challenges: all the lines of a file, or none, each error with its line and its column."""
    among = of_kind(request.user, Kind.COLLECTIVITE, Role.CONTRIBUTEUR)
    if not among:
        raise PermissionDenied("Votre rôle ne permet pas de déposer des contestations.")
    form = Deposit(request.POST or None, request.FILES or None, among=among)
    context: dict[str, Any] = {"columns": file.COLUMNS, "required": file.REQUIRED, "faults": [], "more": 0}
    if request.method == "POST" and form.is_valid():
        mine = next(organisation for organisation in among if str(organisation.pk) == form.cleaned_data["collectivite"])
        try:
            lines, wrong = file.read(form.cleaned_data["fichier"].content, mine, observatory(request))
        except UsageError as error:
            form.add_error("fichier", str(error))
        else:
            if not wrong:
                person: Any = request.user
                made = file.keep(lines, mine, person)
                return HttpResponseRedirect(f"{reverse('challenge.space')}?deposees={len(made)}")
            form.add_error("fichier", "Rien n’a été déposé : corrigez les lignes ci-dessous, puis renvoyez tout.")
            context |= {"faults": wrong[:SHOWN_ERRORS], "more": max(0, len(wrong) - SHOWN_ERRORS)}
    context |= bind.shown(form)
    return render(request, "share/challenge/deposit.html", context, status=422 if form.errors else 200)


class Reply(forms.Form):
    """An operator's answer."""

    reponse = forms.ChoiceField(
        label="Votre réponse", choices=[("", "Choisissez"), *((answer.value, answer.label) for answer in ANSWERS)]
    )
    motif = forms.CharField(
        label="Pourquoi",
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text="Nécessaire si vous contestez.",
    )


class Settle(forms.Form):
    """How it ended, says the collectivité."""

    reglement = forms.CharField(label="Comment c’est réglé", max_length=4000, widget=forms.Textarea)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_page(request: HttpRequest, number: str) -> HttpResponse:
    """A challenge, for the two organisations it is between, and the next step for who may take it."""
    year, _, rank = number.partition("-C")
    mine = handling.seen_by(request.user).select_related("operator", "organisation")
    challenge = mine.filter(year=int(year), rank=int(rank)).first()
    if challenge is None:
        raise UsageError(f"Aucune contestation {number} ne concerne vos organisations.")
    person: Any = request.user
    answering, settling = handling.may_answer(person, challenge), handling.may_settle(person, challenge)
    form: forms.Form | None = None
    if answering or settling:
        form = (Reply if answering else Settle)(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("Cette étape n’est pas à vous, ou elle est déjà franchie.")
        if form.is_valid():
            try:
                if answering:
                    data = form.cleaned_data
                    handling.answer(challenge, person, data["reponse"], data["motif"])
                else:
                    handling.settle(challenge, person, form.cleaned_data["reglement"])
            except UsageError as error:
                form.add_error("motif" if answering else "reglement", str(error))
            else:
                return HttpResponseRedirect(challenge.page)
    return _shown(request, challenge, form, answering)


def _shown(request: HttpRequest, challenge: Challenge, form: forms.Form | None, answering: bool) -> HttpResponse:
    moments = [
        (label, day(timezone.localtime(when).date()))
        for label, when in (
            ("Déposée", challenge.filed_at),
            ("Transmise", challenge.sent_at),
            ("Répondue", challenge.answered_at),
            ("Réglée", challenge.settled_at),
        )
        if when
    ]
    wrong = bool(form and form.errors)
    context = {
        "challenge": challenge,
        "state": State(challenge.state).label,
        "moments": moments,
        "due_on": day(challenge.due_on),
        "unreachable": challenge.state == State.FILED and not challenge.operator.email,
        "answering": answering,
        **links.carried(request, ("contestation", str(challenge.pk))),
        **(bind.shown(form) if form else {"fields": [], "wrong": False}),
    }
    return render(request, "share/challenge/challenge.html", context, status=422 if wrong else 200)
