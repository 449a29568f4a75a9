"""A body: a committee, a group, a team that meets to follow a strategy."""

from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from maillage.steering.strategies.models import Strategy
from maillage.steering.validity import InForce

if TYPE_CHECKING:
    from maillage.directory.models import User


class Kind(models.TextChoices):
    """What a body is."""

    REGIONAL = "regional", "Comité régional"
    STEERING = "pilotage", "Comité de pilotage"
    CONCERTATION = "concertation", "Commission de concertation"
    FOLLOW_UP = "suivi", "Comité de suivi"
    TEAM = "equipe", "Équipe projet"
    GROUP = "groupe", "Groupe de travail"
    EVALUATION = "evaluation", "Cellule d’évaluation"


class Body(InForce):
    """A body, known by its short name in addresses. `months` is how long at most between two meetings."""

    slug = models.CharField(
        "nom court",
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Minuscules, chiffres et tirets seulement.")],
        help_text="Il fait l’adresse de la page. Par exemple copil-numerique.",
    )
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="bodies", verbose_name="stratégie")
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    mandate = models.TextField("mandat", blank=True, max_length=4000)
    rhythm = models.CharField(
        "rythme", max_length=200, blank=True, help_text="Par exemple : au moins une fois par trimestre."
    )
    months = models.PositiveSmallIntegerField(
        "mois entre deux réunions",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Au plus. Vide : au besoin.",
    )
    composition = models.TextField(
        "composition", blank=True, max_length=4000, help_text="Ce que la liste des membres ne dit pas."
    )
    source = models.CharField("document d’origine", max_length=300, blank=True, help_text="Ce qui l’institue.")
    shown = models.BooleanField(
        "calendrier public",
        default=False,
        help_text="Les dates et les lieux de ses réunions peuvent être suivis par tous ; jamais ses papiers.",
    )
    simulated = models.BooleanField("données simulées", default=False)

    history = HistoricalRecords(verbose_name="changement de comité")
    _history_user: "User | None"

    class Meta(InForce.Meta):
        verbose_name = "comité"
        verbose_name_plural = "comités"
        ordering: ClassVar = ["strategy", "pk"]

    def __str__(self) -> str:
        """Its name."""
        return self.name

    @property
    def page(self) -> str:
        """Its page, for members."""
        return reverse("committees.body", args=[self.slug])
