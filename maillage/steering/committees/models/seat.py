"""A seat in a body: an organisation or a name, a part, and who holds it."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.models import Organisation
from maillage.steering.committees.models.body import Body

if TYPE_CHECKING:
    from maillage.directory.models import User


class Part(models.TextChoices):
    """What who holds a seat does there."""

    CHAIR = "president", "Présidence"
    CO_CHAIR = "copresident", "Coprésidence"
    SECRETARY = "secretariat", "Secrétariat"
    MEMBER = "membre", "Membre"
    GUEST = "invite", "Invité"


class Seat(models.Model):
    """A seat. Of an organisation known here, or of a name that is told; `person` may be invited and read the papers.

    One that left keeps its presences at former meetings.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats", verbose_name="comité")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="seats", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=200, blank=True)
    part = models.CharField("rôle", max_length=12, choices=Part.choices, default=Part.MEMBER)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name="personne"
    )
    left_on = models.DateField("parti le", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("ordre", default=0)

    history = HistoricalRecords(verbose_name="changement de siège")
    _history_user: "User | None"

    class Meta:
        verbose_name = "siège"
        verbose_name_plural = "sièges"
        ordering: ClassVar = ["body", "rank", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(organisation=None) | ~models.Q(name=""),
                name="a_seat_is_somebodys",
                violation_error_message="Choisissez une organisation, ou écrivez un nom.",
            ),
            models.UniqueConstraint(fields=["body", "organisation", "name"], name="one_seat_per_organisation_and_name"),
        ]

    def __str__(self) -> str:
        """Who sits."""
        names = [self.organisation.name if self.organisation else "", self.name]
        return ", ".join(name for name in names if name)

    @property
    def email(self) -> str:
        """Where an invitation goes: to the person, else to the organisation; empty for nowhere."""
        if self.person is not None and self.person.is_active:
            return self.person.email
        return self.organisation.email if self.organisation else ""
