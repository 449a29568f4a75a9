"""A document of an action: an address, and who may see it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.ordering import alphabetic
from maillage.steering.actions.models.action import Action, Visibility

if TYPE_CHECKING:
    from maillage.directory.models import User


class Document(models.Model):
    """A document kept elsewhere: its title and its address."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="documents")
    title = models.CharField("titre", max_length=250)
    address = models.URLField("adresse", max_length=500)
    visibility = models.CharField("visible par", max_length=12, choices=Visibility.choices, default=Visibility.TEAM)

    history = HistoricalRecords(verbose_name="changement de document")
    _history_user: "User | None"

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering: ClassVar = ["action", alphabetic("title")]

    def __str__(self) -> str:
        """Its title."""
        return self.title
