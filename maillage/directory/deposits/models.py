"""A deposit: a file of a source given on a page, and what became of it. Its row is kept, as the release it came into;
its file as long as `files.py` says.
"""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from maillage.directory.jobs.models import UNDER_WAY as AT_WORK
from maillage.directory.jobs.models import Job
from maillage.kernel.period import Period


class State(models.TextChoices):
    """Where a deposit is."""

    CHECKING = "verification", "en vérification"
    CHECKED = "verifie", "vérifié, à publier"
    REFUSED = "refuse", "refusé"
    PUBLISHING = "publication", "en cours de publication"
    PUBLISHED = "publie", "publié"
    DROPPED = "abandonne", "abandonné"


UNDER_WAY = (State.CHECKING, State.PUBLISHING)


class Deposit(models.Model):
    """A file given. `against` names the delivery it was compared with: when another came since, it is checked again.

    `summary` is what the check counted, `failure` a French sentence, `job` the work under way or the last one.
    """

    source = models.CharField("source", max_length=80)
    file_name = models.CharField("fichier", max_length=120)
    size = models.BigIntegerField("octets")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    period = models.CharField("période décrite", max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="deposits", verbose_name="donné par"
    )
    given_at = models.DateTimeField("donné le", auto_now_add=True)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.CHECKING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="travail")
    against = models.CharField("comparé à", max_length=200, blank=True)
    summary: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("constat", default=dict)
    failure = models.CharField("ce qui n’a pas marché", max_length=600, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="publié par"
    )
    confirmed_at = models.DateTimeField("publication demandée le", null=True)
    release = models.PositiveIntegerField("publication", null=True)

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering: ClassVar = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def page(self) -> str:
        """Its page, for who may give files."""
        return reverse("deposits.deposit", args=[self.pk])

    @property
    def described(self) -> Period:
        """What its rows describe."""
        return Period.parse(self.period)

    @property
    def folder(self) -> Path:
        """Where its file and its report are."""
        return Path(settings.MAILLAGE_HOME) / "deposits" / self.source / str(self.pk)

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / self.file_name

    @property
    def report(self) -> Path:
        """What the check found: problems line by line, and where rows change."""
        return self.folder / "report.json"

    @property
    def under_way(self) -> bool:
        """Whether the worker has it, or is to have it."""
        return self.state in UNDER_WAY

    @property
    def stopped(self) -> bool:
        """Whether the work it waits for ended without it: interrupted too often, or forgotten."""
        return self.under_way and (self.job is None or self.job.state not in AT_WORK)
