"""An envelope: what a funder sets aside for a strategy, over some years."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.steering.strategies.models import Strategy

if TYPE_CHECKING:
    from maillage.directory.models import User

FIRST_YEAR, LAST_YEAR = 2000, 2099
YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))
NOT_LESS_THAN_NOTHING = MinValueValidator(Decimal(0), "Un montant ne peut pas être négatif.")


class Programme(models.TextChoices):
    """Where the money comes from."""

    FEDER = "feder", "FEDER"
    CPER = "cper", "CPER"
    REGION = "region", "Région"
    ETAT = "etat", "État"
    BDT = "bdt", "Banque des Territoires"
    FSN = "fsn", "Plan France Très Haut Débit"
    DEPARTEMENT = "departement", "Département"
    EPCI = "epci", "EPCI ou commune"
    PRIVE = "prive", "Privé"
    AUTRE = "autre", "Autre"


class Envelope(models.Model):
    """An envelope. Its funder is an organisation of the directory, or a name when it is not in it."""

    name = models.CharField("nom", max_length=200)
    funder = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="envelopes", verbose_name="financeur"
    )
    funder_name = models.CharField("financeur hors annuaire", max_length=150, blank=True)
    programme = models.CharField("programme", max_length=12, choices=Programme.choices)
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="envelopes", verbose_name="stratégie")
    amount = models.DecimalField("montant", max_digits=14, decimal_places=2, validators=[NOT_LESS_THAN_NOTHING])
    first_year = models.PositiveSmallIntegerField("première année", validators=YEARS)
    last_year = models.PositiveSmallIntegerField("dernière année", validators=YEARS)
    note = models.TextField("note", blank=True, max_length=2000)
    simulated = models.BooleanField("données simulées", default=False)

    history = HistoricalRecords(verbose_name="changement d’enveloppe")
    _history_user: "User | None"

    class Meta:
        verbose_name = "enveloppe"
        verbose_name_plural = "enveloppes"
        ordering: ClassVar = ["strategy", "programme", alphabetic("name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="one_envelope_per_name",
                violation_error_message="Une enveloppe de cette stratégie a déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="an_envelope_ends_after_it_starts",
                violation_error_message="La dernière année vient avant la première.",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="an_envelope_is_not_negative"),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def from_whom(self) -> str:
        """The name of its funder; empty when nobody said it."""
        return self.funder.name if self.funder else self.funder_name
