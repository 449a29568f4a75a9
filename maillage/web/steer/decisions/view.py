"""A decision. Who answers for one tells where it is, and leaves with it done."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Decision, Item, Verdict
from maillage.steering.rights import Act, allows_on, readable
from maillage.web.forms import conflict
from maillage.web.forms.form import Day
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked
from maillage.web.steer.decisions.listing import state


class Tell(forms.Form):
    """What becomes of a decision."""

    text = forms.CharField(label="Où elle en est", max_length=2000, required=False, widget=forms.Textarea)
    done_on = forms.DateField(
        label="Faite le",
        widget=Day(),
        required=False,
        help_text="Si elle est faite : elle ne reviendra plus à l’ordre du jour.",
    )


class Drop(forms.Form):
    """Why an action stops."""

    reason = forms.CharField(
        label="Motif", max_length=500, help_text="Rendu public si l’action l’est.", widget=forms.Textarea
    )


def _decision(request: HttpRequest, number: str) -> Decision:
    decisions = Decision.objects.filter(access.decisions(request.user), pk=int(number))
    decision = decisions.select_related(
        "item__meeting__body__strategy__organisation", "action__strategy__organisation", "owner", "person"
    ).first()
    if decision is None:
        raise UsageError(f"Aucune décision {number} {asked.NOT_HERE}")
    return decision


@member
@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request: HttpRequest, number: str) -> HttpResponse:
    """A decision, what was told of it, and where to tell more."""
    decision = _decision(request, number)
    author: Any = request.user
    may = access.answers_for(author, decision)
    if request.method == "POST" and not may:
        raise PermissionDenied("Cette décision n’est pas la vôtre, et vous ne tenez pas ce comité.")
    if request.POST.get("rouvrir"):
        following.reopen(decision, author)
        return HttpResponseRedirect(decision.page)

    def write(form: Tell, _: str) -> HttpResponse:
        following.tell(decision, form.cleaned_data["text"], form.cleaned_data["done_on"], author)
        return HttpResponseRedirect(decision.page)

    edited = conflict.edit(request, Tell, write)
    if isinstance(edited, HttpResponse):
        return edited
    context = edited.context | _context(request, decision, may)
    return render(request, "steer/decisions/decision.html", context, status=edited.status)


def _context(request: HttpRequest, decision: Decision, may: bool) -> dict[str, Any]:
    to_drop = following.to_drop(decision)
    return {
        "decision": decision,
        "verdict": Verdict(decision.verdict).label,
        "state": state(decision),
        "notes": [
            (note, timezone.localtime(note.written_at).date()) for note in decision.notes.select_related("author")
        ],
        "papers": access.reads(request.user, decision.item.meeting.body),
        "linked": Action.objects.filter(readable(request.user), decisions=decision).exists(),
        "may": may,
        "to_drop": to_drop,
        "may_drop": to_drop is not None and allows_on(request.user, Act.EDIT, to_drop),
        "again": list(Item.objects.filter(follows=decision).select_related("meeting__body")),
    }


@member
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Stops the action that a committee decided to stop, with its reason: never without being asked."""
    decision = _decision(request, number)
    action = following.to_drop(decision)
    if action is None:
        raise UsageError("L’action est déjà abandonnée, ou la décision n’est pas un abandon.")
    if not allows_on(request.user, Act.EDIT, action):
        raise PermissionDenied("Votre rôle ne permet pas de modifier cette action : demandez-le à son pilote.")
    author: Any = request.user
    usual = {"reason": (decision.text or decision.item.minutes)[:500]}

    def write(form: Drop, _: str) -> HttpResponse:
        following.drop(decision, form.cleaned_data["reason"], author)
        return HttpResponseRedirect(action.page)

    edited = conflict.edit(request, lambda posted: Drop(posted, initial=usual), write)
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "decision": decision, "action": action}
    return render(request, "steer/decisions/drop.html", context, status=edited.status)
