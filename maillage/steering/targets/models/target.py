"""A target: so much, there, at that date; and where it starts from."""

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory import typed
from maillage.kernel.indicator import TargetState
from maillage.steering.targets.models.sheet import Sheet

if TYPE_CHECKING:
    from maillage.directory.models import User


def check_territory(text: str) -> None:
    """Raises ValidationError for what is not exactly one territory."""
    typed.check_territories(text)
    if len(typed.refs(text)) != 1:
        raise ValidationError("Un territoire, et un seul.")


class Target(models.Model):
    """A target. Without `on`, the document that sets it gives no date. Without `initial`, progress is counted from the
    first value known before its date."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="targets", verbose_name="indicateur")
    territory = models.CharField("territoire", max_length=30, validators=[check_territory])
    on = models.DateField(
        "échéance",
        db_column="due_on",
        null=True,
        blank=True,
        help_text="Vide quand le document ne donne pas de date : la cible est alors suivie, jamais manquée.",
    )
    value = models.DecimalField("cible", max_digits=16, decimal_places=4)
    initial = models.DecimalField("valeur initiale", max_digits=16, decimal_places=4, null=True, blank=True)
    initial_on = models.DateField("mesurée le", null=True, blank=True)
    note = models.CharField("d’où elle vient", max_length=300, blank=True)
    state = models.CharField(
        "état",
        max_length=10,
        choices=[
            (TargetState.SET.value, "Fixée"),
            (TargetState.REPLACED.value, "Remplacée"),
            (TargetState.DROPPED.value, "Abandonnée"),
        ],
        default=TargetState.SET.value,
        help_text="Une cible remplacée ou abandonnée reste lisible, et n’est plus jugée.",
    )

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
            models.UniqueConstraint(
                fields=["sheet", "territory"],
                condition=models.Q(on=None),
                name="one_target_without_date_per_territory",
                violation_error_message="Ce territoire a déjà une cible sans date.",
            ),
            models.CheckConstraint(
                condition=models.Q(initial=None, initial_on=None)
                | models.Q(initial__isnull=False, initial_on__isnull=False),
                name="an_initial_value_has_its_date",
                violation_error_message="La valeur initiale et sa date vont ensemble.",
            ),
            models.CheckConstraint(
                condition=models.Q(initial_on=None) | models.Q(on=None) | models.Q(initial_on__lt=models.F("on")),
                name="a_target_comes_after_its_start",
                violation_error_message="L’échéance vient après la valeur initiale.",
            ),
        ]

    def __str__(self) -> str:
        """Territory and date."""
        return f"{self.territory}, {self.on:%d/%m/%Y}" if self.on else f"{self.territory}, sans date"
