"""The groups that public actions are told in: what is done, late, under way, to come, paused, dropped."""

from django.utils import timezone

from maillage.steering.actions.models import Action, Status

GROUPS = (
    ("faites", "Faites", "Rien n’est encore achevé."),
    ("retard", "En retard", "Aucune action n’est en retard."),
    ("cours", "En cours", "Rien n’est en cours."),
    ("venir", "À venir", "Rien d’autre n’est programmé."),
    ("suspendues", "Suspendues", "Aucune action n’est suspendue."),
    ("abandonnees", "Abandonnées, et pourquoi", "Aucune action n’a été abandonnée."),
)
STATES = {
    Status.DONE: "faites",
    Status.RUNNING: "cours",
    Status.PLANNED: "venir",
    Status.IDEA: "venir",
    Status.PAUSED: "suspendues",
    Status.DROPPED: "abandonnees",
}


def group(action: Action) -> str:
    """Which group an action is told in: late before anything that is open."""
    return "retard" if action.late(timezone.localdate()) else STATES[Status(action.status)]
