"""One noun per file."""

from maillage.steering.actions.models.action import Action, Priority, Status, Visibility
from maillage.steering.actions.models.document import Document
from maillage.steering.actions.models.effect import Effect
from maillage.steering.actions.models.risk import Risk
from maillage.steering.actions.models.step import Step
from maillage.steering.actions.models.synthesis import Synthesis, Weather
from maillage.steering.actions.models.view import SavedView

__all__ = [
    "Action",
    "Document",
    "Effect",
    "Priority",
    "Risk",
    "SavedView",
    "Status",
    "Step",
    "Synthesis",
    "Visibility",
    "Weather",
]
