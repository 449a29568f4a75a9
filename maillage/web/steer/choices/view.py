"""Names proposed while one types, as JSON. Somebody began a name in a form; they leave with those they may pick."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering import workshop
from maillage.steering.rights import Act, acquainted, reached, visible
from maillage.steering.strategies.models import Strategy
from maillage.web.forms.pickers import directory, proposing, strategies
from maillage.web.forms.pickers.catalogue import Catalogue
from maillage.web.gate.access import member
from maillage.web.steer import meetings, picked
from maillage.web.steer.action import read_by


def _people(request: HttpRequest) -> Catalogue:
    return directory.people(acquainted(request.user))


def _pilots(request: HttpRequest) -> Catalogue:
    return picked.pilots(acquainted(request.user))


def _organisations(request: HttpRequest) -> Catalogue:
    return directory.organisations()


def _holders(request: HttpRequest) -> Catalogue:
    return directory.organisations(workshop.holders(request.user)[0])


def _actions(request: HttpRequest) -> Catalogue:
    return strategies.actions(read_by(request.user))


def _observatory(request: HttpRequest) -> Catalogue:
    return strategies.indicator_catalogue(picked.computed(request))


def _indicators(request: HttpRequest) -> Catalogue:
    return strategies.indicator_catalogue(picked.indicators(request))


KINDS: dict[str, Callable[[HttpRequest], Catalogue]] = {
    "personnes": _people,
    "pilotes": _pilots,
    "organisations": _organisations,
    "porteurs": _holders,
    "actions": _actions,
    "indicateurs": _indicators,
    "observatoire": _observatory,
}


@member
@require_safe
def proposed(request: HttpRequest, kind: str) -> HttpResponse:
    """People whom one may name, organisations, actions and indicators that one may read."""
    if kind not in KINDS:
        raise UsageError("Rien de ce nom ne se choisit ici.")
    return proposing.proposed(request, lambda: KINDS[kind](request))


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
    return proposing.proposed(request, lambda: strategies.nodes(among))


@member
@require_safe
def bonds(request: HttpRequest, slug: str) -> HttpResponse:
    """The strategies, and their elements, to which the team of one may declare a link."""
    strategy = Strategy.objects.filter(reached(request.user, Act.SHAPE), slug=slug).first()
    if strategy is None:
        raise UsageError("Aucune stratégie de ce nom ne vous est ouverte.")
    person: Any = request.user
    return proposing.proposed(request, lambda: strategies.bonds(*picked.bonds(person, strategy)))


@member
@require_safe
def owners(request: HttpRequest, number: str) -> HttpResponse:
    """The organisations that may be in charge of what a meeting decides, for who holds it."""
    meeting = meetings.one_meeting(request, number, running=True)
    return proposing.proposed(request, lambda: directory.organisations(picked.owners(meeting)))


@member
@require_safe
def in_charge(request: HttpRequest, number: str) -> HttpResponse:
    """The people who may be, for who holds it."""
    meeting = meetings.one_meeting(request, number, running=True)
    return proposing.proposed(request, lambda: directory.people(picked.in_charge(meeting)))
