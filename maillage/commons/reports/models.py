"""What a reader says is wrong, and what was answered. Their e-mail address is kept for the answer only."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from maillage.directory.models import Organisation


class Category(models.TextChoices):
    """What is wrong, in the words of who tells it."""

    ADDRESS_MISSING = "adresse_absente", "Mon adresse n’existe pas"
    ADDRESS_MISPLACED = "adresse_mal_placee", "L’adresse est mal placée sur la carte"
    FIBRE_STATE = "fibre", "L’état de la fibre n’est pas le bon"
    OFFERS = "offres", "Une offre manque ou n’existe pas"
    DATE = "date", "La date annoncée n’est pas la bonne"
    COVERAGE = "mobile", "Le réseau mobile n’est pas celui annoncé"
    PLACE = "lieu", "Un lieu d’aide a changé (horaires, adresse, fermeture)"
    FIGURE = "chiffre", "Un chiffre est faux"
    OTHER = "autre", "Autre chose"


TO_THE_COMMUNE = (Category.ADDRESS_MISSING, Category.ADDRESS_MISPLACED)


class State(models.TextChoices):
    """Where a report is."""

    RECEIVED = "recu", "Reçu"
    FORWARDED = "transmis", "Transmis à qui peut corriger"
    CORRECTED = "corrige", "Corrigé"
    KEPT = "maintenu", "Vérifié, l’information est maintenue"
    REFUSED = "ecarte", "Écarté"


ENDED = (State.CORRECTED, State.KEPT, State.REFUSED)


class Report(models.Model):
    """A report, known by its public number: « 2026-000123 »."""

    year = models.PositiveSmallIntegerField("année")
    rank = models.PositiveIntegerField("rang")
    told_at = models.DateTimeField("reçu le")
    category = models.CharField("catégorie", max_length=30, choices=Category.choices)
    commune = models.CharField("commune", max_length=5)
    commune_name = models.CharField("nom de la commune", max_length=100)
    address = models.CharField("clé de l’adresse", max_length=60, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    indicator = models.CharField("indicateur", max_length=80, blank=True)
    text = models.TextField("ce qui est dit", max_length=2000, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    text_shown = models.BooleanField(
        "montrer le texte, le lieu et la photo",
        default=False,
        help_text="Sur la page publique du signalement. Vérifiez d’abord qu’ils ne nomment personne.",
    )
    state = models.CharField("état", max_length=20, choices=State.choices, default=State.RECEIVED)
    answer = models.TextField(
        "réponse", max_length=4000, blank=True, help_text="Publique, et envoyée si une adresse a été laissée."
    )
    routed_to = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="transmis à"
    )
    forwarded_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    answer_sent_at = models.DateTimeField(null=True)
    photo: "Photo"

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering: ClassVar = ["-year", "-rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "rank"], name="one_report_per_number")]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the day it ended, which retention counts from."""
        if self.ended != (self.ended_on is not None):
            self.ended_on = timezone.localdate() if self.ended else None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "ended_on"}
        super().save(*args, **kwargs)

    @property
    def number(self) -> str:
        """« 2026-000123 »."""
        return f"{self.year}-{self.rank:06}"

    number.fget.short_description = "numéro"  # type: ignore[attr-defined]

    @property
    def page(self) -> str:
        """Its public page."""
        return reverse("report.answer", args=[self.number])

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in ENDED


class Photo(models.Model):
    """A picture joined to a report: re-encoded, without what the camera wrote in it."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="photo")
    jpeg = models.BinaryField()

    class Meta:
        verbose_name = "photo"
        verbose_name_plural = "photos"

    def __str__(self) -> str:
        """The number of its report."""
        return str(self.report)
