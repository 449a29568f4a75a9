"""A second factor that was taken away: from whom, by whom, when. It is kept so that the journal tells it."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from maillage.directory.models.user import User


class FactorRemoval(models.Model):
    """A removal. It is never changed, and goes with the account."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor_removals", verbose_name="personne"
    )
    at = models.DateTimeField("le", auto_now_add=True)

    history = HistoricalRecords(verbose_name="retrait de second facteur")
    _history_user: "User | None"

    class Meta:
        verbose_name = "retrait de second facteur"
        verbose_name_plural = "retraits de second facteur"
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Without the person's address, which the history would keep."""
        return "Retrait de second facteur"
