"""The workshop of strategies. Somebody of the team asks « où changer ce que dit notre stratégie ? »; they leave with
a sheet, editions and links as they want them, nothing lost, and every change signed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.directory.models import Kind, Organisation, Role
from maillage.directory.rights import memberships
from maillage.kernel.errors import UsageError
from maillage.steering.rights import ACTS, Act, reached
from maillage.steering.strategies import changes, editions, locking
from maillage.steering.strategies.models import Edition, State, Strategy
from maillage.steering.validity import FIELDS as IN_FORCE
from maillage.web.forms.form import fields
from maillage.web.gate.access import member
from maillage.web.steer.shaping import common
from maillage.web.steer.shaping.forms import Copy, Force, New, Settings, Sheet

CHANGES = 200
SHEET = ("title", "short", "level", "holder", "territories", "summary", "source", *IN_FORCE)


def _organisations(person: Any) -> tuple[list[Organisation], bool]:
    """Those in whose name a strategy may be created, and whether it may be in nobody's."""
    held = [one for one in memberships(person) if not one.strategy and Act.SHAPE in ACTS[Role(one.role)]]
    if any(one.organisation.kind == Kind.EQUIPE for one in held):
        return list(Organisation.objects.all()), True
    return [one.organisation for one in held], False


@member
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """The strategies somebody may read, and those they may change."""
    person: Any = request.user
    mine = reached(person, Act.READ_PARTNERS)
    every = list(
        Strategy.objects.filter(Q(shown=True) | mine)
        .annotate(number=Count("editions", distinct=True))
        .select_related("organisation")
    )
    may = set(Strategy.objects.filter(reached(person, Act.SHAPE)).values_list("pk", flat=True))
    context = {
        "strategies": [(one, one.pk in may, common.workshop(one)) for one in every],
        "may_create": bool(_organisations(person)[0]),
    }
    return render(request, "steer/shaping/space.html", context)


