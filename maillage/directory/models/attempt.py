"""How many times somebody wrote to a form in a while, without keeping who."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    pass


class Attempt(models.Model):
    """A count. `key` is a keyed digest of what is counted and of the window, from which nobody can be found again."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "envoi compté"
        verbose_name_plural = "envois comptés"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(count__gte=0), name="a_count_is_not_negative")
        ]

    def __str__(self) -> str:
        """The count."""
        return str(self.count)
