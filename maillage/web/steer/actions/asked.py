"""What a page of actions is asked: which ones somebody may read, narrowed by the address, and the choices offered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.directory.rights import once
from maillage.kernel.errors import DataError
from maillage.kernel.french import typographic
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.steering.actions.filters import SORTS, Alert, Around, Filters, narrowed
from maillage.steering.actions.models import Action, Priority, Status, Weather
from maillage.steering.money import figures
from maillage.steering.rights import Act, allows_somewhere, doable, visible
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.web.gate.observatory import observatory
from maillage.web.steer.action import read_by

Options = list[tuple[str, str]]
INDENT = "\u2003"


def may_exchange(person: Any) -> bool:
    """Whether a workbook of actions would let somebody write something."""
    mine = Action.objects.filter(doable(person, Act.UPDATE))
    return allows_somewhere(person, Act.SHAPE) or mine.exists()


def around(person: Any, asked: Filters, source: Callable[[], Observatory]) -> Around:
    """What the filters need to know: a territory is looked for, in the observatory, with all that holds it."""
    refs: tuple[Ref, ...] = ()
    if asked.territoire:
        territory = source().territory(Ref.parse(asked.territoire))
        refs = (territory.ref, *territory.parents, *territory.groupings)
    return Around(timezone.localdate(), person.pk, refs, over_budget(asked, person))


def over_budget(asked: Filters, person: Any) -> tuple[int, ...]:
    """The actions that spend more than planned, read only when they are asked for, for who may read amounts."""
    if asked.alerte != Alert.OVER_BUDGET:
        return ()
    mine = Action.objects.filter(doable(person, Act.READ_PARTNERS), pk__in=figures.over())
    return tuple(mine.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Choice:
    """One list to choose from: its name in the address, its label, what is chosen, its options."""

    name: str
    label: str
    value: str
    options: Options


def asked_list(request: HttpRequest) -> tuple[Filters, QuerySet[Action]]:
    """What is asked, and the actions that answer."""
    asked = Filters.asked(request.GET.dict())
    return asked, answering(request.user, asked, lambda: observatory(request))


def answering(person: Any, asked: Filters, source: Callable[[], Observatory]) -> QuerySet[Action]:
    """The actions that somebody may read, and that answer."""
    return narrowed(read_by(person), asked, around(person, asked, source))


def _nodes(person: Any, slug: str) -> Options:
    mine = Strategy.objects.filter(visible(person)).values("pk")
    nodes = Node.objects.filter(edition__state=State.IN_FORCE, edition__strategy__in=mine)
    nodes = nodes.order_by("edition", "tag", "rank", "pk")
    if slug:
        nodes = nodes.filter(edition__strategy__slug=slug)
    return [(str(node.pk), INDENT * node.depth + typographic(str(node))[:70]) for node in nodes[:400]]


def _places(request: HttpRequest) -> Options:
    try:
        source = observatory(request)
    except DataError:
        return []
    levels = (Level.DEPARTEMENT, Level.EPCI)
    return [
        (str(territory.ref), typographic(territory.name)) for level in levels for territory in source.territories(level)
    ]


def _any(words: str, options: Iterable[tuple[Any, Any]]) -> Options:
    return [("", words), *((str(value), typographic(str(label))) for value, label in options)]


def alerts() -> Options:
    """The alerts offered."""
    return [(alert.value, alert.label) for alert in Alert]


def first_choices(asked: Filters, strategies: Iterable[Strategy]) -> list[Choice]:
    """The lists in sight."""
    states = [("ouvertes", "Toutes les ouvertes"), *Status.choices]
    choices = [
        Choice("alerte", "À surveiller", asked.alerte, _any("Tout", alerts())),
        Choice("etat", "État", asked.etat, _any("Tous", states)),
        Choice("tri", "Dans l’ordre", asked.tri or "code", list(SORTS.items())),
    ]
    listed = [(strategy.slug, str(strategy)) for strategy in strategies]
    if len(listed) > 1:
        choices.insert(0, Choice("strategie", "Stratégie", asked.strategie, _any("Toutes", listed)))
    return choices


def more_choices(request: HttpRequest, asked: Filters) -> list[Choice]:
    """The lists one opens."""
    led = read_by(request.user).order_by().values("lead")
    bearers = Organisation.objects.filter(pk__in=led).order_by(alphabetic("name")).values_list("pk", "name")
    choices = [
        Choice(
            "element",
            "Orientation, piste, principe",
            asked.element,
            _any("Tous", _nodes(request.user, asked.strategie)),
        ),
        Choice("meteo", "Météo", asked.meteo, _any("Toutes", Weather.choices)),
        Choice("priorite", "Priorité", asked.priorite, _any("Toutes", Priority.choices)),
        Choice("porteur", "Porteur", asked.porteur, _any("Tous", bearers)),
        Choice("pilote", "Pilote", asked.pilote, _any("Tout le monde", [("moi", "Moi")])),
    ]
    places = _places(request)
    if places:
        choices.append(Choice("territoire", "Territoire concerné", asked.territoire, _any("Tous", places)))
    return choices


def followed(person: Any) -> list[Strategy]:
    """The strategies whose actions are followed here, among those that somebody may know of."""
    known = Strategy.objects.filter(visible(person), framework=False).order_by(alphabetic("title"))
    return once(("followed", person.pk), lambda: list(known))


def filter_context(request: HttpRequest, asked: Filters, page: str) -> dict[str, Any]:
    """What actions/filters.html shows. `page` is the address of the page that filters."""
    more = more_choices(request, asked)
    return {
        "asked": asked,
        "first": first_choices(asked, followed(request.user)),
        "more": more,
        "more_open": any(choice.value for choice in more),
        "filter_page": page,
    }
