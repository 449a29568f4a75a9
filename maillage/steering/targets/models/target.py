"""A target: so much, there, at that date; and where it starts from."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory import typed
from maillage.steering.targets.models.sheet import Sheet

if TYPE_CHECKING:
    from maillage.directory.models import User


def check_territory(text: str) -> None:
    """Raises ValidationError for what is not exactly one territory."""
    typed.check_territories(text)
    if len(typed.refs(text)) != 1:
        raise ValidationError("Un territoire, et un seul.")


class Target(models.Model):
    """A target. Without `initial`, progress is counted from the first value known before its date."""

    sheet: "models.ForeignKey[Sheet, Sheet]" = models.ForeignKey(
        Sheet, models.CASCADE, related_name="targets", verbose_name="indicateur"
    )
    territory: "models.CharField[str, str]" = models.CharField(
        "territoire", max_length=30, validators=[check_territory]
    )
    on: "models.DateField[date, date]" = models.DateField("échéance", db_column="due_on")
    value: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        "cible", max_digits=16, decimal_places=4
    )
    initial: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        "valeur initiale", max_digits=16, decimal_places=4, null=True, blank=True
    )
    initial_on: "models.DateField[date | None, date | None]" = models.DateField(
        "mesurée le", null=True, blank=True
    )
    note: "models.CharField[str, str]" = models.CharField("d’où elle vient", max_length=300, blank=True)

    sheet_id: int
    history = HistoricalRecords(verbose_name="changement de cible")
    _history_user: "User | None"

    class Meta:
        verbose_name = "cible"
        verbose_name_plural = "cibles"
        ordering: ClassVar = ["sheet", "territory", "on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "territory", "on"],
                name="one_target_per_territory_and_date",
                violation_error_message="Ce territoire a déjà une cible à cette date.",
            ),
            models.CheckConstraint(
                condition=models.Q(initial=None, initial_on=None)
                | models.Q(initial__isnull=False, initial_on__isnull=False),
                name="an_initial_value_has_its_date",
                violation_error_message="La valeur initiale et sa date vont ensemble.",
            ),
            models.CheckConstraint(
                condition=models.Q(initial_on=None) | models.Q(initial_on__lt=models.F("on")),
                name="a_target_comes_after_its_start",
                violation_error_message="L’échéance vient après la valeur initiale.",
            ),
        ]

    def __str__(self) -> str:
        """Territory and date."""
        return f"{self.territory}, {self.on:%d/%m/%Y}"
