"""Writing a sheet. Its pilot comes to correct it, or the team to open another; when two write at once, the second is
told, sees both texts, and loses neither.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.actions import copying, past, saving
from maillage.steering.actions.models import Action
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Strategy
from maillage.web.forms.form import plain_fields
from maillage.web.gate.access import member
from maillage.web.steer.action import one_action
from maillage.web.steer.actions.asked import followed
from maillage.web.steer.actions.forms import MANY, Sheet, sections


def version(request: HttpRequest) -> int:
    """The version that was read, as the form sends it back. Raises UsageError."""
    told = request.POST.get("version", "")
    if not told.isdecimal() or len(told) > 9:
        raise UsageError("Ce formulaire est incomplet : rechargez la page.")
    return int(told)


def author(action: Action) -> str:
    """« equipe@exemple.fr, le 3 mars 2026 à 14 h 05 »: who wrote a sheet last."""
    last: Any = action.history.select_related("history_user").first()
    when = timezone.localtime(action.changed_at)
    who = str(last.history_user) if last and last.history_user else "Quelqu’un"
    return f"{who}, le {french.day(when.date())} à {when:%H} h {when:%M}"


def _of(source: Any, name: str) -> list[str] | str:
    """What a sheet says in a field, as its form would send it."""
    if name in MANY:
        mine = isinstance(source, Action)
        keys = getattr(source, name).values_list("pk", flat=True) if mine else past.keys_then(source, name)
        return [str(key) for key in keys]
    field: Any = Action._meta.get_field(name)
    value = getattr(source, field.attname)
    return "" if value is None else str(value)


def _worded(action: Action, name: str) -> str:
    if name in MANY:
        return ", ".join(str(one) for one in getattr(action, name).all()) or "rien"
    field: Any = Action._meta.get_field(name)
    value = getattr(action, name) if field.is_relation else getattr(action, field.attname)
    return past.worded(field, value) or "rien"


def merge(posted: QueryDict, names: list[str], action: Action, read: int) -> tuple[QueryDict, dict[str, str]]:
    """Two texts of one sheet: what only the other changed is taken, what both changed is told in the second answer,
    by field, and what only this reader changed stays."""
    data, theirs = posted.copy(), {}
    base = past.at_version(action, read)
    for name in names:
        mine: Any = sorted(posted.getlist(name)) if name in MANY else saving.clean(posted.get(name, ""))
        now: Any = _of(action, name)
        now = sorted(now) if name in MANY else now
        was: Any = None if base is None else _of(base, name)
        was = sorted(was) if name in MANY and was is not None else was
        if now in (mine, was):
            continue
        if mine == was:
            data.setlist(name, now if name in MANY else [now])
        else:
            theirs[name] = _worded(action, name)
    data["version"] = str(action.version)
    return data, theirs


def _page(
    request: HttpRequest, form: Sheet, action: Action, page: str, told: dict[str, Any], status: int = 200
) -> HttpResponse:
    theirs = told.get("theirs", {})
    context = {
        "action": action,
        "sections": sections(form, theirs),
        "fields": list(plain_fields(form).values()),
        "wrong": bool(form.errors),
        "general": " ".join(map(str, form.non_field_errors())),
        "page": page,
        "version": told.get("version", action.version),
        "meanwhile": told.get("meanwhile", ""),
        "theirs": bool(theirs),
        "new": not action.pk,
    }
    return render(request, "steer/actions/edit.html", context, status=status)


def _refuse(form: Sheet, error: ValidationError) -> None:
    """Put what a service refused beside the fields it is about."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in told.items():
        form.add_error(name if name in form.fields else None, messages)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a sheet, in sections."""
    action = one_action(request, code, Act.EDIT)
    person: Any = request.user
    shaping = allows(person, Act.SHAPE, action.strategy)
    page = reverse("actions.edit", args=[action.code])
    if request.method != "POST":
        return _page(request, Sheet(instance=action, shaping=shaping, person=person), action, page, {})
    read = version(request)
    form = Sheet(request.POST, instance=one_action(request, code, Act.EDIT), shaping=shaping, person=person)
    if form.is_valid():
        try:
            saving.save(form.instance, person, read, form.many)
        except saving.Stale:
            fresh = one_action(request, code, Act.EDIT)
            data, theirs = merge(request.POST, list(form.fields), fresh, read)
            again = Sheet(data, instance=one_action(request, code), shaping=shaping, person=person)
            told = {"theirs": theirs, "version": fresh.version, "meanwhile": author(fresh)}
            return _page(request, again, fresh, page, told, 409)
        except ValidationError as error:
            _refuse(form, error)
        else:
            return HttpResponseRedirect(action.page)
    return _page(request, form, action, page, {"version": read}, 422)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new action: of which strategy first, when there is a choice, then its sheet."""
    person: Any = request.user
    mine = [one for one in followed(person) if allows(person, Act.SHAPE, one)]
    if not mine:
        raise PermissionDenied("Votre rôle ne permet pas de créer une action.")
    asked = request.GET.get("strategie", "")
    found = {one.slug: one for one in mine}
    if len(mine) == 1:
        asked = asked or mine[0].slug
    if not asked:
        return render(request, "steer/actions/choose.html", {"strategies": mine})
    if asked not in found:
        raise UsageError(
            f"Stratégie « {asked[:40]} » inconnue, ou votre rôle ne permet pas d’y créer une action."
        )
    return _new(request, found[asked])


def _new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    person: Any = request.user
    page = f"{reverse('actions.new')}?strategie={strategy.slug}"
    blank = Action(strategy=strategy, code=copying.free_code(strategy))
    if request.method != "POST":
        return _page(request, Sheet(instance=blank, shaping=True, person=person), blank, page, {})
    form = Sheet(request.POST, instance=Action(strategy=strategy), shaping=True, person=person)
    if form.is_valid():
        try:
            made = saving.save(form.instance, person, many=form.many)
        except ValidationError as error:
            _refuse(form, error)
        else:
            return HttpResponseRedirect(made.page)
    return _page(request, form, blank, page, {}, 422)


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
    form = Copy(request.POST if request.method == "POST" else None, initial=usual)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = copying.duplicate(action, told["code"], told["title"], person)
        except ValidationError as error:
            told_by = error.message_dict if hasattr(error, "error_dict") else {"code": error.messages}
            for name, messages in told_by.items():
                form.add_error(name if name in form.fields else "code", messages)
        else:
            return HttpResponseRedirect(reverse("actions.edit", args=[made.code]))
    context = {"action": action, "fields": list(plain_fields(form).values()), "wrong": bool(form.errors)}
    return render(request, "steer/actions/copy.html", context, status=422 if form.errors else 200)
