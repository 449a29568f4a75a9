"""Strategies in the open. An elected member or an inhabitant asks « quelles stratégies y a-t-il ici, que disent-elles,
comment se répondent-elles ? »; they leave with each tree, its principles, its editions and the actions that carry it.
"""

from typing import Any

from django.db.models import Count as Counted
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.directory import typed
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.schemes import cited
from maillage.steering.strategies import editions
from maillage.steering.strategies.comparing import compare
from maillage.steering.strategies.models import Edition, Level, State, Strategy
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import observatory
from maillage.web.lists.shown import files
from maillage.web.steer.strategies.diagram import draw
from maillage.web.steer.strategies.files import CHANGED, EDITION, IN_FORCE, LINKS, STRATEGIES, links_between
from maillage.web.steer.tree import beside, public_edition, shown, tree_context


@writing
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The strategies by level, the framework documents apart, and the links they declare."""
    every = list(Strategy.objects.filter(shown=True))
    current = {
        edition.strategy_id: edition
        for edition in Edition.objects.filter(state=State.IN_FORCE, strategy__in=every).annotate(
            size=Counted("nodes", filter=Q(nodes__tag=False))
        )
    }
    for strategy in every:
        strategy.edition = current.get(strategy.pk)  # type: ignore[attr-defined]
    own = [strategy for strategy in every if not strategy.framework]
    links = links_between(every)
    context = {
        "levels": [
            (level.label, [strategy for strategy in own if strategy.level == level])
            for level in Level
            if any(strategy.level == level for strategy in own)
        ],
        "frameworks": sorted(
            (strategy for strategy in every if strategy.framework),
            key=lambda strategy: list(Level).index(Level(strategy.level)),
        ),
        "links": links,
        "diagram": draw(every, links),
        "taken": files(STRATEGIES, {}),
        "links_taken": files(LINKS, {}),
    }
    return render(request, "steer/strategies/strategies.html", context)


def places(request: HttpRequest, strategy: Strategy) -> list[tuple[str, str]]:
    """The territories of a strategy: address (empty when the release does not know it) and name."""
    try:
        source = observatory(request)
    except DataError:
        return [("", str(ref)) for ref in typed.refs(strategy.territories)]
    links = []
    for ref in typed.refs(strategy.territories):
        try:
            links.append((reverse("territory", args=[ref.level, ref.code]), source.territory(ref).name))
        except UsageError:
            links.append(("", str(ref)))
    return links


@writing
@require_safe
def strategy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A strategy: who holds it, its tree in force, its links with others, its editions."""
    strategy = shown(slug)
    edition = editions.in_force(strategy)
    known = Strategy.objects.filter(shown=True)
    links = [link for link in links_between(known) if strategy.pk in (link.source.pk, link.target.pk)]
    context: dict[str, Any] = {
        "strategy": strategy,
        "level": Level(strategy.level).label,
        "places": places(request, strategy),
        "edition": edition,
        "editions": editions.public(strategy),
        "links": links,
        "since": cited(f"{strategy.title} {strategy.holder}"),
        "actions": 0,
        "taken": files(IN_FORCE, {"slug": slug}),
    }
    if edition is not None:
        edition.strategy = strategy
        context |= tree_context(edition)
    return render(request, "steer/strategies/strategy.html", context)


@writing
@require_safe
def edition(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """An edition and its tree; with `avec`, what changed since the other one."""
    strategy = shown(slug)
    edition = public_edition(strategy, int(number))
    every = editions.public(strategy)
    other = beside(request, edition, every)
    place = {"slug": slug, "number": number}
    context: dict[str, Any] = {
        "strategy": strategy,
        "edition": edition,
        "state": State(edition.state).label,
        "others": [candidate for candidate in every if candidate.pk != edition.pk],
        "other": other,
        "address": reverse("strategies.edition", args=[strategy.slug, edition.pk]),
        "comparison": compare(other, edition) if other else None,
        "taken": files(CHANGED, place, f"avec={other.pk}") if other else files(EDITION, place),
    }
    if other is None:
        context |= tree_context(edition)
    return render(request, "steer/strategies/edition.html", context)
