"""What a page of actions is asked: which ones somebody may read, narrowed by the address, and the choices offered."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.directory.rights import once
from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.french import typographic
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.steering.actions.filters import Alert, Around, Filters, narrowed
from maillage.steering.actions.models import Action, Priority, Status, Weather
from maillage.steering.money import figures
from maillage.steering.rights import Act, allows_somewhere, doable, visible
from maillage.steering.strategies.models import Node, State, Strategy
from maillage.web.forms.pickers import territories
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Field, Filter, Options, every
from maillage.web.steer.action import read_by

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


def matches(asked: Asked) -> QuerySet[Action]:
    """The actions that one may read, narrowed as asked."""
    filters = Filters(**{each.name: asked.texts[each.name] for each in FILTERS})
    return answering(asked.person, filters, lambda: observatory(asked.request))


def answering(person: Any, filters: Filters, source: Callable[[], Observatory]) -> QuerySet[Action]:
    """The actions that somebody may read, and that answer."""
    return narrowed(read_by(person), filters, around(person, filters, source))


def _nodes(asked: Asked) -> Options:
    mine = Strategy.objects.filter(visible(asked.person)).values("pk")
    nodes = Node.objects.filter(edition__state=State.IN_FORCE, edition__strategy__in=mine)
    nodes = nodes.order_by("edition", "tag", "rank", "pk")
    if slug := asked.texts["strategie"]:
        nodes = nodes.filter(edition__strategy__slug=slug)
    return every("Tous", ((node.pk, INDENT * node.depth + typographic(str(node))[:70]) for node in nodes[:400]))


def _places(asked: Asked) -> Options:
    try:
        source = observatory(asked.request)
    except DataError:
        return ()
    levels = (Level.DEPARTEMENT, Level.EPCI)
    return every("Tous", ((each.ref, each.name) for level in levels for each in source.territories(level)))


def _leads(asked: Asked) -> Options:
    led = read_by(asked.person).order_by().values("lead")
    return every("Tous", Organisation.objects.filter(pk__in=led).order_by(alphabetic("name")).values_list("pk", "name"))


def _strategies(asked: Asked) -> Options:
    listed = [(strategy.slug, str(strategy)) for strategy in followed(asked.person)]
    return every("Toutes", listed) if len(listed) > 1 else ()


def followed(person: Any) -> list[Strategy]:
    """The strategies whose actions are followed here, among those that somebody may know of."""
    known = Strategy.objects.filter(visible(person), framework=False).order_by(alphabetic("title"))
    return once(("followed", person.pk), lambda: list(known))


def _number(label: str) -> Callable[[str, Asked], str]:
    def number(text: str, asked: Asked) -> str:
        if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise UsageError(f"{label} « {text} » : un nombre est attendu.")
        return text

    return number


def _place(text: str, asked: Asked) -> str:
    """The territory that a name or a code says, as a code."""
    return str(territories.ref(observatory(asked.request), text)) if text else ""


FILTERS = (
    Filter("q", "Mots du titre, code, porteur, élu", Field.WORDS),
    Filter("strategie", "Stratégie", options=_strategies, parse=lambda text, asked: text),
    Filter("alerte", "À surveiller", options=every("Tout", ((alert.value, alert.label) for alert in Alert))),
    Filter("etat", "État", options=every("Tous", [("ouvertes", "Toutes les ouvertes"), *Status.choices])),
    Filter("element", "Orientation, piste, principe", options=_nodes, parse=_number("Élément"), behind=True),
    Filter("meteo", "Météo", options=every("Toutes", Weather.choices), behind=True),
    Filter("priorite", "Priorité", options=every("Toutes", Priority.choices), behind=True),
    Filter("porteur", "Porteur", options=_leads, parse=_number("Porteur"), behind=True),
    Filter("pilote", "Pilote", options=(("", "Tout le monde"), ("moi", "Moi")), behind=True),
    Filter("territoire", "Territoire concerné", options=_places, parse=_place, written=str, behind=True),
)
