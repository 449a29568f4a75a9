"""A meeting. Its secretary types the minutes while it is held, on one page, with the keyboard: who came, what was said,
what is decided of each action in the official words; its members come for the agenda, then for the minutes.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.models import Organisation, User
from maillage.directory.ordering import alphabetic
from maillage.directory.people import choices
from maillage.steering.actions.models import Action, Status
from maillage.steering.committees import access, following, holding
from maillage.steering.committees.holding import Minutes, Said
from maillage.steering.committees.models import Decision, Item, Meeting, Part, Presence, Stage, Verdict
from maillage.steering.rights import readable
from maillage.web.forms import conflict
from maillage.web.forms.form import Day, plain_fields
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

Choices = list[tuple[str, str]]
DECIDED = ("verdict", "text", "conditions", "owner", "person", "due_on")
SAID = (Presence.PRESENT, Presence.REPRESENTED, Presence.EXCUSED, Presence.ABSENT)
NOBODY = ("", "Personne encore")


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
        owners, people = _owners(meeting, items), _people(meeting, items)
        for item in items:
            self._point(f"p{item.pk}", owners, people)
        fields["minutes"] = _text("Autres échanges et suite", 30_000)

    def _point(self, key: str, owners: Choices, people: Choices) -> None:
        fields: dict[str, Any] = self.fields
        fields[f"{key}-minutes"] = _text("Échanges", 10_000)
        verdicts = [("", "Pas de décision"), *Verdict.choices]
        fields[f"{key}-verdict"] = forms.ChoiceField(label="Décision", choices=verdicts, required=False)
        fields[f"{key}-text"] = _text("Ce qui est décidé", 4000)
        fields[f"{key}-conditions"] = forms.CharField(label="Conditions et réserves", max_length=2000, required=False)
        fields[f"{key}-owner"] = forms.ChoiceField(
            label="Organisation responsable", choices=[NOBODY, *owners], required=False
        )
        fields[f"{key}-person"] = forms.ChoiceField(
            label="Personne responsable", choices=[NOBODY, *people], required=False
        )
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
    owner, person = data[f"{key}-owner"], data[f"{key}-person"]
    return Said(
        item.pk,
        data[f"{key}-minutes"],
        data[f"{key}-verdict"],
        data[f"{key}-text"],
        data[f"{key}-conditions"],
        Organisation.objects.filter(pk=owner).first() if owner else None,
        User.objects.filter(pk=person).first() if person else None,
        data[f"{key}-due_on"],
    )


def _owners(meeting: Meeting, items: Iterable[Item]) -> Choices:
    """The organisations that may be in charge: those that sit, hold the strategy, lead or help an action examined."""
    actions = [item.action_id for item in items if item.action_id]
    known = Q(seats__body=meeting.body) | Q(strategies=meeting.body.strategy) | Q(decisions__item__meeting=meeting)
    known |= Q(led_actions__in=actions) | Q(partner_actions__in=actions)
    organisations = Organisation.objects.filter(known).distinct().order_by(alphabetic("name"))
    return [(str(pk), name) for pk, name in organisations.values_list("pk", "name")]


def _people(meeting: Meeting, items: Iterable[Item]) -> Choices:
    """The people who may be in charge: those who sit, work where the strategy is held, or pilot an action examined."""
    actions = [item.action_id for item in items if item.action_id]
    holder = meeting.body.strategy.organisation
    known = Q(seats__body=meeting.body) | Q(piloted_actions__in=actions)
    if holder is not None:
        known |= Q(memberships__organisation=holder)
    # Who was named here stays named, whatever became of their account.
    known = (known & Q(is_active=True)) | Q(decisions__item__meeting=meeting)
    return choices(User.objects.filter(pk__in=User.objects.filter(known).values("pk")))


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


def _items(meeting: Meeting) -> list[Item]:
    items = meeting.items.select_related("action__strategy", "follows__item__meeting", "decision__owner")
    return list(items.select_related("action", "decision__action", "decision__person"))


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
        return Hold(posted, now, list(holding.seated(now)), _items(now))

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
        {
            "item": item,
            "fields": [fields[f"p{item.pk}-{name}"] for name in ("minutes", *DECIDED)],
            **_about(request, item),
        }
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
    }


def _about(request: HttpRequest, item: Item) -> dict[str, Any]:
    decision: Decision | None = getattr(item, "decision", None)
    to_drop = following.to_drop(decision) if decision else None
    return {
        "decision": decision,
        "verdict": Verdict(decision.verdict).label if decision else "",
        "status": Status(item.action.status).label if item.action else "",
        "to_drop": to_drop,
    }


def _read(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """The meeting for who reads it: an action is linked, and facts about it are told, for who may read it."""
    items = _items(meeting)
    wanted = [item.action_id for item in items if item.action_id]
    may = set(Action.objects.filter(readable(request.user), pk__in=wanted).values_list("pk", flat=True))
    seated = [(str(seat), presence) for seat, presence in holding.seated(meeting)]
    presences = {presence.label: [who for who, how in seated if how == presence] for presence in SAID}
    return {
        "meeting": meeting,
        "stage": Stage(meeting.stage).label,
        "points": [
            {
                "item": item,
                "linked": item.action_id in may,
                "readable": item.action_id is None or item.action_id in may,
                **_about(request, item),
            }
            for item in items
        ],
        "presences": [(label, who) for label, who in presences.items() if who],
        "total": sum(item.allotted for item in items),
        "runs": access.runs(request.user, meeting.body),
        "held": meeting.stage == Stage.CLOSED or timezone.now() >= meeting.starts_at,
    }


@member
@require_safe
def minutes(request: HttpRequest, number: str) -> HttpResponse:
    """The minutes, to read and to print."""
    meeting = asked.one_meeting(request, number)
    return render(request, "steer/committees/minutes.html", _read(request, meeting))
