"""A notice, and how somebody wants to be told by mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Rhythm(models.TextChoices):
    """When notices leave by mail."""

    AT_ONCE = "aussitot", "Au fur et à mesure"
    DAILY = "jour", "Ensemble, une fois par jour"
    WEEKLY = "semaine", "Ensemble, une fois par semaine"
    NEVER = "jamais", "Jamais : je les lis sur mon bureau"


class MailChoice(models.Model):
    """How somebody wants to be told. Who chose nothing is told as it comes, and reminded."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice", verbose_name="personne"
    )
    rhythm = models.CharField("avis par courriel", max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    reminders = models.BooleanField("rappel de la semaine", default=True)
    digested_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "choix de courriels"
        verbose_name_plural = "choix de courriels"

    def __str__(self) -> str:
        """When."""
        return str(Rhythm(self.rhythm).label)


class Notice(models.Model):
    """What somebody is told, of a thing (`directory.things`). `key` names the fact: it is told once.

    `claimed_at`: when it left by mail, or was found not to have to. Kept six months.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="personne"
    )
    key = models.CharField("fait", max_length=160)
    occasion = models.CharField("occasion", max_length=40)
    about_kind = models.CharField("nature", max_length=30)
    about_key = models.CharField("clé", max_length=20)
    subject = models.CharField("objet", max_length=200)
    words = models.TextField("texte", blank=True, max_length=6000)
    address = models.CharField("adresse", max_length=300)
    made_at = models.DateTimeField("le", db_index=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    claimed_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="a_fact_is_told_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "claimed_at"], name="notices_to_send"),
            models.Index(fields=["key"], name="notices_of_a_fact"),
            models.Index(fields=["about_kind", "about_key"], name="notices_about_a_thing"),
        ]

    def __str__(self) -> str:
        """Its subject."""
        return self.subject

    @property
    def about(self) -> tuple[str, str]:
        """The thing it is about."""
        return self.about_kind, self.about_key
