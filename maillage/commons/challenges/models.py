"""A challenge: what a collectivité holds to be wrong in what an operator declares, and what the operator answers."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from maillage.directory.models import Organisation

if TYPE_CHECKING:
    from maillage.directory.models import User

ANSWER_WITHIN_DAYS = 60


class State(models.TextChoices):
    """Where a challenge is."""

    FILED = "deposee", "Déposée"
    SENT = "transmise", "Transmise"
    CONCEDED = "concedee", "Concédée"
    CONTESTED = "contestee", "Contestée"
    SETTLED = "reglee", "Réglée"


ANSWERS = (State.CONCEDED, State.CONTESTED)


class Challenge(models.Model):
    """A challenge, known by its number: « 2026-C00012 ». Every change is kept, with who made it."""

    year = models.PositiveSmallIntegerField("année")
    rank = models.PositiveIntegerField("rang")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="challenges_filed", verbose_name="collectivité"
    )
    operator = models.ForeignKey(
        Organisation, models.PROTECT, related_name="challenges_received", verbose_name="opérateur"
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="déposée par"
    )
    commune = models.CharField("commune", max_length=5)
    commune_name = models.CharField("nom de la commune", max_length=100)
    address = models.CharField("clé de l’adresse", max_length=60, blank=True)
    place = models.CharField("adresse", max_length=200, blank=True)
    observation = models.CharField("constat", max_length=1000)
    evidence = models.CharField("pièce", max_length=300, blank=True)
    state = models.CharField("état", max_length=20, choices=State.choices, default=State.FILED)
    verdict = models.CharField(
        "réponse", max_length=20, blank=True, choices=[(answer.value, answer.label) for answer in ANSWERS]
    )
    answer = models.TextField("motif de la réponse", max_length=4000, blank=True)
    settlement = models.TextField("règlement", max_length=4000, blank=True)
    filed_at = models.DateTimeField("déposée le")
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField("réponse attendue le", null=True)
    answered_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    history = HistoricalRecords(verbose_name="changement de contestation")
    _history_user: "User | None"

    class Meta:
        verbose_name = "contestation"
        verbose_name_plural = "contestations"
        ordering: ClassVar = ["-year", "-rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "rank"], name="one_challenge_per_number"),
            models.UniqueConstraint(
                fields=["organisation", "operator", "address"],
                condition=~models.Q(address="") & ~models.Q(state=State.SETTLED.value),
                name="one_open_challenge_per_address",
            ),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.number

    @property
    def number(self) -> str:
        """« 2026-C00012 »."""
        return f"{self.year}-C{self.rank:05}"

    @property
    def page(self) -> str:
        """Its page, for its collectivité and its operator."""
        return reverse("challenge.sheet", args=[self.number])

    @property
    def where(self) -> str:
        """« 12 rue de la Gare, Besançon » or « Besançon »."""
        return self.place or self.commune_name

    @property
    def late(self) -> bool:
        """Whether the answer should have come."""
        return self.state == State.SENT and self.due_on is not None and self.due_on < timezone.localdate()
