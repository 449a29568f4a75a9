"""A meeting. Its secretary types the minutes while it is held, on one page, with the keyboard: who came, what was said,
what is decided of each action in the official words; its members come for the agenda, then for the minutes.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.steering.committees import access, holding, sending
from maillage.steering.committees.holding import Minutes, Said
from maillage.steering.committees.models import Decision, Item, Meeting, Paper, Part, Presence, Stage, Verdict
from maillage.web.forms import conflict
from maillage.web.forms.form import Day, plain_fields
from maillage.web.forms.pickers.directory import Known, OrganisationField, PersonField
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked
from maillage.web.steer import picked
from maillage.web.steer.committees import papers

DECIDED = ("verdict", "text", "conditions", "owner", "person", "due_on")


class Hold(forms.Form):
    """Everything that is typed in a meeting, in one form."""

    def __init__(self, data: Any, meeting: Meeting, seats: list[Any], items: list[Item]) -> None:
        super().__init__(data, initial=values(meeting))
        self.seats, self.items = seats, items
        fields: dict[str, Any] = self.fields
        fields["stage"] = forms.ChoiceField(label="État de la réunion", choices=Stage.choices)
        fields["introduction"] = _text("Introduction", 4000)
        for seat, _ in seats:
            choices = [("", "Non noté"), *Presence.choices]
            fields[f"s{seat.pk}"] = forms.ChoiceField(label=str(seat), choices=choices, required=False)
        known = Known(picked.in_charge(meeting), picked.owners(meeting))
        for item in items:
            self._point(f"p{item.pk}", known, meeting)
        fields["minutes"] = _text("Autres échanges et suite", 30_000)

    def _point(self, key: str, known: Known, meeting: Meeting) -> None:
        fields: dict[str, Any] = self.fields
        fields[f"{key}-minutes"] = _text("Échanges", 10_000)
        verdicts = [("", "Pas de décision"), *Verdict.choices]
        fields[f"{key}-verdict"] = forms.ChoiceField(label="Décision", choices=verdicts, required=False)
        fields[f"{key}-text"] = _text("Ce qui est décidé", 4000)
        fields[f"{key}-conditions"] = forms.CharField(label="Conditions et réserves", max_length=2000, required=False)
        owner, person = ("choices.owners", str(meeting.pk)), ("choices.in_charge", str(meeting.pk))
        fields[f"{key}-owner"] = OrganisationField(
            lambda: known.organisations, source=owner, label="Organisation responsable", required=False
        )
        fields[f"{key}-person"] = PersonField(known, source=person, label="Personne responsable", required=False)
        fields[f"{key}-due_on"] = forms.DateField(label="À faire avant le", widget=Day(), required=False)

    def minutes(self, items: Iterable[Item]) -> Minutes:
        """What was typed, once valid."""
        data = self.cleaned_data
        presences = {int(name[1:]): value for name, value in data.items() if name[:1] == "s" and name[1:].isdecimal()}
        said = [_said(item, data) for item in items]
        return Minutes(data["stage"], data["introduction"], data["minutes"], presences, said)


def _text(label: str, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=forms.Textarea)


def _said(item: Item, data: dict[str, Any]) -> Said:
    key = f"p{item.pk}"
    return Said(
        item.pk,
        data[f"{key}-minutes"],
        data[f"{key}-verdict"],
        data[f"{key}-text"],
        data[f"{key}-conditions"],
        data[f"{key}-owner"],
        data[f"{key}-person"],
        data[f"{key}-due_on"],
    )


def values(meeting: Meeting) -> dict[str, str]:
    """A meeting as its form holds it."""
    fields = {"stage": meeting.stage, "introduction": meeting.introduction}
    fields |= {f"s{seat.pk}": presence for seat, presence in holding.seated(meeting)}
    for item in meeting.items.select_related("decision"):
        fields[f"p{item.pk}-minutes"] = item.minutes
        decision: Decision | None = getattr(item, "decision", None)
        for name in DECIDED:
            source = {"owner": "owner_id", "person": "person_id"}.get(name, name)
            value = getattr(decision, source) if decision else None
            fields[f"p{item.pk}-{name}"] = _written(value)
    return fields | {"minutes": meeting.minutes}


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The agenda and what is known of it; for who holds the meeting, the form of its minutes."""
    meeting = asked.one_meeting(request, number)
    if not access.runs(request.user, meeting.body):
        return render(request, "steer/committees/meeting.html", _read(request, meeting))
    author: Any = request.user

    def fill(posted: QueryDict | None) -> Hold:
        now = asked.one_meeting(request, number)
        return Hold(posted, now, list(holding.seated(now)), papers.items(now))

    def write(form: Hold, seen: str) -> HttpResponse:
        now = asked.one_meeting(request, number)
        return HttpResponseRedirect(f"{holding.hold(now, form.minutes(form.items), author, seen).page}?dit=oui")

    edited = conflict.edit(request, fill, write, lambda: (asked.one_meeting(request, number),))
    if isinstance(edited, HttpResponse):
        return edited
    context = edited.context | _context(request, asked.one_meeting(request, number), edited.form)
    return render(request, "steer/committees/hold.html", context, status=edited.status)


def _context(request: HttpRequest, meeting: Meeting, form: Hold) -> dict[str, Any]:
    fields = plain_fields(form)
    points = [
        {"item": item, "fields": [fields[f"p{item.pk}-{name}"] for name in ("minutes", *DECIDED)], **papers.about(item)}
        for item in form.items
    ]
    return {
        "meeting": meeting,
        "head": [fields["stage"], fields["introduction"]],
        "seats": [(fields[f"s{seat.pk}"], Part(seat.part).label) for seat, _ in form.seats],
        "noted": sum(bool(presence) for _, presence in form.seats),
        "points": points,
        "tail": [fields["minutes"]],
        "done": request.GET.get("dit") == "oui",
        "open": meeting.stage in (Stage.PLANNED, Stage.OPEN),
        "held": papers.held(meeting),
        "sent": _sent(meeting),
    }


def _sent(meeting: Meeting) -> dict[str, sending.Situation | None]:
    """What was sent of the agenda and of the minutes; None for one that cannot be yet, or no more."""
    there = meeting.stage != Stage.CANCELLED
    agenda = there and meeting.items.exists()
    return {
        "agenda": sending.situation(meeting, Paper.AGENDA) if agenda else None,
        "minutes": sending.situation(meeting, Paper.MINUTES) if there and papers.held(meeting) else None,
    }


def _read(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """The meeting for who reads it."""
    points = papers.points(meeting, request.user)
    return {
        "meeting": meeting,
        "stage": Stage(meeting.stage).label,
        "points": points,
        "total": sum(point["item"].allotted for point in points),
        "held": papers.held(meeting),
        "sent": {"agenda": None, "minutes": None},
    }
