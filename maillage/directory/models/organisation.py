"""An organisation whose members may do here what everybody may not: a collectivité, an operator, the project team."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from maillage.directory.ordering import alphabetic
from maillage.kernel.territory import Level, Ref


class Kind(models.TextChoices):
    """What an organisation is."""

    COLLECTIVITE = "collectivite", "Collectivité"
    OPERATEUR = "operateur", "Opérateur"
    EQUIPE = "equipe", "Équipe projet"
    AUTRE = "autre", "Autre"


class Organisation(models.Model):
    """An organisation. Its territory says where its members may act; without one, nowhere."""

    name = models.CharField(
        "nom", max_length=150, unique=True, error_messages={"unique": "Une autre organisation porte déjà ce nom."}
    )
    siren = models.CharField(
        "SIREN", max_length=9, blank=True, validators=[RegexValidator(r"\A\d{9}\Z", "Un SIREN a neuf chiffres.")]
    )
    kind = models.CharField("nature", max_length=20, choices=Kind.choices)
    level = models.CharField(
        "niveau du territoire", max_length=20, blank=True, choices=[(level.value, level.label) for level in Level]
    )
    code = models.CharField("code du territoire", max_length=9, blank=True)
    email = models.EmailField("adresse électronique du service", blank=True)

    history = HistoricalRecords(verbose_name="changement d’organisation")

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering: ClassVar = [alphabetic("name")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["siren"],
                condition=~models.Q(siren=""),
                name="one_organisation_per_siren",
                violation_error_message="Une autre organisation a déjà ce SIREN.",
            ),
            models.CheckConstraint(
                condition=models.Q(level="", code="") | (~models.Q(level="") & ~models.Q(code="")),
                name="a_territory_is_a_level_and_a_code",
            ),
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def territory(self) -> Ref | None:
        """Where its members may act; None means nowhere."""
        return Ref(Level(self.level), self.code) if self.level else None
