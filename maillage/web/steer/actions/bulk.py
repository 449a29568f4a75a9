"""Changing several actions at once. Somebody from the team comes with a list; they see what will change in each, then
write all of it, or nothing.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering.actions import bulk
from maillage.steering.actions.models import Action, Priority, Status, Visibility
from maillage.steering.rights import Act, acquainted, acts_on, doable, needed
from maillage.steering.versions import Stale
from maillage.web.forms import bind
from maillage.web.forms.form import plain_fields
from maillage.web.forms.pickers.fields import Pick
from maillage.web.gate.access import member
from maillage.web.steer import picked
from maillage.web.steer.action import read_by
from maillage.web.steer.actions.listing import asked_list

MOST = 200
WRITES = {"reason": "status_reason", "days": "starts_on"}
"""The field of an action that a field of this form writes, when it has another name."""


class Bulk(forms.Form):
    """What to change; what is left as it is stays."""

    status = forms.ChoiceField(label="État", required=False)
    reason = forms.CharField(
        label="Motif", required=False, max_length=500, help_text="Nécessaire pour suspendre ou abandonner."
    )
    priority = forms.ChoiceField(label="Priorité", required=False)
    visibility = forms.ChoiceField(label="Visible par", required=False)
    days = forms.IntegerField(
        label="Décaler les dates prévues de",
        required=False,
        min_value=-bulk.LONGEST_SHIFT,
        max_value=bulk.LONGEST_SHIFT,
        help_text="Un nombre de jours, négatif pour avancer. Les étapes à venir suivent.",
    )

    field_order = ("status", "reason", "priority", "visibility", "pilot", "days")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave = ("", "Ne pas changer")
        fields: dict[str, Any] = self.fields
        for name, among in (("status", Status), ("priority", Priority), ("visibility", Visibility)):
            fields[name].choices = [leave, *among.choices]
        fields["pilot"] = Pick(
            lambda: picked.pilots(people),
            source=("choices", "pilotes"),
            label="Pilote",
            required=False,
            help_text="Vide : ne pas changer. « Personne » : ôter le pilote.",
        )
        self.order_fields(self.field_order)

    def asked(self) -> bulk.Asked:
        """What is asked, once valid."""
        data = self.cleaned_data
        pilot = int(data["pilot"]) if data["pilot"] else None
        return bulk.Asked(
            data["status"], data["reason"], data["priority"], data["visibility"], pilot, data["days"] or 0
        )


def _chosen(request: HttpRequest) -> tuple[list[Action], dict[str, int]]:
    """The actions chosen, and the version of each that was shown. Raises UsageError."""
    versions: dict[str, int] = {}
    if request.method == "POST":
        for choice in request.POST.getlist("a"):
            code, _, number = choice.rpartition(":")
            if not number.isdecimal() or len(number) > 9:
                raise UsageError("Ce formulaire est incomplet : revenez à la liste.")
            versions[code] = int(number)
        codes = list(versions)
    else:
        codes = request.GET.getlist("a")
    if request.method != "POST" and request.GET.get("toutes"):
        matches = asked_list(request)[1].filter(doable(request.user, Act.UPDATE))
    else:
        matches = read_by(request.user).filter(code__in=codes[: MOST + 1]).order_by("code")
    matches = matches.select_related("strategy__organisation", "lead", "pilot")
    actions = list(matches.prefetch_related("shared_with", "partners")[: MOST + 1])
    if len(actions) > MOST or len(codes) > MOST:
        raise UsageError(f"{MOST} actions au plus à la fois : affinez la liste.")
    if not actions:
        raise UsageError("Aucune action choisie. Revenez à la liste, et cochez-en.")
    return actions, versions


def _check_rights(person: Any, actions: list[Action], acts: frozenset[Act]) -> None:
    """Raises PermissionDenied when one of them may not be written so."""
    closed = [action for action in actions if not acts <= acts_on(person, action)]
    if closed:
        codes = ", ".join(sorted(action.code for action in closed)[:10])
        raise PermissionDenied(f"Votre rôle ne permet pas de changer ainsi : {codes}. Rien n’a été écrit.")


@member
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """What to change, then what will change, then done."""
    actions, versions = _chosen(request)
    person: Any = request.user
    among = acquainted(person)
    people = {user.pk: user for user in among}
    form = Bulk(request.POST if request.method == "POST" else None, people=among)
    _check_rights(person, actions, frozenset({Act.UPDATE}))
    if request.method != "POST":
        return _page(request, form, actions, versions, [])
    wrong = ""
    if form.is_valid():
        asked = form.asked()
        _check_rights(person, actions, needed(asked.fields))
        if not asked.fields:
            wrong = "Choisissez au moins un changement."
        elif request.POST.get("appliquer"):
            wrong = _apply(person, actions, versions, asked, people)
            if not wrong:
                return HttpResponseRedirect(f"{reverse('actions')}?changees={len(actions)}")
            actions, _ = _chosen(request)
        if not wrong:
            fresh, _ = _chosen(request)
            changes = bulk.preview(fresh, asked, people, timezone.localdate())
            return _page(request, form, actions, versions, changes)
    return _page(request, form, actions, {}, [], wrong, 422)


def _apply(
    person: Any, actions: list[Action], versions: dict[str, int], asked: bulk.Asked, people: dict[int, User]
) -> str:
    """Writes; what went wrong, empty when nothing did."""
    try:
        pairs = [(action, versions[action.code]) for action in actions]
        bulk.apply(pairs, asked, people, person, timezone.localdate())
    except Stale as error:
        return f"{error} Rien n’a été écrit : regardez de nouveau ce qui va changer."
    except ValidationError as error:
        return f"Rien n’a été écrit. {' '.join(error.messages)}"
    return ""


def _page(
    request: HttpRequest,
    form: Bulk,
    actions: list[Action],
    versions: dict[str, int],
    changes: list[bulk.Change],
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    if wrong:
        form.add_error(None, wrong)
    refused = [change for change in changes if change.wrong]
    acts = frozenset.intersection(*(acts_on(request.user, action) for action in actions))
    context = {
        **bind.shown(form),
        "fields": [field for name, field in plain_fields(form).items() if needed([WRITES.get(name, name)]) <= acts],
        "actions": [(action, versions.get(action.code, action.version)) for action in actions],
        "changes": changes,
        "refused": refused,
        "ready": bool(changes) and not refused and any(change.lines for change in changes),
    }
    return render(request, "steer/actions/bulk.html", context, status=status)
