"""What was told to somebody by mail: claimed before it leaves, so that nothing is told twice."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    pass


class Sent(models.Model):
    """A thing told. `key` names it: a digest of a week, or a fact of a month."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="told", verbose_name="personne")
    key = models.CharField("quoi", max_length=120)
    claimed_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="nothing_is_told_twice")]

    def __str__(self) -> str:
        """What."""
        return self.key
