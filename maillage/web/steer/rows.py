"""Actions in words, for lists: their state, their weather, what asks for attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions import standing
from maillage.steering.actions.filters import ORDERS
from maillage.steering.actions.models import Action, Priority, Status, Visibility, Weather
from maillage.steering.rights import Act, doable
from maillage.web.exports.table import Kind
from maillage.web.lists.described import Column


@dataclass(frozen=True, slots=True)
class Shown:
    """An action as a list shows it. `weather` is its name, for the drawing; empty without synthesis."""

    action: Action
    status: str
    weather: str
    weather_words: str
    alerts: tuple[str, ...]
    ends: str
    heard: str
    done: str


def percent(action: Action) -> int | None:
    """The share of steps done, in whole percents; None without step."""
    share = standing.progress(action.steps.all())
    return None if share is None else round(100 * share)


def alerts(action: Action, today: date) -> tuple[str, ...]:
    """What asks for attention, in words."""
    words = []
    if action.late(today):
        words.append("en retard")
    elif Status(action.status).open and any(step.late(today) for step in action.steps.all()):
        words.append("étape en retard")
    if standing.is_silent(action, today):
        words.append("sans nouvelles depuis 3 mois")
    if Status(action.status).open and action.pilot_id is None:
        words.append("sans pilote")
    return tuple(words)


def heard_on(action: Action) -> date | None:
    """The day of the last news."""
    return timezone.localtime(action.heard_at).date() if action.heard_at else None


def shown(action: Any, today: date) -> Shown:
    """An action annotated with `weather`, its steps at hand."""
    rate = percent(action)
    return Shown(
        action=action,
        status=str(Status(action.status).label),
        weather=action.weather or "",
        weather_words=str(Weather(action.weather).label) if action.weather else "",
        alerts=alerts(action, today),
        ends=french.day(action.ends_on),
        heard=french.day(heard_on(action)),
        done="" if rate is None else french.with_unit(rate, "%"),
    )


class Batch:
    """Actions drawn together: what the columns ask of them is read once for all, when it is asked."""

    def __init__(self, person: Any, actions: Sequence[Any]) -> None:
        self.person, self.actions = person, actions
        self._keys = [action.pk for action in actions]

    def _among(self, act: Act) -> set[int]:
        mine = Action.objects.filter(doable(self.person, act), pk__in=self._keys)
        return set(mine.values_list("pk", flat=True))

    @cached_property
    def named(self) -> set[int]:
        """The keys of those whose pilot may be named."""
        return self._among(Act.READ_PARTNERS)

    @cached_property
    def updatable(self) -> set[int]:
        """The keys of those one may update."""
        return self._among(Act.UPDATE)

    @property
    def simulated(self) -> bool:
        """Whether one of them is written for the demonstration."""
        return any(action.simulated for action in self.actions)

    @cached_property
    def nodes(self) -> dict[int, str]:
        """What each answers, by its key."""
        prefetch_related_objects(self.actions, "nodes")
        return {action.pk: " | ".join(str(node) for node in action.nodes.all()) for action in self.actions}


class Line(NamedTuple):
    """An action as the columns of a list read it, annotated with `weather`, its steps at hand."""

    action: Any
    today: date
    batch: Batch

    @property
    def alerts(self) -> tuple[str, ...]:
        """What asks for attention."""
        return alerts(self.action, self.today)

    @property
    def chosen(self) -> bool:
        """Whether it may be chosen, to be updated with others."""
        return self.action.pk in self.batch.updatable

    @property
    def nodes(self) -> str:
        """What it answers."""
        return self.batch.nodes[self.action.pk]

    @property
    def pilot(self) -> str:
        """The address of who is in charge, where they may be named."""
        action = self.action
        return action.pilot.email if action.pilot and action.pk in self.batch.named else ""

    @property
    def weather(self) -> str:
        """The weather of its last synthesis."""
        return str(Weather(self.action.weather).label) if self.action.weather else ""


def lines(person: Any, actions: Sequence[Any]) -> list[Line]:
    """Actions as the columns of a list read them."""
    batch, today = Batch(person, actions), timezone.localdate()
    return [Line(action, today, batch) for action in actions]


COLUMNS = (
    Column("code", "Code", "Code de l’action", width=10, cell="action.code", order=ORDERS["code"]),
    Column("titre", "Titre", "Titre de l’action", width=46, cell="action.title", order=ORDERS["title"]),
    Column("strategie", "Stratégie", "Stratégie dont elle est", width=20, cell=lambda line: str(line.action.strategy)),
    Column("elements", "Éléments", "Orientations, pistes et principes", width=40, cell="nodes"),
    Column(
        "porteur",
        "Porteur",
        "Organisation qui la porte",
        width=30,
        cell=lambda line: str(line.action.lead or ""),
        order=ORDERS["lead"],
    ),
    Column("pilote", "Pilote", "Personne en charge", width=30, cell="pilot"),
    Column(
        "etat",
        "État",
        "Où elle en est",
        width=14,
        cell=lambda line: str(Status(line.action.status).label),
        order=ORDERS["status"],
    ),
    Column("motif", "Motif", "Pourquoi elle est suspendue ou abandonnée", width=40, cell="action.status_reason"),
    Column("meteo", "Météo", "De la dernière synthèse", width=20, cell="weather"),
    Column(
        "alertes",
        "À surveiller",
        "Retard, silence, pilote qui manque",
        width=34,
        cell=lambda line: " | ".join(line.alerts),
    ),
    Column(
        "priorite",
        "Priorité",
        "Priorité",
        width=11,
        cell=lambda line: str(Priority(line.action.priority).label),
        order=ORDERS["priority"],
    ),
    Column(
        "etapes_faites",
        "Étapes faites",
        "Pour cent, chaque étape selon son poids",
        Kind.NUMBER,
        10,
        lambda line: percent(line.action),
    ),
    Column("debut_prevu", "Début prévu", "Date", Kind.DATE, 13, "action.starts_on", order=ORDERS["starts_on"]),
    Column("fin_prevue", "Fin prévue", "Date", Kind.DATE, 13, "action.ends_on", order=ORDERS["ends_on"], once="fin"),
    Column("debut_reel", "Début réel", "Date", Kind.DATE, 13, "action.started_on"),
    Column("fin_reelle", "Fin réelle", "Date", Kind.DATE, 13, "action.ended_on"),
    Column(
        "nouvelles",
        "Dernières nouvelles",
        "Jour de la dernière synthèse",
        Kind.DATE,
        13,
        lambda line: heard_on(line.action),
        order=ORDERS["news"],
    ),
    Column("territoires", "Territoires", "Niveau et code, séparés par une espace", width=30, cell="action.territories"),
    Column(
        "visible_par",
        "Visible par",
        "Qui peut la lire",
        width=14,
        cell=lambda line: str(Visibility(line.action.visibility).label),
    ),
)
# What everybody may be told of a public action: no name of a person.
PUBLIC_COLUMNS = tuple(column for column in COLUMNS if column.name not in ("pilote", "visible_par"))
