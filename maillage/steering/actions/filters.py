"""Which actions are asked for: one reading of an address, used by the list, the calendar, the map and the exports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import Case, DateTimeField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from maillage.directory.ordering import alphabetic
from maillage.kernel.territory import Ref
from maillage.kernel.words import folded
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Priority, Status
from maillage.steering.strategies.models import Node


class Alert(StrEnum):
    """What asks for attention."""

    LATE = "en-retard"
    STEP_LATE = "etape-en-retard"
    SILENT = "sans-nouvelles"
    NO_PILOT = "sans-pilote"
    STORMY = "en-difficulte"
    OVER_BUDGET = "hors-budget"

    @property
    def label(self) -> str:
        """What the reader chooses."""
        return ALERTS[self]


ALERTS = {
    Alert.LATE: "En retard",
    Alert.STEP_LATE: "Une étape en retard",
    Alert.SILENT: "Sans nouvelles depuis 3 mois",
    Alert.NO_PILOT: "Sans pilote",
    Alert.STORMY: "En difficulté ou bloquée",
    Alert.OVER_BUDGET: "Hors budget",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked, by the names of an address; an empty text asks nothing."""

    q: str = ""
    strategie: str = ""
    element: str = ""
    etat: str = ""
    meteo: str = ""
    priorite: str = ""
    porteur: str = ""
    territoire: str = ""
    pilote: str = ""
    alerte: str = ""


def _below(element: int) -> list[int]:
    """A node of a strategy and all those below it."""
    keys, level = [element], [element]
    while level:
        level = list(Node.objects.filter(parent__in=level).values_list("pk", flat=True))
        keys += level
    return keys


def holds(refs: Iterable[Ref]) -> Q:
    """Whether one of these is among the territories of an action, as they are kept: separated by one space."""
    asked = Q(pk__in=[])
    for ref in refs:
        text = str(ref)
        asked |= Q(territories=text) | Q(territories__startswith=f"{text} ")
        asked |= Q(territories__endswith=f" {text}") | Q(territories__contains=f" {text} ")
    return asked


_folded = lru_cache(maxsize=50_000)(folded)


def matching(actions: QuerySet[Action], text: str) -> list[int]:
    """The keys of the actions whose code, title, bearer or elected member hold these words, whatever the accents."""
    asked = folded(text).split()

    def holds_all(values: tuple[str | None, ...]) -> bool:
        line = _folded(" ".join(filter(None, values)))
        return all(word in line for word in asked)

    rows = actions.values_list("pk", "code", "title", "lead__name", "elected")
    return [pk for pk, *values in rows if holds_all(tuple(values))]


def _alert(alert: str, today: date, over_budget: Iterable[int]) -> Q:
    match Alert(alert):
        case Alert.LATE:
            return standing.late(today)
        case Alert.STEP_LATE:
            return standing.step_late(today)
        case Alert.SILENT:
            return standing.silent(today)
        case Alert.NO_PILOT:
            return standing.without_pilot()
        case Alert.STORMY:
            return Q(status__in=standing.OPEN, weather__in=standing.STORMY)
        case Alert.OVER_BUDGET:
            return Q(pk__in=list(over_budget))


@dataclass(frozen=True, slots=True)
class Around:
    """What a filter needs to know besides the rows: the day, who asks, where a territory is, who is over budget."""

    today: date
    person: int | None = None
    territories: tuple[Ref, ...] = ()
    over_budget: tuple[int, ...] = ()


def narrowed(actions: QuerySet[Action], asked: Filters, around: Around) -> QuerySet[Action]:
    """The actions asked for, each with its `weather`."""
    actions = actions.annotate(weather=standing.weather())
    if asked.strategie:
        slug = asked.strategie
        shared = Action.shared_with.through.objects.filter(strategy__slug=slug).values("action")
        actions = actions.filter(Q(strategy__slug=slug) | Q(pk__in=shared))
    if asked.element:
        through = Action.nodes.through.objects.filter(node__in=_below(int(asked.element)))
        actions = actions.filter(pk__in=through.values("action"))
    if asked.etat:
        states = standing.OPEN if asked.etat == "ouvertes" else [asked.etat]
        actions = actions.filter(status__in=states)
    if asked.meteo:
        actions = actions.filter(weather=asked.meteo)
    if asked.priorite:
        actions = actions.filter(priority=asked.priorite)
    if asked.porteur:
        actions = actions.filter(lead=int(asked.porteur))
    if asked.territoire:
        actions = actions.filter(holds(around.territories or (Ref.parse(asked.territoire),)))
    if asked.pilote:
        actions = actions.filter(pilot=around.person)
    if asked.alerte:
        actions = actions.filter(_alert(asked.alerte, around.today, around.over_budget))
    if asked.q:
        actions = actions.filter(pk__in=matching(actions, asked.q))
    return actions


def _ranks(field: str, values: Iterable[str]) -> Case:
    whens = [When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, default=Value(99), output_field=IntegerField())


NEVER = Value(datetime(1, 1, 2, tzinfo=UTC), output_field=DateTimeField())
ORDERS: dict[str, tuple[Any, ...]] = {
    "code": ("code",),
    "title": (alphabetic("title"), "code"),
    "lead": (alphabetic("lead__name"), "code"),
    "starts_on": ("starts_on", "code"),
    "ends_on": ("ends_on", "code"),
    "news": (Coalesce("heard_at", NEVER), "code"),
    "priority": (_ranks("priority", Priority.values), "code"),
    "status": (_ranks("status", Status.values), "code"),
}
"""What a list of actions may be sorted by: the first expression, then what settles ties."""
