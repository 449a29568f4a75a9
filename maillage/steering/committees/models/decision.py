"""A decision on a point, in the official words, and what is told of it until it is done."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from maillage.directory.models import Organisation
from maillage.steering.actions.models import Action
from maillage.steering.committees.models.item import Item

if TYPE_CHECKING:
    from maillage.directory.models import User


class Verdict(models.TextChoices):
    """What a committee may decide of an action, as the strategy says it; or something else."""

    KEEP = "maintien", "Maintien en l’état"
    SCALE = "diffusion", "Diffusion à plus large échelle"
    DROP = "abandon", "Abandon"
    OTHER = "autre", "Autre décision"


class Decision(models.Model):
    """A decision. One that has a term or somebody in charge is followed until it is done."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="decision", verbose_name="point")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="action"
    )
    verdict = models.CharField("décision", max_length=10, choices=Verdict.choices)
    text = models.TextField("ce qui est décidé", blank=True, max_length=4000)
    conditions = models.TextField("conditions et réserves", blank=True, max_length=2000)
    owner = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="organisation responsable",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="personne responsable",
    )
    due_on = models.DateField("à faire avant le", null=True, blank=True, db_index=True)
    done_on = models.DateField("faite le", null=True, blank=True, db_index=True)

    history = HistoricalRecords(verbose_name="changement de décision")
    _history_user: "User | None"

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        """« Abandon : Navette… »."""
        return f"{Verdict(self.verdict).label} : {self.item.title}"

    @property
    def page(self) -> str:
        """Its page, for who may read it."""
        return reverse("decisions.sheet", args=[self.pk])

    @property
    def followed(self) -> bool:
        """Whether something is to be done: it has a term, or somebody in charge."""
        return bool(self.due_on or self.owner_id or self.person_id)

    @property
    def open(self) -> bool:
        """Whether it is followed and not done."""
        return self.followed and self.done_on is None

    def late(self, today: date) -> bool:
        """Whether it should be done and is not."""
        return self.due_on is not None and self.due_on < today and self.done_on is None


class Note(models.Model):
    """What is told of a decision, on a day. It is never changed."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="notes", verbose_name="décision")
    text = models.TextField("suite donnée", max_length=2000)
    written_at = models.DateTimeField("écrite le")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="auteur"
    )

    class Meta:
        verbose_name = "suite donnée"
        verbose_name_plural = "suites données"
        ordering: ClassVar = ["decision", "-written_at", "-pk"]

    def __str__(self) -> str:
        """Its beginning."""
        return self.text[:60]
