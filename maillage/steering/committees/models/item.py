"""A point of the agenda of a meeting, with the facts that put it there."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.actions.models import Action
from maillage.steering.committees.models.meeting import Meeting

if TYPE_CHECKING:
    from maillage.directory.models import User


class Item(models.Model):
    """A point. `reasons` are the facts that proposed it, as they were told; `allotted` its minutes.

    `follows` is the decision of a former meeting that it comes back to.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="réunion")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="action"
    )
    follows = models.ForeignKey(
        "committees.Decision",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="décision suivie",
    )
    title = models.CharField("point", max_length=250)
    reasons: "models.JSONField[list[str], list[str]]" = models.JSONField("faits", default=list, blank=True)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    allotted = models.PositiveSmallIntegerField("minutes prévues", default=10)
    minutes = models.TextField("échanges", blank=True, max_length=10_000)

    history = HistoricalRecords(verbose_name="changement de point")
    _history_user: "User | None"

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering: ClassVar = ["meeting", "rank", "pk"]

    def __str__(self) -> str:
        """Its title."""
        return self.title
