"""A step of an action: planned, then real."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.actions.models.action import Action

if TYPE_CHECKING:
    from maillage.directory.models import User


class Step(models.Model):
    """A step. `weight` says how much of the action it is, among its sisters."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    title = models.CharField("étape", max_length=250)
    starts_on = models.DateField("début prévu", null=True, blank=True)
    due_on = models.DateField("fin prévue", null=True, blank=True)
    done_on = models.DateField("terminée le", null=True, blank=True)
    milestone = models.BooleanField("jalon", default=False)
    weight = models.PositiveSmallIntegerField("poids", default=1)
    rank = models.PositiveIntegerField("ordre", default=0)

    history = HistoricalRecords(verbose_name="changement d’étape")
    _history_user: "User | None"

    class Meta:
        verbose_name = "étape"
        verbose_name_plural = "étapes"
        ordering: ClassVar = ["action", "rank", "due_on", "pk"]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def late(self, today: date) -> bool:
        """Whether it should be over and is not."""
        return self.due_on is not None and self.due_on < today and self.done_on is None
