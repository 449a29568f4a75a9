"""What an action is expected to change: an indicator, in a territory, by so much, at a date."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.actions.models.action import Action

if TYPE_CHECKING:
    from maillage.directory.models import User


class Effect(models.Model):
    """An expected effect. `indicator` is the code of a sheet of `steering.targets`."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="effects")
    indicator = models.CharField("indicateur", max_length=80)
    territory = models.CharField("territoire", max_length=30, blank=True)
    amount = models.DecimalField("de", max_digits=14, decimal_places=4)
    by = models.DateField("au plus tard le", null=True, blank=True)

    history = HistoricalRecords(verbose_name="changement d’effet")
    _history_user: "User | None"

    class Meta:
        verbose_name = "effet attendu"
        verbose_name_plural = "effets attendus"
        ordering: ClassVar = ["action", "indicator", "pk"]

    def __str__(self) -> str:
        """Indicator and amount."""
        return f"{self.indicator} {self.amount:+}"
