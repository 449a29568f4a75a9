"""Setting a date. The secretary comes to convene a committee, moves a meeting or calls it off, and invites: each member
is written to once for each date.
"""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.kernel.french import counted
from maillage.steering.committees import holding, inviting
from maillage.steering.committees.models import Meeting, Stage
from maillage.web.forms import conflict
from maillage.web.forms.form import Day
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

SOON = [(Stage.PLANNED.value, Stage.PLANNED.label), (Stage.CANCELLED.value, Stage.CANCELLED.label)]

ALL_TOLD = "Tous ceux qui ont une adresse sont déjà prévenus."
NO_ADDRESS = "Aucun siège n’a d’adresse : complétez-les, et les invitations pourront partir."


class Hour(forms.TimeInput):
    """A time of the day, chosen or typed."""

    input_type = "time"


class Plan(forms.Form):
    """When and where."""

    day = forms.DateField(label="Jour", widget=Day())
    start = forms.TimeField(label="De", widget=Hour(), help_text="Par exemple 09:30.")
    end = forms.TimeField(label="À", widget=Hour())
    place = forms.CharField(label="Lieu", max_length=250, required=False)
    visio = forms.URLField(label="Lien de visioconférence", max_length=400, required=False, assume_scheme="https")
    stage = forms.ChoiceField(label="État", choices=SOON, required=False)

    def clean(self) -> dict[str, Any]:
        """A meeting ends after it starts."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", "La réunion se termine avant de commencer.")
        return data

    def put(self, meeting: Meeting) -> Meeting:
        """A meeting, with what was said."""
        data = self.cleaned_data
        meeting.starts_at = _moment(data["day"], data["start"])
        meeting.ends_at = _moment(data["day"], data["end"])
        meeting.place, meeting.visio = data["place"].strip(), data["visio"]
        if data.get("stage"):
            meeting.stage = data["stage"]
        return meeting


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _values(meeting: Meeting) -> dict[str, str]:
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "place": meeting.place,
        "visio": meeting.visio,
        "stage": meeting.stage,
    }


def _form(meeting: Meeting | None, data: Any = None) -> Plan:
    form = Plan(data, initial=_values(meeting) if meeting else {})
    if meeting is None or meeting.stage not in (Stage.PLANNED, Stage.CANCELLED):
        # What is open or closed is said in the meeting itself.
        del form.fields["stage"]
    return form


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Convenes a body."""
    body = asked.one_body(request, slug, running=True)
    person: Any = request.user

    def write(form: Plan, _: str) -> HttpResponse:
        meeting = form.put(Meeting(body=body))
        holding.plan(meeting, person)
        return HttpResponseRedirect(reverse("committees.agenda", args=[meeting.pk]))

    edited = conflict.edit(request, lambda posted: _form(None, posted), write)
    if isinstance(edited, HttpResponse):
        return edited
    page = reverse("committees.plan", args=[body.slug])
    context = {**edited.context, "body": body, "meeting": None, "page": page}
    return render(request, "steer/committees/plan.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Moves a meeting, or calls it off."""
    person: Any = request.user

    def now() -> Meeting:
        return asked.one_meeting(request, number, running=True)

    def write(form: Plan, seen: str) -> HttpResponse:
        return HttpResponseRedirect(holding.plan(form.put(now()), person, seen).page)

    meeting = now()
    edited = conflict.edit(request, lambda posted: _form(now(), posted), write, lambda: (now(),))
    if isinstance(edited, HttpResponse):
        return edited
    page = reverse("committees.meeting_edit", args=[meeting.pk])
    context = {**edited.context, "body": meeting.body, "meeting": meeting, "page": page}
    return render(request, "steer/committees/plan.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Says who would be written to, then writes to them."""
    meeting = asked.one_meeting(request, number, running=True)
    person: Any = request.user
    if meeting.stage == Stage.CLOSED:
        raise UsageError("Cette réunion est close : il n’y a plus personne à inviter.")
    done = ""
    if request.method == "POST":
        try:
            done = told(inviting.invite(meeting, person), "invitation est partie", "invitations sont parties")
        except OSError:
            done = "Le serveur de courriel ne répond pas : ce qui n’est pas parti pourra repartir d’ici."
    addresses, without = inviting.due(meeting)
    already = meeting.invitations.filter(sequence=meeting.sequence).count()
    context = {
        "meeting": meeting,
        "addresses": sorted((address, [str(seat) for seat in seats]) for address, seats in addresses.items()),
        "without": [str(seat) for seat in without],
        "nobody": ALL_TOLD if already else NO_ADDRESS,
        "already": already,
        "cancelled": meeting.stage == Stage.CANCELLED,
        "items": meeting.items.count(),
        "done": done,
    }
    return render(request, "steer/committees/invite.html", context)


def told(outcome: inviting.Invited, sent: str, several: str) -> str:
    """What became of mails, in words; `sent` and `several` say those that left."""
    if not (outcome.gone or outcome.refused or outcome.unsure):
        return "Personne n’était plus à prévenir : chacun l’est déjà, ou n’a pas d’adresse."
    parts = [f"{counted(outcome.gone, sent, several)}."]
    if outcome.refused:
        refused = counted(outcome.refused, "adresse l’a refusée", "adresses l’ont refusée")
        parts.append(f"{refused} : vous pouvez recommencer.")
    if outcome.unsure:
        parts.append(f"{counted(outcome.unsure, 'est partie ou non', 'sont parties ou non')} : on ne la renvoie pas.")
    return " ".join(parts)
