"""Actions in words, for lists: their state, their weather, what asks for attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from maillage.kernel import french
from maillage.steering.actions import standing
from maillage.steering.actions.models import Action, Priority, Status, Visibility, Weather
from maillage.web.exports.table import Cell, Column, Kind


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


COLUMNS = (
    Column("code", "Code", "Code de l’action", width=10),
    Column("titre", "Titre", "Titre de l’action", width=46),
    Column("strategie", "Stratégie", "Stratégie dont elle est", width=20),
    Column("elements", "Éléments", "Orientations, pistes et principes", width=40),
    Column("porteur", "Porteur", "Organisation qui la porte", width=30),
    Column("pilote", "Pilote", "Personne en charge", width=30),
    Column("etat", "État", "Où elle en est", width=14),
    Column("motif", "Motif", "Pourquoi elle est suspendue ou abandonnée", width=40),
    Column("meteo", "Météo", "De la dernière synthèse", width=20),
    Column("alertes", "À surveiller", "Retard, silence, pilote qui manque", width=34),
    Column("priorite", "Priorité", "Priorité", width=11),
    Column("etapes_faites", "Étapes faites", "Pour cent, chaque étape selon son poids", Kind.NUMBER, 10),
    Column("debut_prevu", "Début prévu", "Date", Kind.DATE, 13),
    Column("fin_prevue", "Fin prévue", "Date", Kind.DATE, 13),
    Column("debut_reel", "Début réel", "Date", Kind.DATE, 13),
    Column("fin_reelle", "Fin réelle", "Date", Kind.DATE, 13),
    Column("nouvelles", "Dernières nouvelles", "Jour de la dernière synthèse", Kind.DATE, 13),
    Column("territoires", "Territoires", "Niveau et code, séparés par une espace", width=30),
    Column("visible_par", "Visible par", "Qui peut la lire", width=14),
)
# What everybody may be told of a public action: no name of a person.
PUBLIC_COLUMNS = tuple(column for column in COLUMNS if column.name not in ("pilote", "visible_par"))


def cells(action: Any, today: date, columns: Iterable[Column] = COLUMNS, *, named: bool = True) -> tuple[Cell, ...]:
    """An action under these columns, unrounded; the address of its pilot where it may be `named`."""
    values: dict[str, Cell] = {
        "code": action.code,
        "titre": action.title,
        "strategie": str(action.strategy),
        "elements": " | ".join(str(node) for node in action.nodes.all()),
        "porteur": str(action.lead or ""),
        "pilote": action.pilot.email if named and action.pilot else "",
        "etat": str(Status(action.status).label),
        "motif": action.status_reason,
        "meteo": str(Weather(action.weather).label) if action.weather else "",
        "alertes": " | ".join(alerts(action, today)),
        "priorite": str(Priority(action.priority).label),
        "etapes_faites": percent(action),
        "debut_prevu": action.starts_on,
        "fin_prevue": action.ends_on,
        "debut_reel": action.started_on,
        "fin_reelle": action.ended_on,
        "nouvelles": heard_on(action),
        "territoires": action.territories,
        "visible_par": str(Visibility(action.visibility).label),
    }
    return tuple(values[column.name] for column in columns)
