"""The columns of the workbook of actions, and an action under them. An export read again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Prefetch, QuerySet

from maillage.kernel.words import alphabetical
from maillage.steering.actions.models import Action, Priority, Status, Step, Visibility
from maillage.steering.strategies.models import Node

Cell: TypeAlias = str | int | date | None
ACTIONS, STEPS, HELP = "Actions", "Étapes", "À lire"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what to write there, the field it fills, how wide it is (characters)."""

    head: str
    words: str
    field: str
    width: int = 16
    day: bool = False
    needed: bool = False


def _choices(among: Iterable[object]) -> str:
    return ", ".join(map(str, among))


COLUMNS = (
    Column("Code", "Le code de l’action, par exemple A12 ; il désigne la fiche", "code", 10, needed=True),
    Column("Titre", "Le titre", "title", 44, needed=True),
    Column("Stratégie", "Le nom court de la stratégie, celui de son adresse", "strategy", 20, needed=True),
    Column("Éléments", "Les clés des orientations, pistes et principes, une par ligne", "nodes", 18),
    Column("Description", "Ce que fait l’action", "description", 50),
    Column("Porteur", "Le nom de l’organisation, tel qu’il est dans l’annuaire", "lead", 28),
    Column("Pilote", "L’adresse électronique, ou le nom, de la personne en charge", "pilot", 28),
    Column("Partenaires", "Les organisations partenaires, une par ligne", "partners", 28),
    Column("Autres partenaires", "Hors annuaire, un par ligne", "other_partners", 28),
    Column("Élu référent", "Nom et mandat, publics", "elected", 24),
    Column("Territoires", "epci:200065647 commune:25056, séparés par des espaces", "territories", 26),
    Column("Public visé", "À qui l’action sert", "audience", 24),
    Column("Éléments techniques", "Réseaux, logiciels, normes", "technical", 30),
    Column("Métiers", "Les métiers concernés", "trades", 24),
    Column("Formation", "Les besoins de formation", "training", 24),
    Column("Début prévu", "Une date", "starts_on", 13, day=True),
    Column("Fin prévue", "Une date", "ends_on", 13, day=True),
    Column("Début réel", "Une date", "started_on", 13, day=True),
    Column("Fin réelle", "Une date", "ended_on", 13, day=True),
    Column("État", _choices(Status.labels), "status", 14),
    Column("Motif", "Pourquoi elle est suspendue ou abandonnée", "status_reason", 30),
    Column("Priorité", _choices(Priority.labels), "priority", 11),
    Column("Visible par", _choices(Visibility.labels), "visibility", 14),
    Column("Partagée avec", "Les noms courts d’autres stratégies, un par ligne", "shared_with", 18),
    Column("Version", "Ne pas changer : elle dit si la fiche a bougé depuis l’export", "version", 9),
)
STEP_COLUMNS = (
    Column("Code", "Le code de l’action", "code", 10, needed=True),
    Column("Étape", "Son titre, qui la désigne dans l’action", "title", 50, needed=True),
    Column("Début prévu", "Une date", "starts_on", 13, day=True),
    Column("Fin prévue", "Une date", "due_on", 13, day=True),
    Column("Terminée le", "Une date", "done_on", 13, day=True),
    Column("Jalon", "oui ou non", "milestone", 8),
    Column("Poids", "Un nombre de 0 à 1000 : sa part de l’action", "weight", 8),
)
ENUMS = {"status": Status, "priority": Priority, "visibility": Visibility}
MANY = ("nodes", "partners", "shared_with")
# What people write in their own words: kept sign for sign.
FREE = (
    "title",
    "description",
    "other_partners",
    "elected",
    "audience",
    "technical",
    "trades",
    "training",
    "status_reason",
)


def loaded(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The same actions with all that a workbook tells of them, in as many queries whatever their number."""
    return actions.select_related("strategy", "lead", "pilot").prefetch_related(
        Prefetch("nodes", Node.objects.select_related("edition").order_by("tag", "rank", "pk")),
        "partners",
        "shared_with",
        "steps",
    )


def cell_of(action: Action, field: str) -> Cell:
    """What an action says in the column of a field."""
    if field in ENUMS:
        return str(ENUMS[field](getattr(action, field)).label)
    if field == "strategy":
        return action.strategy.slug
    if field == "nodes":
        return "\n".join(sorted({node.key for node in action.nodes.all()}))
    if field == "partners":
        return "\n".join(sorted((partner.name for partner in action.partners.all()), key=alphabetical))
    if field == "shared_with":
        return "\n".join(sorted(strategy.slug for strategy in action.shared_with.all()))
    if field == "pilot":
        return action.pilot.email if action.pilot else ""
    if field == "lead":
        return action.lead.name if action.lead else ""
    value: Cell = getattr(action, field)
    return value


def row(action: Action) -> tuple[Cell, ...]:
    """An action under COLUMNS."""
    return tuple(cell_of(action, column.field) for column in COLUMNS)


def worded(cell: Cell) -> str:
    """A cell as it is told to a reader; empty for nothing."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)


def step_row(code: str, step: Step) -> tuple[Cell, ...]:
    """A step under STEP_COLUMNS."""
    jalon = "oui" if step.milestone else "non"
    return (code, step.title, step.starts_on, step.due_on, step.done_on, jalon, step.weight)
