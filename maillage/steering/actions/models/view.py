"""A list of actions somebody keeps: its filters under a name."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from maillage.directory.ordering import alphabetic

if TYPE_CHECKING:
    pass


class SavedView(models.Model):
    """A named list of filters, as the query of an address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views", verbose_name="personne")
    name = models.CharField("nom", max_length=80)
    query = models.CharField("filtres", max_length=1000)

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering: ClassVar = [alphabetic("name")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        """Its name."""
        return self.name
