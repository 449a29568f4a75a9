"""Which actions are asked for: one reading of an address, used by the list, the calendar, the map and the exports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.kernel.words import folded
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Priority, Status, Weather
from maillage.steering.strategies.models import Node

LONGEST = 100


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
SORTS = {
    "code": "Code",
    "titre": "Titre",
    "fin": "Fin prévue",
    "nouvelles": "Nouvelles les plus anciennes",
    "priorite": "Priorité",
    "etat": "État",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked, by the names of an address; an empty text asks nothing."""

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
    tri: str = ""

    @classmethod
    def asked(cls, parameters: Mapping[str, str]) -> "Filters":
        """What an address asks. Raises UsageError for what does not exist."""
        filters = cls(**{field.name: parameters.get(field.name, "").strip()[:LONGEST] for field in fields(cls)})
        for name, value, among in (
            ("État", filters.etat, [*Status.values, "ouvertes"]),
            ("Météo", filters.meteo, Weather.values),
            ("Priorité", filters.priorite, Priority.values),
            ("Alerte", filters.alerte, list(Alert)),
            ("Pilote", filters.pilote, ["moi"]),
            ("Tri", filters.tri, list(SORTS)),
        ):
            if value and value not in among:
                raise UsageError(f"{name} « {value} » : inconnu. Choisissez parmi : {', '.join(among)}.")
        for name, value in (("Élément", filters.element), ("Porteur", filters.porteur)):
            if value and not (value.isascii() and value.isdecimal() and len(value) < 10):
                raise UsageError(f"{name} « {value} » : un nombre est attendu.")
        if filters.territoire:
            Ref.parse(filters.territoire)
        return filters

    def query(self) -> dict[str, str]:
        """The same as an address, without what asks nothing."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def narrow(self) -> bool:
        """Whether anything but an order is asked."""
        return bool(set(self.query()) - {"tri"})


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
    """The actions asked for, in the order asked for, each with its `weather`."""
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
    return _ordered(actions, asked.tri or "code")


def _ranks(field: str, values: Iterable[str]) -> Case:
    whens = [When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, default=Value(99), output_field=IntegerField())


def _ordered(actions: QuerySet[Action], sort: str) -> QuerySet[Action]:
    if sort == "titre":
        return actions.order_by(alphabetic("title"), "code")
    if sort == "fin":
        missing = Case(When(ends_on=None, then=Value(1)), default=Value(0), output_field=IntegerField())
        return actions.order_by(missing, "ends_on", "code")
    if sort == "nouvelles":
        never = Case(When(heard_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
        return actions.order_by(never, "heard_at", "code")
    if sort == "priorite":
        return actions.order_by(_ranks("priority", Priority.values), "code")
    if sort == "etat":
        return actions.order_by(_ranks("status", Status.values), "code")
    return actions.order_by("code")
