"""The link of a mail by which somebody updates an action without signing in: it works once, for thirty days."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.steering.actions.models import Action

if TYPE_CHECKING:
    pass


class Reply(models.Model):
    """A link, whose signed key is in the mail only. `used_at` is when it changed something."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="replies", verbose_name="personne"
    )
    action = models.ForeignKey(Action, models.CASCADE, related_name="replies", verbose_name="action")
    made_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lien de mise à jour"
        verbose_name_plural = "liens de mise à jour"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Of what."""
        return str(self.action)
