"""What the pages that shape a strategy share: who may, which one, what was just done."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.steering.rights import Act, allows
from maillage.steering.strategies.models import Edition, Node, State, Strategy

# What was just done, as the page says it after a redirection.
DONE = {
    "cree": "C’est créé.",
    "change": "C’est enregistré.",
    "ajoute": "L’élément est ajouté.",
    "deplace": "L’élément est déplacé.",
    "place": "L’élément est déjà au bout : il n’a pas bougé.",
    "retire": "C’est retiré.",
    "copie": "L’édition est prête à être modifiée. Personne d’autre ne la voit.",
    "vigueur": "L’édition est en vigueur.",
    "lie": "Le lien est déclaré.",
}


def shaped(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, for who may change it. Raises UsageError when there is none to see, PermissionDenied otherwise."""
    strategy = Strategy.objects.filter(slug=slug).select_related("organisation").first()
    person: Any = request.user
    if strategy is None or not (strategy.shown or allows(person, Act.READ_PARTNERS, strategy)):
        raise UsageError("Aucune stratégie de ce nom ne vous est ouverte.")
    if not allows(person, Act.SHAPE, strategy):
        raise PermissionDenied("Seule l’équipe de cette stratégie peut la modifier.")
    return strategy


def edition_of(strategy: Strategy, number: str) -> Edition:
    """An edition of this strategy. Raises UsageError for any other."""
    edition = Edition.objects.filter(strategy=strategy, pk=int(number)).first()
    if edition is None:
        raise UsageError("Cette édition n’existe pas dans cette stratégie.")
    edition.strategy = strategy
    return edition


def node_of(strategy: Strategy, number: str) -> Node:
    """A node of an edition of this strategy. Raises UsageError for any other."""
    node = Node.objects.filter(edition__strategy=strategy, pk=int(number)).select_related("edition").first()
    if node is None:
        raise UsageError("Cet élément n’existe pas dans cette stratégie : il a peut-être été retiré.")
    node.edition.strategy = strategy
    return node


def changeable(edition: Edition) -> bool:
    """Whether an edition may still change."""
    return edition.state != State.PAST


def workshop(strategy: Strategy) -> str:
    """The page where this strategy changes."""
    return reverse("shaping.strategy", args=[strategy.slug])


def tree_page(edition: Edition) -> str:
    """The page where the tree of an edition changes."""
    return reverse("shaping.edition", args=[edition.strategy.slug, edition.pk])


def went(address: str, done: str, anchor: str = "") -> HttpResponseRedirect:
    """To this page, which says what was done."""
    return HttpResponseRedirect(f"{address}?fait={done}{f'#{anchor}' if anchor else ''}")


def said(request: HttpRequest) -> str:
    """What was just done, in words."""
    return DONE.get(request.GET.get("fait", ""), "")
