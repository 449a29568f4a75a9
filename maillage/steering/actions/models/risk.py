"""A risk of an action, and what is done about it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.actions.models.action import Action

if TYPE_CHECKING:
    from maillage.directory.models import User


class Grade(models.IntegerChoices):
    """How likely, or how serious."""

    LOW = 1, "Faible"
    MIDDLE = 2, "Moyenne"
    HIGH = 3, "Forte"


class Risk(models.Model):
    """A risk: likelihood × gravity, from 1 to 9."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="risks")
    title = models.CharField("risque", max_length=250)
    likelihood = models.PositiveSmallIntegerField("probabilité", choices=Grade.choices, default=Grade.MIDDLE)
    gravity = models.PositiveSmallIntegerField("gravité", choices=Grade.choices, default=Grade.MIDDLE)
    response = models.CharField("parade", max_length=500, blank=True)
    closed = models.BooleanField("écarté", default=False)

    history = HistoricalRecords(verbose_name="changement de risque")
    _history_user: "User | None"

    class Meta:
        verbose_name = "risque"
        verbose_name_plural = "risques"
        ordering: ClassVar = ["action", "closed", "pk"]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    @property
    def score(self) -> int:
        """From 1 to 9."""
        return self.likelihood * self.gravity
