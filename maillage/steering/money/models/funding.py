"""A line of the financing plan of an action: who gives how much, and how sure it is."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.models import Organisation
from maillage.steering.actions.models import Action
from maillage.steering.money.models.envelope import NOT_LESS_THAN_NOTHING, Envelope

if TYPE_CHECKING:
    from maillage.directory.models import User


class State(models.TextChoices):
    """How sure the money is, from the least."""

    MEANT = "envisage", "Envisagé"
    ASKED = "demande", "Demandé"
    NOTIFIED = "notifie", "Notifié"
    PAID = "verse", "Versé"

    @property
    def sure(self) -> bool:
        """Whether the funder is bound."""
        return self in (State.NOTIFIED, State.PAID)


class Funding(models.Model):
    """A funding. Who gives: an organisation of the directory, a name when it is not in it, or that of the envelope."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="fundings", verbose_name="action")
    funder = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="fundings", verbose_name="financeur"
    )
    funder_name = models.CharField("financeur hors annuaire", max_length=150, blank=True)
    envelope = models.ForeignKey(
        Envelope, models.PROTECT, null=True, blank=True, related_name="fundings", verbose_name="enveloppe"
    )
    amount = models.DecimalField("montant", max_digits=14, decimal_places=2, validators=[NOT_LESS_THAN_NOTHING])
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.MEANT)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    note = models.CharField("note", max_length=300, blank=True)

    history = HistoricalRecords(verbose_name="changement de financement")
    _history_user: "User | None"

    class Meta:
        verbose_name = "financement"
        verbose_name_plural = "financements"
        ordering: ClassVar = ["action", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="a_funding_is_not_negative"),
            models.CheckConstraint(
                condition=~models.Q(funder=None, funder_name="", envelope=None),
                name="a_funding_has_a_funder",
                violation_error_message="Dites qui finance : une organisation, un nom ou une enveloppe.",
            ),
        ]

    def __str__(self) -> str:
        """Who gives."""
        return self.from_whom

    @property
    def from_whom(self) -> str:
        """Who gives."""
        if self.funder:
            return self.funder.name
        return self.funder_name or (self.envelope.from_whom or self.envelope.name if self.envelope else "")
