"""Decisions until they are done. A member comes asking « qu’avons-nous décidé, et est-ce fait ? »; who answers for one
tells where it is, and leaves with it done.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.committees import access, following
from maillage.steering.committees.models import Body, Decision, Item, Verdict
from maillage.steering.rights import Act, allows_on, readable
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.forms import asked as paging
from maillage.web.forms import conflict
from maillage.web.forms.form import Day
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

PAGE = 50
STATES = {"ouvertes": "À faire", "retard": "En retard", "faites": "Faites", "toutes": "Toutes"}
MINE = {"": "Tout le monde", "moi": "Moi ou mon organisation"}


def _asked(request: HttpRequest, name: str, among: Any, usual: str) -> str:
    value = request.GET.get(name, usual)
    if value not in among:
        raise UsageError(f"« {value[:40]} » n’est pas un choix de cette liste.")
    return value


def _listed(request: HttpRequest) -> tuple[QuerySet[Decision], dict[str, str]]:
    """The decisions asked for, and what was asked."""
    person: Any = request.user
    filters = {
        "etat": _asked(request, "etat", STATES, "ouvertes"),
        "comite": request.GET.get("comite", "")[:60],
        "decision": _asked(request, "decision", ("", *Verdict.values), ""),
        "qui": _asked(request, "qui", MINE, ""),
    }
    decisions = Decision.objects.filter(
        pk__in=Decision.objects.filter(access.decisions(person)).values("pk")
    ).select_related("item__meeting__body", "action", "owner", "person")
    if filters["etat"] == "ouvertes":
        decisions = decisions.filter(following.OPEN)
    elif filters["etat"] == "retard":
        decisions = decisions.filter(following.late(timezone.localdate()))
    elif filters["etat"] == "faites":
        decisions = decisions.exclude(done_on=None).order_by("-done_on", "-pk")
    if filters["comite"]:
        decisions = decisions.filter(item__meeting__body__slug=filters["comite"])
    if filters["decision"]:
        decisions = decisions.filter(verdict=filters["decision"])
    if filters["qui"]:
        decisions = decisions.filter(pk__in=Decision.objects.filter(access.mine(person)).values("pk"))
    return decisions, {
        name: value for name, value in filters.items() if value and (name, value) != ("etat", "ouvertes")
    }


def state(decision: Decision) -> str:
    """Where a decision is, in a word."""
    if decision.done_on is not None:
        return "faite"
    if decision.late(timezone.localdate()):
        return "en retard"
    return "à faire" if decision.followed else "sans suite à donner"


@member
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The decisions one may read."""
    decisions, filters = _listed(request)
    page = paging.Page(paging.page(request, PAGE).number, PAGE, decisions.count())
    bodies = Body.objects.filter(access.papers(request.user)).distinct().order_by(alphabetic("name"))
    context = {
        "rows": [(decision, state(decision)) for decision in decisions[page.offset : page.offset + PAGE]],
        "listed": page,
        "query": urlencode(filters),
        "narrow": bool(filters),
        "lists": [
            ("etat", "État", filters.get("etat", "ouvertes"), list(STATES.items())),
            (
                "comite",
                "Comité",
                filters.get("comite", ""),
                [("", "Tous"), *((body.slug, body.name) for body in bodies)],
            ),
            ("decision", "Décision", filters.get("decision", ""), [("", "Toutes"), *Verdict.choices]),
            ("qui", "Responsable", filters.get("qui", ""), list(MINE.items())),
        ],
    }
    return render(request, "steer/decisions/list.html", context)


COLUMNS = (
    Column("reunion", "Réunion du", "Jour de la décision", Kind.DATE, 13),
    Column("comite", "Comité", "Qui a décidé", width=40),
    Column("point", "Point", "Point de l’ordre du jour", width=46),
    Column("action", "Action", "Code de l’action", width=10),
    Column("decision", "Décision", "Maintien, diffusion, abandon ou autre", width=28),
    Column("texte", "Ce qui est décidé", "Dans les termes du compte rendu", width=60),
    Column("conditions", "Conditions", "Conditions et réserves", width=40),
    Column("responsable", "Responsable", "Organisation en charge", width=34),
    Column("echeance", "À faire avant le", "Échéance", Kind.DATE, 15),
    Column("faite_le", "Faite le", "Jour", Kind.DATE, 13),
    Column("etat", "État", "Faite, à faire, en retard, sans suite à donner", width=18),
)


@member
@require_safe
def taken(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same list as CSV or XLSX, all its pages."""
    decisions, filters = _listed(request)

    near = Action.objects.filter(readable(request.user)).values_list("pk", flat=True)

    def draw(_: Table) -> Iterator[Sequence[Cell]]:
        may = set(near)
        for decision in decisions:
            meeting = decision.item.meeting
            yield (
                timezone.localtime(meeting.starts_at).date(),
                meeting.body.name,
                decision.item.title,
                decision.action.code if decision.action and decision.action.pk in may else "",
                str(Verdict(decision.verdict).label),
                decision.text,
                decision.conditions,
                decision.owner.name if decision.owner else "",
                decision.due_on,
                decision.done_on,
                state(decision),
            )

    view = f"{reverse('decisions')}?{urlencode(filters)}" if filters else reverse("decisions")
    return answer(request, table("decisions", "Les décisions", view, COLUMNS, draw, tuple(filters.items())), form)


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
