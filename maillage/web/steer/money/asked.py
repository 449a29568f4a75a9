"""What a page of money is asked: which strategy, among those whose money this reader may see, at which level."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.territory import Ref
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.money import figures
from maillage.steering.money.standing import Line
from maillage.steering.rights import Act, doable, reached
from maillage.steering.strategies import editions
from maillage.steering.strategies.models import Edition, Strategy
from maillage.web.gate.observatory import observatory
from maillage.web.steer.action import of_strategy

HELD = 20
"""A level of the tree is shown by itself when it has at most so many nodes."""


def strategies(person: Any) -> list[Strategy]:
    """The strategies whose money somebody may see."""
    matches = Strategy.objects.filter(reached(person, Act.READ_PARTNERS), framework=False)
    return list(matches.distinct().order_by(alphabetic("title")))


def public_actions(strategy: Strategy) -> QuerySet[Action]:
    """The actions of a strategy that everybody may read."""
    return of_strategy(strategy).filter(visibility=Visibility.PUBLIC, strategy__shown=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """The strategy asked, the actions of it that the reader may see, their lines, the level of the tree."""

    strategy: Strategy
    among: tuple[Strategy, ...]
    actions: QuerySet[Action]
    lines: list[Line]
    edition: Edition | None
    depth: int
    depths: dict[int, int]

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return f"strategie={self.strategy.slug}&niveau={self.depth}"

    @property
    def levels(self) -> list[tuple[int, str]]:
        """The levels of the tree, by their names."""
        return [(depth, self.edition.level_name(depth)) for depth in self.depths] if self.edition else []


def of(request: HttpRequest, strategy: Strategy, among: tuple[Strategy, ...], actions: QuerySet[Action]) -> Asked:
    """What is asked of a strategy. Raises UsageError for a level that its tree does not have."""
    edition = editions.in_force(strategy)
    depths = figures.depths(edition) if edition else {}
    usual = max((depth for depth, count in depths.items() if count <= HELD), default=0)
    level = request.GET.get("niveau", "") or str(usual)
    if not (level.isascii() and level.isdecimal()) or (depths and int(level[:3]) not in depths):
        raise UsageError("Ce niveau n’est pas dans l’arbre de la stratégie.")
    return Asked(strategy, among, actions, figures.lines(actions), edition, int(level[:3]), depths)


def asked(request: HttpRequest) -> Asked:
    """What the address asks. Raises PermissionDenied for who may see no money, UsageError for the unknown."""
    among = strategies(request.user)
    if not among:
        raise PermissionDenied("Votre rôle ne permet pas de lire les budgets d’une stratégie.")
    slug = request.GET.get("strategie", "")
    strategy = next((candidate for candidate in among if candidate.slug == slug), None) if slug else _usual(among)
    if strategy is None:
        raise UsageError(f"Stratégie « {slug[:40]} » inconnue, ou votre rôle ne permet pas d’en lire le budget.")
    mine = Action.objects.filter(doable(request.user, Act.READ_PARTNERS)).values("pk")
    return of(request, strategy, tuple(among), of_strategy(strategy).filter(pk__in=mine))


def _usual(among: list[Strategy]) -> Strategy:
    """The first strategy that has a budget, or the first."""
    held = set(Action.objects.filter(budget_lines__isnull=False).values_list("strategy_id", flat=True).distinct())
    return next((strategy for strategy in among if strategy.pk in held), among[0])


def place(request: HttpRequest, ref: str) -> str:
    """The name of a territory; its reference when the release does not know it."""
    try:
        return observatory(request).territory(Ref.parse(ref)).name
    except (UsageError, DataError):
        return ref
