"""An edition of a strategy: its tree at one time. A revision is a new edition; the former ones stay."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.steering.strategies.models.strategy import Strategy

if TYPE_CHECKING:
    from maillage.directory.models import User


class State(models.TextChoices):
    """Where an edition is."""

    DRAFT = "projet", "En préparation"
    IN_FORCE = "en_vigueur", "En vigueur"
    PAST = "remplacee", "Remplacée"


def check_names(names: Any) -> None:
    """Raises ValidationError for what is not one to six names of level, each with its plural."""
    right_count = isinstance(names, list) and 1 <= len(names) <= 6
    if not (right_count and all(isinstance(pair, list) and len(pair) == 2 and all(pair) for pair in names)):
        raise ValidationError("De un à six niveaux, chacun au singulier et au pluriel.")


class Edition(models.Model):
    """One edition. `level_names` holds, from the top of the tree, the [singular, plural] name of each level."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="editions", verbose_name="stratégie")
    name = models.CharField("édition", max_length=60)
    adopted_on = models.DateField("adoptée le", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.DRAFT)
    level_names: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(
        "noms des niveaux", default=list, validators=[check_names]
    )
    note = models.TextField("note", blank=True, max_length=4000)

    history = HistoricalRecords(verbose_name="changement d’édition")
    _history_user: "User | None"

    class Meta:
        verbose_name = "édition"
        verbose_name_plural = "éditions"
        ordering: ClassVar = ["strategy", "-adopted_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["strategy", "name"], name="one_edition_per_name"),
            models.UniqueConstraint(
                fields=["strategy"], condition=models.Q(state="en_vigueur"), name="one_edition_in_force"
            ),
        ]

    def __str__(self) -> str:
        """Strategy and name."""
        return f"{self.strategy}, {self.name}"

    def level_name(self, depth: int, *, several: bool = False) -> str:
        """What a node of this depth (0 at the top) is called: « défi », « défis »."""
        return self.level_names[depth][several] if depth < len(self.level_names) else "sous-niveau"
