"""The sheet of an indicator of a strategy: what it measures, how, how often, and who answers for it."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.urls import reverse

from maillage import indicators
from maillage.directory import typed
from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.kernel.territory import Level
from maillage.steering.history import Records
from maillage.steering.strategies.models import Node, Strategy
from maillage.steering.validity import InForce

if TYPE_CHECKING:
    from maillage.directory.models import User

OUT_OF_RANGE = "Hors de cette plage, une valeur est redemandée avant d’être écrite. Vide, une part en % va de 0 à 100."
LEVELS = [(level.value, level.label) for level in (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT)]


class Good(models.TextChoices):
    """Which way is better."""

    UP = "hausse", "Plus haut vaut mieux"
    DOWN = "baisse", "Plus bas vaut mieux"


class Frequency(models.TextChoices):
    """How often a value is expected."""

    MONTH = "mensuelle", "Tous les mois"
    QUARTER = "trimestrielle", "Tous les trimestres"
    HALF = "semestrielle", "Tous les six mois"
    YEAR = "annuelle", "Tous les ans"


class Rollup(models.TextChoices):
    """What a territory without a value of its own may be told from those inside it."""

    NONE = "aucune", "Aucune : les territoires ne s’ajoutent pas"
    SUM = "somme", "Somme des territoires"
    MEAN = "moyenne", "Moyenne des territoires, pondérée"


def check_indicator(name: str) -> None:
    """Raises ValidationError for what the observatory does not compute."""
    if name not in indicators.catalogue():
        raise ValidationError(f"L’observatoire ne calcule pas « {name[:60]} ».")


class Sheet(InForce):
    """A sheet, known by its short name. With `indicator`, its values come from the observatory and are never typed."""

    code = models.CharField(
        "nom court",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Minuscules, chiffres et tirets seulement.")],
        help_text="Il ne change plus, et fait l’adresse de la fiche. Par exemple pass-numeriques.",
    )
    number = models.CharField("numéro", max_length=10, blank=True)
    title = models.CharField("titre", max_length=250)
    objective = models.CharField("objectif servi", max_length=300, blank=True)
    strategies = models.ManyToManyField(Strategy, blank=True, related_name="sheets", verbose_name="stratégies")
    nodes = models.ManyToManyField(Node, blank=True, related_name="sheets", verbose_name="ce qu’il mesure")
    definition = models.TextField(
        "définition", blank=True, max_length=4000, help_text="Ce qui est compté, et ce qui ne l’est pas."
    )
    unit = models.CharField("unité", max_length=40, blank=True, help_text="%, km, pass…")
    decimals = models.PositiveSmallIntegerField("décimales", default=0, validators=[MaxValueValidator(4)])
    good = models.CharField("sens", max_length=8, choices=Good.choices, default=Good.UP)
    source = models.CharField("source", max_length=300, blank=True)
    method = models.TextField(
        "méthode", blank=True, max_length=4000, help_text="Comment la valeur est obtenue, pas à pas."
    )
    low = models.DecimalField("valeur plausible, au moins", max_digits=16, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(
        "valeur plausible, au plus", max_digits=16, decimal_places=4, null=True, blank=True, help_text=OUT_OF_RANGE
    )
    frequency = models.CharField("fréquence", max_length=14, choices=Frequency.choices, default=Frequency.YEAR)
    owner = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name="organisation responsable",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sheets",
        verbose_name="personne qui donne la valeur",
    )
    indicator = models.CharField(
        "indicateur de l’observatoire",
        max_length=80,
        blank=True,
        validators=[check_indicator],
        help_text="S’il est calculé par l’observatoire, sa valeur ne se saisit jamais. Vide : elle se saisit.",
    )
    territories = models.TextField(
        "territoires suivis",
        blank=True,
        max_length=20_000,
        validators=[typed.check_territories],
        help_text="Là où une valeur est attendue. " + typed.TERRITORIES_HELP,
    )
    rollup = models.CharField("agrégation", max_length=8, choices=Rollup.choices, default=Rollup.NONE)
    rollup_level = models.CharField("agrégée depuis", max_length=12, blank=True, choices=LEVELS)
    weight = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="weighs",
        verbose_name="pondérée par",
        help_text="La fiche dont la valeur sert de poids : habitants, locaux…",
    )
    attainable = models.TextField("pourquoi la cible peut être atteinte", blank=True, max_length=2000)
    realistic = models.TextField("avec quels moyens", blank=True, max_length=2000)
    simulated = models.BooleanField("données simulées", default=False)

    history = Records(verbose_name="changement de fiche d’indicateur", m2m_fields=[strategies, nodes])
    _history_user: "User | None"

    class Meta(InForce.Meta):
        verbose_name = "fiche d’indicateur"
        verbose_name_plural = "fiches d’indicateurs"
        ordering: ClassVar = ["number", alphabetic("title")]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def clean(self) -> None:
        """A roll-up says from which level, and a weighted mean by what."""
        if self.rollup != Rollup.NONE and not self.rollup_level:
            raise ValidationError({"rollup_level": "Dites depuis quel niveau les territoires s’agrègent."})
        if self.rollup == Rollup.MEAN and self.weight is None:
            raise ValidationError({"weight": "Une moyenne dit par quoi elle est pondérée."})
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValidationError({"high": "La plage plausible va du plus petit au plus grand."})
        if self.weight is not None and self.weight.pk == self.pk:
            raise ValidationError({"weight": "Une fiche ne se pondère pas par elle-même."})

    @property
    def computed(self) -> bool:
        """Whether the observatory computes it: then nobody types it."""
        return bool(self.indicator)

    @property
    def ownerless(self) -> bool:
        """Whether nobody answers for it."""
        return self.owner_id is None and self.person_id is None

    @property
    def page(self) -> str:
        """Its sheet, for who works on it."""
        return reverse("targets.sheet", args=[self.code])
