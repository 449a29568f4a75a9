"""A value asked by mail to the person who knows it, answered once by a link."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.steering.targets.models.entry import Entry
from maillage.steering.targets.models.sheet import Sheet

if TYPE_CHECKING:
    from maillage.directory.models import User


class Ask(models.Model):
    """A question: this indicator, there, for that period, to somebody."""

    sheet: "models.ForeignKey[Sheet, Sheet]" = models.ForeignKey(
        Sheet, models.CASCADE, related_name="asks", verbose_name="indicateur"
    )
    territory: "models.CharField[str, str]" = models.CharField("territoire", max_length=30)
    period: "models.CharField[str, str]" = models.CharField("période", max_length=10)
    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne"
    )
    sent_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField("envoyée le")
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        "répondue le", null=True, blank=True
    )
    answer: "models.ForeignKey[Entry | None, Entry | None]" = models.ForeignKey(
        Entry, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="réponse"
    )

    sheet_id: int
    person_id: int

    class Meta:
        verbose_name = "valeur demandée"
        verbose_name_plural = "valeurs demandées"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "territory", "period", "person"], name="a_value_is_asked_once"
            ),
        ]

    def __str__(self) -> str:
        """Territory and period."""
        return f"{self.territory}, {self.period}"
