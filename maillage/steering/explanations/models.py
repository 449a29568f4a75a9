"""A sentence that a team signs beside an automatic headline; the switch that holds all headlines back."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.strategies.models import Strategy

if TYPE_CHECKING:
    from maillage.directory.models import User


class Explanation(models.Model):
    """One sentence, signed. It stands beside the headline that says `headline` of `territory` at `period`, and goes
    with it: another period, another figure, and readers no longer see it. `about` names what the headline is about: an
    indicator, or the rule that writes it."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="explanations", verbose_name="stratégie")
    territory = models.CharField("territoire", max_length=30)
    about = models.CharField("sujet", max_length=80)
    period = models.CharField("période", max_length=20)
    headline = models.CharField("titre expliqué", max_length=400)
    words = models.TextField("votre phrase", max_length=400, help_text="Une phrase, que tout le monde lira.")
    name = models.CharField("nom", max_length=120, help_text="Il sera public.")
    role = models.CharField("fonction", max_length=160, help_text="Elle sera publique.")
    signed_on = models.DateField("signée le")
    withdrawn = models.BooleanField("retirée", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="écrite par"
    )
    simulated = models.BooleanField("données simulées", default=False)

    history = HistoricalRecords(verbose_name="changement d’explication")
    _history_user: "User | None"

    class Meta:
        verbose_name = "explication"
        verbose_name_plural = "explications"
        ordering: ClassVar = ["territory", "about", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["territory", "about"], name="one_explanation_per_headline")
        ]

    def __str__(self) -> str:
        """What it explains."""
        return self.headline


class ElectoralPeriod(models.Model):
    """Whether headlines and verdicts are held back: one row, or none while nobody ever turned it."""

    on = models.BooleanField("période électorale", default=False)

    history = HistoricalRecords(verbose_name="changement de période électorale")
    _history_user: "User | None"

    class Meta:
        verbose_name = "période électorale"
        verbose_name_plural = "périodes électorales"

    def __str__(self) -> str:
        """On or off."""
        return "Période électorale" if self.on else "Hors période électorale"