def _form(
    request: HttpRequest, template: str, form: Any, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of a form, with what is wrong in it."""
    wrong = bool(form.errors)
    context = {"fields": fields(form), "wrong": wrong, "form": form, **more}
    return render(request, template, context, status=422 if wrong else status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new strategy, with its first edition to fill."""
    person: Any = request.user
    choices, free = _organisations(person)
    if not choices:
        raise PermissionDenied("Votre rôle ne permet pas de créer une stratégie.")
    posted = request.POST if request.method == "POST" else None
    form = New(choices, free, posted, initial={"level": "epci", "framework": "non", "shown": "non"})
    if posted is not None and form.is_valid():
        told = form.cleaned_data
        with transaction.atomic():
            strategy = Strategy(slug=told["slug"])
            _write_sheet(strategy, told, person)
            edition = Edition(strategy=strategy, name=told["edition"], level_names=told["levels"])
            edition._history_user = person
            edition.save()
        return common.went(common.tree_page(edition), "cree")
    return _form(request, "steer/shaping/new.html", form, {})


def _write_sheet(strategy: Strategy, told: dict[str, Any], person: Any) -> None:
    for name in SHEET:
        if name in told:
            setattr(strategy, name, told[name])
    strategy.organisation = Organisation.objects.filter(pk=told["organisation"] or 0).first()
    strategy.framework, strategy.shown = told["framework"] == "oui", told["shown"] == "oui"
    strategy._history_user = person
    strategy.save()


@member
@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """A strategy as its team sees it: its sheet, its editions, what changed lately."""
    strategy = common.shaped(request, slug)
    every = list(strategy.editions.annotate(size=Count("nodes")))
    context = {
        "strategy": strategy,
        "here": common.workshop(strategy),
        "editions": every,
        "changes": changes.changes(strategy)[:8],
        "done": common.said(request),
    }
    return render(request, "steer/shaping/strategy.html", context)


def _kept_sheet(strategy: Strategy) -> dict[str, str]:
    kept = {name: str(getattr(strategy, name) or "") for name in SHEET}
    kept["organisation"] = str(strategy.organisation.pk) if strategy.organisation else ""
    kept["framework"] = "oui" if strategy.framework else "non"
    kept["shown"] = "oui" if strategy.shown else "non"
    return kept


@member
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of a strategy, to change."""
    person: Any = request.user
    strategy = common.shaped(request, slug)
    choices, free = _organisations(person)
    if strategy.organisation and strategy.organisation not in choices:
        choices = [*choices, strategy.organisation]
    posted = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {"strategy": strategy, "here": common.workshop(strategy)}
    with transaction.atomic():
        strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
        form = Sheet(choices, free or not choices, posted, initial=_kept_sheet(strategy))
        if posted is not None and form.is_valid():
            overtaken = common.overtaken(strategy, form, _kept_sheet(strategy), posted)
            if overtaken is not None:
                more |= {"version": locking.version(strategy), "overtaken": overtaken}
                return _form(request, "steer/shaping/sheet.html", form, more, 409)
            _write_sheet(strategy, form.cleaned_data, person)
            return common.went(common.workshop(strategy), "change")
    more["version"] = posted["version"] if posted and "version" in posted else locking.version(strategy)
    return _form(request, "steer/shaping/sheet.html", form, more)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A new edition, copied from another."""
    strategy = common.shaped(request, slug)
    every = list(strategy.editions.all())
    if not every:
        raise UsageError("Cette stratégie n’a pas d’édition à copier.")
    posted = request.POST if request.method == "POST" else None
    current = next((one for one in every if one.state == State.IN_FORCE), every[0])
    form = Copy(every, posted, initial={"former": str(current.pk)})
    if posted is not None and form.is_valid():
        former = common.edition_of(strategy, form.cleaned_data["former"])
        try:
            made = editions.copied(former, form.cleaned_data["name"], request.user)
        except UsageError as error:
            form.add_error("name", ValidationError(str(error)))
        else:
            return common.went(common.tree_page(made), "copie")
    return _form(
        request, "steer/shaping/copy.html", form, {"strategy": strategy, "here": common.workshop(strategy)}
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What an edition is called, its levels and its note, to change."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    if not common.changeable(edition):
        raise UsageError("Cette édition est remplacée : elle ne change plus.")
    posted = request.POST if request.method == "POST" else None
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        edition.strategy = strategy
        kept = {
            "name": edition.name,
            "adopted_on": edition.adopted_on.isoformat() if edition.adopted_on else "",
            "levels": "\n".join(", ".join(one) for one in edition.level_names),
            "note": edition.note,
        }
        form = Settings(edition, posted, initial=kept)
        more: dict[str, Any] = {"strategy": strategy, "edition": edition, "tree": common.tree_page(edition)}
        if posted is not None and form.is_valid():
            overtaken = common.overtaken(edition, form, kept, posted)
            if overtaken is not None:
                more |= {"version": locking.version(edition), "overtaken": overtaken}
                return _form(request, "steer/shaping/settings.html", form, more, 409)
            told = form.cleaned_data
            edition.name, edition.note = told["name"], told["note"]
            edition.adopted_on, edition.level_names = told["adopted_on"], told["levels"]
            edition._history_user = request.user  # type: ignore[assignment]
            edition.save()
            return common.went(common.tree_page(edition), "change")
    more["version"] = posted["version"] if posted and "version" in posted else locking.version(edition)
    return _form(request, "steer/shaping/settings.html", form, more)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def force(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """An edition about to come in force: what it will do, then done."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    if edition.state != State.DRAFT:
        raise UsageError("Seule une édition en préparation peut entrer en vigueur.")
    posted = request.POST if request.method == "POST" else None
    day = edition.adopted_on or timezone.localdate()
    form = Force(posted, initial={"adopted_on": day.isoformat()})
    former = editions.in_force(strategy)
    turned = None
    if posted is not None and form.is_valid():
        try:
            turned = editions.put_in_force(edition, form.cleaned_data["adopted_on"], request.user)
        except UsageError as error:
            form.add_error("adopted_on", ValidationError(str(error)))
        else:
            if not turned.left:
                return common.went(common.workshop(strategy), "vigueur")
    return _form(
        request,
        "steer/shaping/force.html",
        form,
        {
            "strategy": strategy,
            "edition": edition,
            "former": former,
            "turned": turned,
            "here": common.workshop(strategy),
            "tree": common.tree_page(edition),
        },
    )


@member
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what of a strategy, and when, the last first."""
    strategy = common.shaped(request, slug)
    found = changes.changes(strategy)
    context = {
        "strategy": strategy,
        "here": common.workshop(strategy),
        "changes": found[:CHANGES],
        "more": max(len(found) - CHANGES, 0),
    }
    return render(request, "steer/shaping/history.html", context)
