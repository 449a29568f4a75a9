"""Names proposed while one types, as JSON. Somebody began a name in a form; they leave with those they may pick."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.rights import Act, acquainted, reached, visible
from maillage.steering.strategies.models import Strategy
from maillage.web.forms.asked import LONGEST_QUERY
from maillage.web.forms.pickers import directory, strategies
from maillage.web.forms.pickers.catalogue import Catalogue
from maillage.web.gate.access import member
from maillage.web.steer import picked
from maillage.web.steer.action import read_by

LEAST = 2


def _people(request: HttpRequest) -> Catalogue:
    return directory.people(acquainted(request.user))


def _organisations(request: HttpRequest) -> Catalogue:
    return directory.organisations()


def _actions(request: HttpRequest) -> Catalogue:
    return strategies.actions(read_by(request.user))


def _observatory(request: HttpRequest) -> Catalogue:
    return strategies.indicator_catalogue(picked.computed(request))


def _indicators(request: HttpRequest) -> Catalogue:
    return strategies.indicator_catalogue(picked.indicators(request))


KINDS: dict[str, Callable[[HttpRequest], Catalogue]] = {
    "personnes": _people,
    "organisations": _organisations,
    "actions": _actions,
    "indicateurs": _indicators,
    "observatoire": _observatory,
}


def _answer(request: HttpRequest, known: Callable[[], Catalogue]) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    choices = known().begun(text) if len(text) >= LEAST else []
    return JsonResponse({"choices": [{"label": choice.label, "hint": choice.hint} for choice in choices]})


@member
@require_safe
def proposed(request: HttpRequest, kind: str) -> HttpResponse:
    """People whom one may name, organisations, actions and indicators that one may read."""
    if kind not in KINDS:
        raise UsageError("Rien de ce nom ne se choisit ici.")
    return _answer(request, lambda: KINDS[kind](request))


@member
@require_safe
def nodes(request: HttpRequest, slug: str) -> HttpResponse:
    """Elements of a strategy: those in force for who may be told of it, those of a draft for its team."""
    strategy = Strategy.objects.filter(visible(request.user), slug=slug).first()
    if strategy is None:
        raise UsageError("Aucune stratégie de ce nom ne vous est ouverte.")
    among = picked.nodes_of(strategy)
    if not Strategy.objects.filter(reached(request.user, Act.SHAPE), pk=strategy.pk).exists():
        among = among & strategies.nodes_seen(request.user)
    return _answer(request, lambda: strategies.nodes(among))


@member
@require_safe
def bonds(request: HttpRequest, slug: str) -> HttpResponse:
    """The strategies, and their elements, to which the team of one may declare a link."""
    strategy = Strategy.objects.filter(reached(request.user, Act.SHAPE), slug=slug).first()
    if strategy is None:
        raise UsageError("Aucune stratégie de ce nom ne vous est ouverte.")
    person: Any = request.user
    return _answer(request, lambda: strategies.bonds(*picked.bonds(person, strategy)))
