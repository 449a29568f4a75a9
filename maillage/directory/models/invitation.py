"""An invitation to hold a role: sent by mail, it works once, for two weeks."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.directory import typed
from maillage.directory.models.membership import Role
from maillage.directory.models.organisation import Organisation
from maillage.directory.ordering import alphabetic

if TYPE_CHECKING:
    pass

LASTS = timedelta(days=14)


class Invitation(models.Model):
    """What somebody will be once they say yes. Deleted when it served, was called off, or came to its end."""

    email = models.EmailField("adresse électronique")
    name = models.CharField("prénom et nom", max_length=120, blank=True)
    function = models.CharField("fonction", max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name="organisation"
    )
    role = models.CharField("rôle", max_length=20, choices=Role.choices)
    strategy = models.CharField("stratégie", max_length=40, blank=True)
    territories = models.CharField(
        "limité à ces territoires", max_length=500, blank=True, validators=[typed.check_territories]
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="invité par"
    )
    ends_at = models.DateTimeField("jusqu’au", db_index=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering: ClassVar = [alphabetic("organisation__name"), "email"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email", "organisation", "strategy"], name="one_invitation_for_a_role")
        ]

    def __str__(self) -> str:
        """Without the address."""
        return f"{Role(self.role).label}, {self.organisation}"
