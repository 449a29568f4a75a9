"""Finds strategies, and what the editions in force of the public ones hold: défis, orientations, pistes."""

from django.db.models import Q
from django.urls import reverse

from maillage.kernel import french
from maillage.steering.rights import visible
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.web.finding.finder import Answer, Finder, Search, matching


def _known(search: Search) -> Q:
    return Q(shown=True) if search.person is None else visible(search.person)


def _strategies(search: Search, limit: int) -> list[Answer]:
    strategies = Strategy.objects.filter(_known(search), shown=True).distinct()
    return [
        Answer(french.typographic(strategy.title), "Stratégie", reverse("strategies.strategy", args=[strategy.slug]))
        for strategy in matching(strategies.order_by("pk"), search, ("title", "short"), limit)
    ]


def _nodes(search: Search, limit: int) -> list[Answer]:
    nodes = Node.objects.filter(edition__state=State.IN_FORCE, edition__strategy__shown=True)
    nodes = nodes.select_related("edition__strategy").order_by("edition", "rank", "pk")
    return [
        Answer(
            french.typographic(str(node)),
            french.typographic(f"{french.capital(node.called)}, {node.edition.strategy}"),
            reverse("orientation", args=[node.edition.strategy.slug, node.key]),
        )
        for node in matching(nodes, search, ("title", "number", "variant"), limit)
    ]


FINDERS = (
    Finder("strategies", "Stratégies", 14, _strategies),
    Finder("elements", "Orientations et pistes", 16, _nodes),
)
