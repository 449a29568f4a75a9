"""A dated synthesis of an action: its weather, what was done, what hinders, what comes, what is to be settled."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.steering.actions.models.action import Action

if TYPE_CHECKING:
    pass


class Weather(models.TextChoices):
    """How an action goes, as the public administrations say it."""

    SUN = "soleil", "Tout va bien"
    CLOUD = "nuage", "Difficultés mineures"
    COVERED = "couvert", "Difficultés sérieuses"
    STORM = "orage", "Bloquée"


class Synthesis(models.Model):
    """A synthesis. It is never changed: a later one takes its place."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="syntheses")
    weather = models.CharField("météo", max_length=8, choices=Weather.choices)
    done = models.TextField("réalisé", blank=True, max_length=4000)
    hindered = models.TextField("freins", blank=True, max_length=4000)
    coming = models.TextField("à venir", blank=True, max_length=4000)
    to_settle = models.TextField("arbitrage demandé", blank=True, max_length=4000)
    written_at = models.DateTimeField("écrite le", db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="auteur"
    )

    class Meta:
        verbose_name = "synthèse"
        verbose_name_plural = "synthèses"
        ordering: ClassVar = ["action", "-written_at", "-pk"]

    def __str__(self) -> str:
        """Weather and day."""
        return f"{Weather(self.weather).label}, {self.written_at:%d/%m/%Y}"
