"""A value somebody gave for an indicator: never changed, only replaced by a later one."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.steering.targets.models.sheet import Sheet
from maillage.steering.targets.models.target import check_territory

if TYPE_CHECKING:
    from maillage.directory.models import User


class Kind(models.TextChoices):
    """How sure a value is."""

    RESULT = "resultat", "Résultat"
    ESTIMATE = "estimation", "Estimation"


class State(models.TextChoices):
    """What became of a value."""

    ACCEPTED = "acceptee", "Acceptée"
    PROPOSED = "proposee", "Proposée"
    REPLACED = "remplacee", "Remplacée"
    REFUSED = "ecartee", "Écartée"


def check_period(code: str) -> None:
    """Raises ValidationError for what is not a period."""
    try:
        Period.parse(code)
    except UsageError as error:
        raise ValidationError(str(error)) from None


class Entry(models.Model):
    """A value. `source` is empty for the usual one of its sheet; values of other sources stand beside it."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="entries", verbose_name="indicateur")
    territory = models.CharField("territoire", max_length=30, validators=[check_territory])
    period = models.CharField("période", max_length=10, validators=[check_period])
    ends_on = models.DateField("fin de la période", editable=False)
    value = models.DecimalField("valeur", max_digits=16, decimal_places=4)
    kind = models.CharField("nature", max_length=10, choices=Kind.choices, default=Kind.RESULT)
    source = models.CharField("autre source", max_length=150, blank=True)
    comment = models.TextField("commentaire", blank=True, max_length=2000)
    evidence = models.URLField(
        "justificatif", max_length=500, blank=True, help_text="L’adresse d’un document ou d’une page."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="auteur"
    )
    at = models.DateTimeField("saisie le")
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.ACCEPTED)

    history = HistoricalRecords(verbose_name="changement de valeur")
    _history_user: "User | None"

    class Meta:
        verbose_name = "valeur saisie"
        verbose_name_plural = "valeurs saisies"
        ordering: ClassVar = ["sheet", "territory", "ends_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sheet", "territory", "period", "source"],
                condition=models.Q(state="acceptee"),
                name="one_accepted_value_per_source",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["territory", "state", "ends_on"], name="entry_territory_state_end")]

    def __str__(self) -> str:
        """Territory and period."""
        return f"{self.territory}, {self.period}"

    def clean(self) -> None:
        """What the observatory computes is never typed."""
        if self.sheet.computed:
            raise ValidationError("Cet indicateur est calculé par l’observatoire : sa valeur ne se saisit pas.")
