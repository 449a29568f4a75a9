"""What a person may do in the name of an organisation."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory import typed
from maillage.directory.models.organisation import Organisation

if TYPE_CHECKING:
    from maillage.directory.models.user import User


class Role(models.TextChoices):
    """What somebody is in an organisation, for all its strategies or for one. What each may do: `steering.rights`."""

    LECTEUR = "lecteur", "Lecteur"
    CONTRIBUTEUR = "contributeur", "Contributeur"
    PILOTE = "pilote", "Pilote d’actions"
    SECRETAIRE = "secretaire", "Secrétaire de comité"
    EQUIPE = "equipe", "Équipe de la stratégie"
    ADMINISTRATEUR = "administrateur", "Administrateur"

    @property
    def height(self) -> int:
        """What it may do in the affairs of its own organisation: 0 reads, 1 writes, 2 lets others in."""
        return {Role.LECTEUR: 0, Role.ADMINISTRATEUR: 2}.get(self, 1)


class Membership(models.Model):
    """A person in an organisation, with a role for each strategy, or for all. Every change is kept, with its author."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="organisation"
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    function = models.CharField("fonction", max_length=120, blank=True)
    strategy = models.CharField(
        "stratégie", max_length=40, blank=True, help_text="Nom court d’une stratégie. Vide : toutes."
    )
    territories = models.CharField(
        "limité à ces territoires",
        max_length=500,
        blank=True,
        validators=[typed.check_territories],
        help_text="Les actions de ces territoires seulement. Vide : toutes. " + typed.TERRITORIES_HELP,
    )

    history = HistoricalRecords(verbose_name="changement de rôle")

    _history_user: "User | None"

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "strategy"], name="one_role_per_organisation_and_strategy"
            )
        ]

    @property
    def limited(self) -> bool:
        """Whether it is held for one strategy, or for some territories, and not in all affairs of its organisation."""
        return bool(self.strategy or self.territories)

    def __str__(self) -> str:
        """Without the person's address, which the history would keep."""
        return f"{Role(self.role).label}, {self.organisation}"
