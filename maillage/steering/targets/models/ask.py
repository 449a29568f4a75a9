"""A value asked by mail to the person who knows it, answered once by a link."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.steering.targets.models.entry import Entry
from maillage.steering.targets.models.sheet import Sheet

if TYPE_CHECKING:
    pass


class Ask(models.Model):
    """A question: this indicator, there, for that period, to somebody."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="asks", verbose_name="indicateur")
    territory = models.CharField("territoire", max_length=30)
    period = models.CharField("période", max_length=10)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne")
    sent_at = models.DateTimeField("envoyée le")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answer = models.ForeignKey(Entry, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="réponse")

    class Meta:
        verbose_name = "valeur demandée"
        verbose_name_plural = "valeurs demandées"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "territory", "period", "person"], name="a_value_is_asked_once")
        ]

    def __str__(self) -> str:
        """Territory and period."""
        return f"{self.territory}, {self.period}"
