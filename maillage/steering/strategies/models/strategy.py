"""A strategy: what a public body means to do, revised by editions."""

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from maillage.directory import typed
from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.steering.validity import InForce

if TYPE_CHECKING:
    from maillage.directory.models import User


class Level(models.TextChoices):
    """Who holds a strategy, from the widest."""

    EUROPE = "europe", "Europe"
    STATE = "etat", "État"
    REGION = "region", "Région"
    DEPARTEMENT = "departement", "Département"
    POLE = "pole", "Pôle métropolitain ou pays"
    EPCI = "epci", "EPCI"


class Strategy(InForce):
    """A strategy, or a framework document others must cohere with. Known by its short name in addresses."""

    slug = models.CharField(
        "nom court",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Minuscules, chiffres et tirets seulement.")],
    )
    title = models.CharField("titre", max_length=250)
    short = models.CharField("sigle", max_length=40, blank=True)
    level = models.CharField("niveau", max_length=12, choices=Level.choices)
    holder = models.CharField("portée par", max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="strategies", verbose_name="organisation"
    )
    territories = models.TextField(
        "territoires",
        blank=True,
        max_length=20_000,
        validators=[typed.check_territories],
        help_text=typed.TERRITORIES_HELP,
    )
    summary = models.TextField("en quelques mots", blank=True, max_length=4000)
    source = models.CharField(
        "document d’origine", max_length=300, blank=True, help_text="Titre, auteur et date du document officiel."
    )
    framework = models.BooleanField(
        "document cadre", default=False, help_text="Un document auquel d’autres se réfèrent, sans actions suivies ici."
    )
    shown = models.BooleanField("publique", default=False)
    simulated = models.BooleanField("données simulées", default=False)

    history = HistoricalRecords(verbose_name="changement de stratégie")
    _history_user: "User | None"

    class Meta(InForce.Meta):
        verbose_name = "stratégie"
        verbose_name_plural = "stratégies"
        ordering: ClassVar = ["framework", alphabetic("title")]

    def __str__(self) -> str:
        """Its short form, or its title."""
        return self.short or self.title

    @property
    def page(self) -> str:
        """Its public page."""
        return reverse("strategies.strategy", args=[self.slug])
