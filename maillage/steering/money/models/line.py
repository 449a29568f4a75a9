"""A line of the budget of an action: one year, investment or running costs, planned and real."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.actions.models import Action
from maillage.steering.money.models.envelope import NOT_LESS_THAN_NOTHING, YEARS

if TYPE_CHECKING:
    from maillage.directory.models import User


class Kind(models.TextChoices):
    """What is spent on."""

    INVESTMENT = "investissement", "Investissement"
    RUNNING = "fonctionnement", "Fonctionnement"


class BudgetLine(models.Model):
    """A line. `real` is None as long as nobody said what was spent: it is not zero."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="budget_lines", verbose_name="action")
    year = models.PositiveSmallIntegerField("année", validators=YEARS)
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    planned = models.DecimalField("prévu", max_digits=14, decimal_places=2, validators=[NOT_LESS_THAN_NOTHING])
    real = models.DecimalField(
        "réel", max_digits=14, decimal_places=2, null=True, blank=True, validators=[NOT_LESS_THAN_NOTHING]
    )

    history = HistoricalRecords(verbose_name="changement de budget")
    _history_user: "User | None"

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering: ClassVar = ["action", "year", "-kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "year", "kind"], name="one_line_per_action_year_and_kind"),
            models.CheckConstraint(condition=models.Q(planned__gte=0), name="planned_is_not_negative"),
            models.CheckConstraint(condition=models.Q(real=None) | models.Q(real__gte=0), name="real_is_not_negative"),
        ]

    def __str__(self) -> str:
        """« 2026, investissement »."""
        return f"{self.year}, {Kind(self.kind).label.lower()}"
