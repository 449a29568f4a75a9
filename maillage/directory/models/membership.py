"""What a person may do in the name of an organisation."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.models.organisation import Organisation

if TYPE_CHECKING:
    from maillage.directory.models.user import User


class Role(models.TextChoices):
    """From the one who reads to the one who lets others in; each may do what the one before may."""

    LECTEUR = "lecteur", "Lecteur"
    CONTRIBUTEUR = "contributeur", "Contributeur"
    ADMINISTRATEUR = "administrateur", "Administrateur"

    @property
    def height(self) -> int:
        """How much it may do: 0 reads, 1 writes, 2 lets others in."""
        return list(Role).index(self)


class Membership(models.Model):
    """A person in an organisation, with one role. Every change is kept, with who made it."""

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="personne"
    )
    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="organisation"
    )
    role: "models.CharField[str, str]" = models.CharField("rôle", max_length=20, choices=Role.choices)

    history = HistoricalRecords(verbose_name="changement de rôle")

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_role_per_organisation")
        ]

    def __str__(self) -> str:
        """Without the person's address, which the history would keep."""
        return f"{Role(self.role).label}, {self.organisation}"
