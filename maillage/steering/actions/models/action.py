"""An action: what is done, by whom, where, for whom, when, and where it is."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from maillage.directory import typed
from maillage.directory.models import Organisation
from maillage.steering.history import Records
from maillage.steering.strategies.models import Node, Strategy

if TYPE_CHECKING:
    from maillage.directory.models import User


CODE = r"\A(?=[^0-9]*[0-9])[0-9A-Za-z._-]{1,20}\Z"


class Status(models.TextChoices):
    """Where an action is."""

    IDEA = "a_etudier", "À étudier"
    PLANNED = "programmee", "Programmée"
    RUNNING = "en_cours", "En cours"
    PAUSED = "suspendue", "Suspendue"
    DONE = "realisee", "Réalisée"
    DROPPED = "abandonnee", "Abandonnée"

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self not in (Status.DONE, Status.DROPPED)


class Priority(models.TextChoices):
    """How much it matters."""

    HIGH = "haute", "Haute"
    NORMAL = "normale", "Normale"
    LOW = "basse", "Basse"


class Visibility(models.TextChoices):
    """Who may read an action."""

    PUBLIC = "publique", "Publique"
    PARTNERS = "partenaires", "Partenaires"
    TEAM = "equipe", "Équipe projet"


class Action(models.Model):
    """An action of a strategy, known by its code. `version` grows at each change: who edits an older one is told."""

    code = models.CharField(
        "code",
        max_length=20,
        unique=True,
        validators=[RegexValidator(CODE, "Des lettres sans accent, des chiffres, . _ ou -, dont un chiffre.")],
        help_text="Il ne change plus, et fait l’adresse de la fiche. Par exemple A12.",
    )
    title = models.CharField("titre", max_length=250)
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="actions", verbose_name="stratégie")
    shared_with = models.ManyToManyField(
        Strategy, blank=True, related_name="shared_actions", verbose_name="partagée avec"
    )
    nodes = models.ManyToManyField(
        Node, blank=True, related_name="actions", verbose_name="orientations, pistes et principes"
    )
    description = models.TextField("description", blank=True, max_length=10_000)
    lead = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="led_actions", verbose_name="porteur"
    )
    pilot = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="piloted_actions",
        verbose_name="pilote",
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="partner_actions", verbose_name="partenaires"
    )
    other_partners = models.TextField("autres partenaires", blank=True, max_length=2000, help_text="Un par ligne.")
    elected = models.CharField(
        "élu référent", max_length=150, blank=True, help_text="Nom et mandat, tels qu’ils sont publics."
    )
    territories = models.TextField(
        "territoires",
        blank=True,
        max_length=20_000,
        validators=[typed.check_territories],
        help_text=typed.TERRITORIES_HELP,
    )
    audience = models.CharField("public visé", max_length=250, blank=True)
    technical = models.TextField("éléments techniques", blank=True, max_length=6000)
    trades = models.TextField("métiers concernés", blank=True, max_length=2000)
    training = models.TextField("besoins de formation", blank=True, max_length=2000)
    starts_on = models.DateField("début prévu", null=True, blank=True)
    ends_on = models.DateField("fin prévue", null=True, blank=True)
    started_on = models.DateField("début réel", null=True, blank=True)
    ended_on = models.DateField("fin réelle", null=True, blank=True)
    status = models.CharField("état", max_length=12, choices=Status.choices, default=Status.IDEA)
    status_reason = models.CharField(
        "motif", max_length=500, blank=True, help_text="Pourquoi elle est suspendue ou abandonnée : rendu public."
    )
    priority = models.CharField("priorité", max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    visibility = models.CharField("visible par", max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    simulated = models.BooleanField("données simulées", default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)
    heard_at = models.DateTimeField("dernières nouvelles", null=True, blank=True, db_index=True)

    COUNTS = ("steps", "risks", "documents", "effects")
    """The rows whose changes make one more version of it."""
    history = Records(verbose_name="changement d’action", m2m_fields=[nodes, partners, shared_with])
    _history_user: "User | None"

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "actions"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="an_action_ends_after_it_starts",
                violation_error_message="La fin prévue vient avant le début prévu.",
            ),
            models.CheckConstraint(
                condition=models.Q(started_on=None)
                | models.Q(ended_on=None)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="an_action_ended_after_it_started",
                violation_error_message="La fin réelle vient avant le début réel.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["strategy", "status"], name="action_strategy_status")]

    def __str__(self) -> str:
        """« A12 Un tiers-lieu à… »."""
        return f"{self.code} {self.title}"

    @property
    def page(self) -> str:
        """Its sheet, for who works on it."""
        return reverse("actions.sheet", args=[self.code])

    @property
    def public_page(self) -> str:
        """Its page for everybody, when it is public."""
        return reverse("progress.action", args=[self.strategy.slug, self.code])

    def late(self, today: date) -> bool:
        """Whether it should be over and is not."""
        return self.ends_on is not None and self.ends_on < today and Status(self.status).open
