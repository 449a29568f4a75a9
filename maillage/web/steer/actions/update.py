"""The short update of an action. Its pilot comes from a reminder, on a telephone, with a minute; they leave having said
the weather, what was done and the step that is over.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel import french
from maillage.steering.actions import standing, updating
from maillage.steering.actions.models import Action, Status, Weather
from maillage.steering.rights import Act
from maillage.web.forms import conflict
from maillage.web.forms.form import Day, Field, plain_fields
from maillage.web.gate.access import member
from maillage.web.steer.action import one_action

NEXT = 3
STATES = ("status", "reason", "started_on", "ended_on")
TEXTS = ("hindered", "coming", "to_settle")


class Update(forms.Form):
    """Where it is and how it goes, already filled in with what was said last."""

    weather = forms.ChoiceField(
        label="Comment ça va ?", choices=Weather.choices, error_messages={"required": "Choisissez une météo."}
    )
    steps_on = forms.DateField(label="Étape terminée le", required=False, widget=Day())
    done = forms.CharField(
        label="Ce qui a été fait", max_length=updating.LONGEST, required=False, widget=forms.Textarea
    )
    status = forms.ChoiceField(label="État", choices=Status.choices)
    reason = forms.CharField(
        label="Motif",
        max_length=500,
        required=False,
        help_text="Si elle est suspendue ou abandonnée : pourquoi, en une phrase qui pourra être publique.",
    )
    started_on = forms.DateField(
        label="Début réel",
        required=False,
        widget=Day(),
        help_text="Si vous le connaissez. Sans date, la fiche dira « non renseigné ».",
    )
    ended_on = forms.DateField(
        label="Fin réelle",
        required=False,
        widget=Day(),
        help_text="Si elle est réalisée ou abandonnée, et si vous connaissez le jour.",
    )
    hindered = forms.CharField(
        label="Ce qui freine", max_length=updating.LONGEST, required=False, widget=forms.Textarea
    )
    coming = forms.CharField(label="Ce qui vient", max_length=updating.LONGEST, required=False, widget=forms.Textarea)
    to_settle = forms.CharField(
        label="Ce que le comité doit trancher",
        max_length=updating.LONGEST,
        required=False,
        widget=forms.Textarea,
        help_text="Cela viendra à l’ordre du jour de la prochaine réunion.",
    )

    def news(self, steps: tuple[int, ...]) -> updating.News:
        """What was said, once valid."""
        return updating.News(**self.cleaned_data, steps=steps)


def start(action: Action) -> dict[str, Any]:
    """What the form is filled in with."""
    last = updating.last(action)
    return {
        "weather": last.weather if last else "",
        "status": action.status,
        "reason": action.status_reason,
        "started_on": action.started_on,
        "ended_on": action.ended_on,
        "steps_on": timezone.localdate(),
    }


def next_steps(action: Action, form: forms.Form) -> list[dict[str, Any]]:
    """The steps that may be over, the soonest first; those ticked in a form that comes back stay so."""
    sent: Any = form.data
    ticks = sent.getlist("etape") if form.is_bound else []
    return [
        {"pk": step.pk, "title": step.title, "due": french.day(step.due_on), "ticked": str(step.pk) in ticks}
        for step in updating.next_steps(action)[:NEXT]
    ]


def ticked(request: HttpRequest) -> tuple[int, ...]:
    """The steps ticked."""
    keys = request.POST.getlist("etape")[:NEXT]
    return tuple(int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 12)


def context(action: Action, answer: conflict.Edit) -> dict[str, Any]:
    """What actions/update_fields.html shows; the page adds where it is sent."""
    form = answer.form
    fields = plain_fields(form)
    last = updating.last(action)
    states = [fields[name] for name in STATES]
    more: list[Field] = [fields[name] for name in TEXTS]
    return {
        **answer.context,
        "action": action,
        "weather": fields["weather"],
        "short": [fields["done"]],
        "states": states,
        "state": Status(action.status).label,
        "states_open": any(field.error for field in states) or fields["status"].value != action.status,
        "missing": standing.missing_dates(action),
        "steps_on": fields["steps_on"],
        "more": more,
        "more_open": any(field.value or field.error for field in more),
        "steps": next_steps(action, form),
        "last": last,
        "last_day": french.day(timezone.localtime(last.written_at).date()) if last else "",
    }


def edited(
    request: HttpRequest, read: Callable[[], Action], write: Callable[[updating.News, str], HttpResponse]
) -> HttpResponse | conflict.Edit:
    """The short form of the action that `read` gives, or what `write` answers once it was sent."""
    return conflict.edit(
        request,
        lambda posted: Update(posted, initial=start(read())),
        lambda form, seen: write(form.news(ticked(request)), seen),
        lambda: (read(),),
        status_reason="reason",
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, code: str) -> HttpResponse:
    """The short form, for who may update the action."""
    action = one_action(request, code, Act.UPDATE)
    person: Any = request.user

    def write(news: updating.News, seen: str) -> HttpResponse:
        updating.update(action, news, person, seen)
        return HttpResponseRedirect(f"{action.page}?dit=oui")

    answer = edited(request, lambda: one_action(request, code, Act.UPDATE), write)
    if isinstance(answer, HttpResponse):
        return answer
    shown = context(one_action(request, code, Act.UPDATE), answer)
    page = reverse("actions.update", args=[action.code])
    return render(request, "steer/actions/update.html", {**shown, "page": page}, status=answer.status)
