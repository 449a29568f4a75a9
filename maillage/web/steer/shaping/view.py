"""The workshop of strategies. Somebody of the team asks « où changer ce que dit notre stratégie ? »; they leave with
a sheet, editions and links as they want them, nothing lost, and every change signed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.kernel.errors import UsageError
from maillage.steering import workshop
from maillage.steering.rights import Act, reached
from maillage.steering.strategies import changes, editions
from maillage.steering.strategies.models import Edition, State, Strategy
from maillage.steering.validity import FIELDS as IN_FORCE
from maillage.web.forms import conflict
from maillage.web.gate.access import member
from maillage.web.steer.shaping import common
from maillage.web.steer.shaping.forms import Copy, Force, New, Settings, Sheet

CHANGES = 200
SHEET = ("title", "short", "level", "holder", "territories", "summary", "source", *IN_FORCE)


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
        "strategies": [(strategy, strategy.pk in may, common.workshop(strategy)) for strategy in every],
        "may_create": bool(workshop.holders(person)[0]),
    }
    return render(request, "steer/shaping/space.html", context)


def _page(request: HttpRequest, template: str, edited: conflict.Edit, more: dict[str, Any]) -> HttpResponse:
    return render(request, f"steer/shaping/{template}.html", {**edited.context, **more}, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new strategy, with its first edition to fill."""
    person: Any = request.user
    choices, free = workshop.holders(person)
    if not choices:
        raise PermissionDenied("Votre rôle ne permet pas de créer une stratégie.")
    usual = {"level": "epci", "framework": "non", "shown": "non"}
    if len(choices) == 1 and not free:
        usual["organisation"] = str(choices[0].pk)

    def write(form: New, _: str) -> HttpResponse:
        typed = form.cleaned_data
        edition = Edition(name=typed["edition"], level_names=typed["levels"])
        workshop.open_strategy(_filled(Strategy(slug=typed["slug"]), typed), edition, person)
        return common.went(common.tree_page(edition), "cree")

    edited = conflict.edit(request, lambda posted: New(choices, free, posted, initial=usual), write)
    return edited if isinstance(edited, HttpResponse) else _page(request, "new", edited, {})


def _filled(strategy: Strategy, typed: dict[str, Any]) -> Strategy:
    """A strategy, with what was typed of it."""
    for name in SHEET:
        if name in typed:
            setattr(strategy, name, typed[name])
    strategy.organisation = typed["organisation"]
    strategy.framework, strategy.shown = typed["framework"] == "oui", typed["shown"] == "oui"
    return strategy


@member
@require_safe
def strategy_page(request: HttpRequest, slug: str) -> HttpResponse:
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
    choices, free = workshop.holders(person)
    if strategy.organisation and strategy.organisation not in choices:
        choices = [*choices, strategy.organisation]

    def fill(posted: QueryDict | None) -> Sheet:
        return Sheet(choices, free or not choices, posted, initial=_kept_sheet(common.shaped(request, slug)))

    def write(form: Sheet, seen: str) -> HttpResponse:
        workshop.save_strategy(_filled(common.shaped(request, slug), form.cleaned_data), person, seen)
        return common.went(common.workshop(strategy), "change")

    edited = conflict.edit(request, fill, write, lambda: (common.shaped(request, slug),))
    if isinstance(edited, HttpResponse):
        return edited
    return _page(request, "sheet", edited, {"strategy": strategy, "here": common.workshop(strategy)})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A new edition, copied from another."""
    strategy = common.shaped(request, slug)
    every = list(strategy.editions.all())
    if not every:
        raise UsageError("Cette stratégie n’a pas d’édition à copier.")
    current = next((edition for edition in every if edition.state == State.IN_FORCE), every[0])

    def write(form: Copy, _: str) -> HttpResponse:
        former = common.edition_of(strategy, form.cleaned_data["former"])
        made = editions.copied(former, form.cleaned_data["name"], request.user)
        return common.went(common.tree_page(made), "copie")

    usual = {"former": str(current.pk)}
    edited = conflict.edit(request, lambda posted: Copy(every, posted, initial=usual), write, usual="name")
    if isinstance(edited, HttpResponse):
        return edited
    return _page(request, "copy", edited, {"strategy": strategy, "here": common.workshop(strategy)})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What an edition is called, its levels and its note, to change."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    if not common.changeable(edition):
        raise UsageError(workshop.CLOSED)

    def fill(posted: QueryDict | None) -> Settings:
        now = common.edition_of(strategy, number)
        usual = {
            "name": now.name,
            "adopted_on": now.adopted_on.isoformat() if now.adopted_on else "",
            "levels": "\n".join(", ".join(words) for words in now.level_names),
            "note": now.note,
        }
        return Settings(now, posted, initial=usual)

    def write(form: Settings, seen: str) -> HttpResponse:
        changed, typed = common.edition_of(strategy, number), form.cleaned_data
        changed.name, changed.note = typed["name"], typed["note"]
        changed.adopted_on, changed.level_names = typed["adopted_on"], typed["levels"]
        workshop.save_edition(changed, request.user, seen)
        return common.went(common.tree_page(changed), "change")

    edited = conflict.edit(request, fill, write, lambda: (common.edition_of(strategy, number),))
    if isinstance(edited, HttpResponse):
        return edited
    more = {"strategy": strategy, "edition": edition, "tree": common.tree_page(edition)}
    return _page(request, "settings", edited, more)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def force(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """An edition about to come in force: what it will do, then done."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    if edition.state != State.DRAFT:
        raise UsageError("Seule une édition en préparation peut entrer en vigueur.")
    day = edition.adopted_on or timezone.localdate()
    more = {
        "strategy": strategy,
        "edition": edition,
        "former": editions.in_force(strategy),
        "here": common.workshop(strategy),
        "tree": common.tree_page(edition),
    }

    def write(form: Force, _: str) -> HttpResponse:
        turned = editions.put_in_force(edition, form.cleaned_data["adopted_on"], request.user)
        if turned.left:
            return render(request, "steer/shaping/force.html", {**more, "turned": turned})
        return common.went(common.workshop(strategy), "vigueur")

    usual = {"adopted_on": day.isoformat()}
    edited = conflict.edit(request, lambda posted: Force(posted, initial=usual), write, usual="adopted_on")
    return edited if isinstance(edited, HttpResponse) else _page(request, "force", edited, more)


@member
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what of a strategy, and when, the last first."""
    strategy = common.shaped(request, slug)
    entries = changes.changes(strategy)
    context = {
        "strategy": strategy,
        "here": common.workshop(strategy),
        "changes": entries[:CHANGES],
        "more": max(len(entries) - CHANGES, 0),
    }
    return render(request, "steer/shaping/history.html", context)
