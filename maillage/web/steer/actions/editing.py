"""Writing a sheet. Its pilot comes to correct it, or the team to open another."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.kernel.errors import UsageError
from maillage.steering.actions import copying, saving
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Strategy
from maillage.web.forms import conflict
from maillage.web.gate.access import member
from maillage.web.steer.action import one_action
from maillage.web.steer.actions.asked import followed
from maillage.web.steer.actions.forms import Sheet, sections


def _page(request: HttpRequest, edited: conflict.Edit, action: Action, page: str) -> HttpResponse:
    context = {
        **edited.context,
        "action": action,
        "sections": sections(edited.form),
        "page": page,
        "new": not action.pk,
    }
    return render(request, "steer/actions/edit.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a sheet, in sections."""
    action = one_action(request, code, Act.EDIT)
    person: Any = request.user
    shaping = allows(person, Act.SHAPE, action.strategy)

    def fill(posted: QueryDict | None) -> Sheet:
        return Sheet(posted, instance=one_action(request, code, Act.EDIT), shaping=shaping, person=person)

    def write(form: Sheet, seen: str) -> HttpResponse:
        saved = saving.save(form.instance, person, seen, form.many)
        return HttpResponseRedirect(saved.page)

    edited = conflict.edit(request, fill, write, lambda: (one_action(request, code, Act.EDIT),))
    if isinstance(edited, HttpResponse):
        return edited
    return _page(request, edited, action, reverse("actions.edit", args=[action.code]))


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new action: of which strategy first, when there is a choice, then its sheet."""
    person: Any = request.user
    mine = [strategy for strategy in followed(person) if allows(person, Act.SHAPE, strategy)]
    if not mine:
        raise PermissionDenied("Votre rôle ne permet pas de créer une action.")
    asked = request.GET.get("strategie", "")
    strategies = {strategy.slug: strategy for strategy in mine}
    if len(mine) == 1:
        asked = asked or mine[0].slug
    if not asked:
        return render(request, "steer/actions/choose.html", {"strategies": mine})
    if asked not in strategies:
        raise UsageError(f"Stratégie « {asked[:40]} » inconnue, ou votre rôle ne permet pas d’y créer une action.")
    return _new(request, strategies[asked])


def _new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    person: Any = request.user
    page = f"{reverse('actions.new')}?strategie={strategy.slug}"
    blank = Action(strategy=strategy, code=copying.free_code(strategy))

    def fill(posted: QueryDict | None) -> Sheet:
        instance = blank if posted is None else Action(strategy=strategy)
        return Sheet(posted, instance=instance, shaping=True, person=person)

    def write(form: Sheet, _: str) -> HttpResponse:
        return HttpResponseRedirect(saving.save(form.instance, person, many=form.many).page)

    edited = conflict.edit(request, fill, write)
    return edited if isinstance(edited, HttpResponse) else _page(request, edited, blank, page)


class Copy(forms.Form):
    """How the copy is called."""

    code = forms.CharField(label="Code", max_length=20)
    title = forms.CharField(label="Titre", max_length=250)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Another action started from this one."""
    action = one_action(request, code, Act.SHAPE)
    person: Any = request.user
    usual = {"code": copying.free_code(action.strategy), "title": action.title}

    def write(form: Copy, _: str) -> HttpResponse:
        typed = form.cleaned_data
        made = copying.duplicate(action, typed["code"], typed["title"], person)
        return HttpResponseRedirect(reverse("actions.edit", args=[made.code]))

    edited = conflict.edit(request, lambda posted: Copy(posted, initial=usual), write, usual="code")
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "action": action}
    return render(request, "steer/actions/copy.html", context, status=edited.status)
