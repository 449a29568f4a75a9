"""What strategies are made of, picked by its name: elements of their trees, indicators, actions."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet

from maillage.kernel.french import typographic
from maillage.observatory.sheets import IndicatorSheet
from maillage.steering.actions.models import Action
from maillage.steering.rights import visible
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.forms.pickers.catalogue import Catalogue, Entry
from maillage.web.forms.pickers.directory import giving
from maillage.web.forms.pickers.fields import Pick, PickMany

NO_NODE = "Aucun élément de l’arbre ne s’appelle"
NO_BOND = "Aucune stratégie, aucun de leurs éléments ne s’appelle"
NO_INDICATOR = "Aucun indicateur ne s’appelle"
NO_ACTION = "Aucune action que vous puissiez lire ne s’appelle"
STRATEGY, NODE = "s", "n"
"""What begins the key of a strategy, and of an element, where both may be picked."""


def _of_what(node: Node) -> str:
    strategy = node.edition.strategy
    return typographic(f"{node.called.capitalize()} de {strategy}, édition {node.edition.name}")


def _node(node: Node, key: str) -> Entry:
    of = node.edition.strategy
    ways = tuple(filter(None, (node.title, node.number)))
    return Entry(key, str(node), ways, (str(of), f"{of}, {node.edition.name}"), hint=partial(_of_what, node))


def nodes(among: QuerySet[Node]) -> Catalogue:
    """These elements: « Déployer la fibre », « 4.2 Déployer la fibre » or « 4.2 »."""
    rows = among.select_related("edition__strategy")
    return Catalogue((_node(row, str(row.pk)) for row in rows), NO_NODE)


def nodes_seen(person: Any) -> QuerySet[Node]:
    """The elements in force of the strategies that somebody may be told of."""
    mine = Strategy.objects.filter(visible(person)).values("pk")
    return Node.objects.filter(edition__state=State.IN_FORCE, edition__strategy__in=mine)


def bonds(strategies: Iterable[Strategy], elements: Iterable[Node]) -> Catalogue:
    """Whole strategies, and elements of theirs."""
    entries = [
        Entry(
            f"{STRATEGY}{each.pk}", each.title, tuple(filter(None, (each.short, str(each)))), hint=lambda: "Stratégie"
        )
        for each in strategies
    ]
    return Catalogue([*entries, *(_node(node, f"{NODE}{node.pk}") for node in elements)], NO_BOND)


def computed(sheets: Iterable[IndicatorSheet]) -> list[Entry]:
    """The indicators of the observatory."""
    return [
        Entry(
            sheet.indicator.name,
            sheet.indicator.title,
            apart=("observatoire",),
            hint=partial(typographic, f"Observatoire, {sheet.indicator.theme}"),
        )
        for sheet in sheets
    ]


def followed(sheets: QuerySet[Sheet]) -> list[Entry]:
    """The indicators of strategies."""
    return [
        Entry(sheet.code, sheet.title, apart=("stratégie",), hint=lambda: "Indicateur d’une stratégie")
        for sheet in sheets
    ]


def indicator_catalogue(entries: Iterable[Entry]) -> Catalogue:
    """Indicators, of strategies or of the observatory."""
    return Catalogue(entries, NO_INDICATOR)


def actions(among: QuerySet[Action]) -> Catalogue:
    """These actions: « A12 », « A12 Former les agents » or « Former les agents »."""
    return Catalogue(
        (
            Entry(
                row.code, f"{row.code} {row.title}", (row.title,), codes=(str(row.pk),), hint=partial(str, row.strategy)
            )
            for row in among.select_related("strategy").order_by("code")
        ),
        NO_ACTION,
    )


class NodesField(PickMany):
    """Several of these elements of one strategy."""

    def __init__(self, among: QuerySet[Node], strategy: Strategy, **named: Any) -> None:
        source = ("choices.nodes", strategy.slug)
        super().__init__(lambda: nodes(among), giving(among.all), source=source, **named)


class NodeField(Pick):
    """One of these elements of one strategy, or nothing."""

    def __init__(self, among: QuerySet[Node], strategy: Strategy, **named: Any) -> None:
        source = ("choices.nodes", strategy.slug)
        super().__init__(lambda: nodes(among), giving(among.all), source=source, **named)


class BondField(Pick):
    """A strategy or an element of one; what it gives is its key."""

    def __init__(self, catalogue: Catalogue, strategy: Strategy, **named: Any) -> None:
        super().__init__(lambda: catalogue, source=("choices.bonds", strategy.slug), **named)


class IndicatorField(Pick):
    """An indicator by its title; what it gives is its code."""

    def __init__(self, known: Callable[[], Catalogue], source: str, **named: Any) -> None:
        super().__init__(known, source=("choices", source), **named)


class ActionField(Pick):
    """One of these actions, or nothing."""

    def __init__(self, among: QuerySet[Action], **named: Any) -> None:
        def give(code: str) -> Any:
            return among.filter(code=code).first() if code else None

        super().__init__(lambda: actions(among), give, source=("choices", "actions"), **named)

    @staticmethod
    def keys(value: Any) -> list[str]:
        """The codes of an action."""
        return [] if value in (None, "") else [str(getattr(value, "code", value))]
