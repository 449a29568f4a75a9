"""A convention with operators, what it commits them to, its follow-up meetings and its documents."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from maillage.directory import typed
from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.steering.conventions.fields import PdfField


class Kind(models.TextChoices):
    """What a convention is."""

    CPSD = "cpsd", "CPSD (programmation et suivi des déploiements)"
    AMII = "amii", "AMII (intentions d’investissement)"
    AMEL = "amel", "AMEL (engagements locaux)"
    OTHER = "autre", "Autre"


class Subject(models.TextChoices):
    """What a commitment counts."""

    BUILDINGS = "immeubles", "immeubles raccordables"
    PREMISES = "locaux", "locaux raccordables"


class Measure(models.TextChoices):
    """How a commitment counts it."""

    NUMBER = "nombre", "un nombre"
    SHARE = "part", "une part (%)"


class Convention(ClusterableModel):
    """A convention. Nothing of it is public before `shown`."""

    title = models.CharField("titre", max_length=200, unique=True)
    kind = models.CharField("nature", max_length=10, choices=Kind.choices)
    signed_on = models.DateField("signée le")
    ends_on = models.DateField("prend fin le", null=True, blank=True)
    organisations = ParentalManyToManyField(
        Organisation,
        blank=True,
        related_name="conventions",
        verbose_name="parties connues ici",
        help_text="Celles de l’annuaire (commande « maillage organisation »).",
    )
    parties = models.TextField("autres parties", blank=True, max_length=2000, help_text="Une par ligne.")
    operators = models.CharField(
        "opérateurs engagés", max_length=200, blank=True, validators=[typed.check_codes], help_text=typed.OPERATORS_HELP
    )
    territories = models.TextField(
        "territoires", max_length=20_000, validators=[typed.check_territories], help_text=typed.TERRITORIES_HELP
    )
    purpose = models.TextField("objet", blank=True, max_length=4000)
    shown = models.BooleanField("publique", default=False)

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering: ClassVar = ["-signed_on", alphabetic("title")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("signed_on")),
                name="a_convention_ends_after_it_is_signed",
                violation_error_message="Une convention prend fin après avoir été signée.",
            )
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    @property
    def page(self) -> str:
        """Its page, once it is shown."""
        return reverse("conventions.sheet", args=[self.pk])

    def clean(self) -> None:
        """Texts as they are kept."""
        self.operators = typed.written(typed.codes(self.operators))


class Commitment(models.Model):
    """What must be connectable by a day. Whether it is, nobody types: it is counted."""

    convention = ParentalKey(Convention, on_delete=models.CASCADE, related_name="commitments")
    due_on = models.DateField("au plus tard le")
    subject = models.CharField("en", max_length=10, choices=Subject.choices)
    measure = models.CharField("soit", max_length=10, choices=Measure.choices)
    target = models.DecimalField(
        "combien", max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    on_demand = models.BooleanField(
        "raccordables sur demande compris",
        default=False,
        help_text="En immeubles seulement : les locaux sur demande ne sont pas publiés à part.",
    )
    territories = models.TextField(
        "territoires de cet engagement",
        blank=True,
        max_length=20_000,
        validators=[typed.check_territories],
        help_text="Vide : tous ceux de la convention.",
    )
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        """Its day."""
        return f"{self.due_on}"

    def clean(self) -> None:
        """A share is at most all of it, and a number is whole."""
        if self.target is None:
            return
        if self.measure == Measure.SHARE and self.target > 100:
            raise ValidationError({"target": "Une part va jusqu’à 100 %."})
        if self.measure == Measure.NUMBER and self.target != int(self.target):
            raise ValidationError({"target": "Un nombre de locaux ou d’immeubles est entier."})


class Meeting(models.Model):
    """A follow-up meeting."""

    convention = ParentalKey(Convention, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField("tenue le")
    minutes = models.TextField("compte rendu", max_length=10_000, help_text="Public : ne nommez personne.")
    next_steps = models.TextField("suites", max_length=4000, blank=True)

    class Meta:
        verbose_name = "réunion de suivi"
        verbose_name_plural = "réunions de suivi"
        ordering: ClassVar = ["-held_on", "pk"]

    def __str__(self) -> str:
        """Its day."""
        return f"{self.held_on}"


class Document(models.Model):
    """A PDF joined to a convention, public or kept for who edits."""

    convention = ParentalKey(Convention, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("titre", max_length=200)
    public = models.BooleanField("public", default=False)
    pdf = PdfField("fichier PDF")
    weight = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps its weight, which pages tell."""
        self.weight = len(self.pdf)
        super().save(*args, **kwargs)
