"""A link between two things, whichever wings hold them."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from maillage.directory.models import User


class Link(models.Model):
    """`sort` says what the one is to the other. Kept until it is taken away, or one of both is deleted."""

    one_kind = models.CharField("nature", max_length=30)
    one_key = models.CharField("clé", max_length=20)
    sort = models.CharField("sorte de lien", max_length=30)
    other_kind = models.CharField("nature de l’autre", max_length=30)
    other_key = models.CharField("clé de l’autre", max_length=20)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="posé par"
    )
    made_at = models.DateTimeField("posé le")

    history = HistoricalRecords(verbose_name="changement de lien")
    _history_user: "User | None"

    class Meta:
        verbose_name = "lien"
        verbose_name_plural = "liens"
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["one_kind", "one_key", "sort", "other_kind", "other_key"], name="things_are_tied_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["other_kind", "other_key"], name="links_of_the_other")]

    def __str__(self) -> str:
        """Of which sort."""
        return self.sort

    @property
    def one(self) -> tuple[str, str]:
        """The first thing."""
        return self.one_kind, self.one_key

    @property
    def other(self) -> tuple[str, str]:
        """The second."""
        return self.other_kind, self.other_key
