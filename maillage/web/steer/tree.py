"""A strategy and its tree, as pages of everybody and the workshop show them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.kernel.french import counted
from maillage.kernel.schemes import cited
from maillage.steering.strategies import tree
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.web.steer import counts


def shown(slug: str) -> Strategy:
    """A public strategy. Raises UsageError for any other."""
    strategy = Strategy.objects.filter(slug=slug, shown=True).select_related("organisation").first()
    if strategy is None:
        raise UsageError("Cette stratégie n’est pas publique, ou n’existe pas.")
    return strategy


def public_edition(strategy: Strategy, number: int) -> Edition:
    """An edition everybody may read. Raises UsageError for one in preparation, or of another strategy."""
    edition: Edition | None = strategy.editions.exclude(state=State.DRAFT).filter(pk=number).first()
    if edition is None:
        raise UsageError("Cette édition n’est pas publique, ou n’existe pas.")
    edition.strategy = strategy
    return edition


def tree_context(edition: Edition) -> dict[str, Any]:
    """What the template of a tree wants: the branches with their counts, the principles, the levels in words."""
    read = tree.read(edition)
    totals = counts.counts(read, timezone.localdate())
    for branch in read.walk():
        branch.node.count = totals[branch.node.pk]  # type: ignore[attr-defined]
        branch.node.since = cited(branch.node.title)  # type: ignore[attr-defined]
        branch.node.page = _page(edition, branch.node)  # type: ignore[attr-defined]
    for tags in read.tags.values():
        for tag in tags:
            tag.count = totals[tag.pk]  # type: ignore[attr-defined]
            tag.page = _page(edition, tag)  # type: ignore[attr-defined]
    levels = ", ".join(counted(count, name, name) for name, count in read.levels())
    return {
        "branches": read.branches,
        "levels": levels,
        "tags": [(tree.many(kind), tags) for kind, tags in read.tags.items()],
        "known_keys": [branch.node.key for branch in read.walk()],
    }


def _page(edition: Edition, node: Node) -> str:
    """The public page of an element; empty where its edition is not in force, or its strategy not public."""
    told = edition.state == State.IN_FORCE and edition.strategy.shown
    return reverse("orientation", args=[edition.strategy.slug, node.key]) if told else ""


def beside(request: HttpRequest, edition: Edition, among: list[Edition]) -> Edition | None:
    """The edition asked by `avec`, None when none is. Raises UsageError for one that is not among these."""
    asked = request.GET.get("avec", "")
    if not asked:
        return None
    other = next((candidate for candidate in among if str(candidate.pk) == asked and candidate.pk != edition.pk), None)
    if other is None:
        raise UsageError("Choisissez une autre édition de la même stratégie.")
    return other
