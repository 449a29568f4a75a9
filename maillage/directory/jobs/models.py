"""A job: what was asked, by whom, how far it is, the file it made. Kept thirty days after it ended, its file less."""

import secrets
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse


def drawn_key() -> str:
    """What nobody guesses: 22 signs of an address."""
    return secrets.token_urlsafe(16)


class State(models.TextChoices):
    """Where a job is."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    READY = "ready", "prêt"
    FAILED = "failed", "échoué"
    ERASED = "erased", "effacé"


UNDER_WAY = (State.WAITING, State.RUNNING)
SERVED = (*UNDER_WAY, State.READY)
"""What the same question leads to, rather than to a new job."""


class Job(models.Model):
    """Long work. `asked` names what is asked, and by whom: the same is done once, and given as long as it is kept.

    `attempt` is the queued task that may write here: one that was taken for dead and wakes up has another, and writes
    nothing. `share` is in percent; `failure` a French sentence, with what to do.
    """

    key = models.CharField("clé", max_length=22, unique=True, default=drawn_key, editable=False)
    work = models.CharField("travail", max_length=80)
    title = models.CharField("titre", max_length=300)
    asked = models.CharField("ce qui est demandé", max_length=700)
    arguments: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="demandé par ; vide : tout le monde",
    )
    back = models.CharField("page d’où il est demandé", max_length=700)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    share = models.PositiveSmallIntegerField("avancement", default=0)
    words = models.CharField("ce qui se fait", max_length=200, blank=True)
    failure = models.CharField("ce qui n’a pas marché", max_length=600, blank=True)
    file_name = models.CharField("fichier", max_length=200, blank=True)
    file_size = models.BigIntegerField("octets", default=0)
    attempt = models.UUIDField("tentative", null=True)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    result: "models.JSONField[Any, Any]" = models.JSONField("ce qu’il a écrit, une fois", null=True, default=None)
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    started_at = models.DateTimeField("commencé le", null=True)
    heard_at = models.DateTimeField("dernier signe de vie", null=True)
    ended_at = models.DateTimeField("fini le", null=True)
    kept_until = models.DateTimeField("gardé jusqu’au", null=True)
    seen_at = models.DateTimeField("vu fini le", null=True)
    told_at = models.DateTimeField("annoncé le", null=True)

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked"], condition=models.Q(state__in=SERVED), name="asked_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "ended_at"], name="jobs_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        """Where its progress and its file are: for whoever holds the address, or for the member who asked."""
        return reverse("jobs.mine" if self.by_id else "jobs.job", args=[self.key])

    @property
    def path(self) -> Path:
        """Where its file is: named by its attempt, so that none writes over another's."""
        return Path(settings.MAILLAGE_HOME) / "jobs" / f"{self.key}-{self.attempt}"

    @property
    def sent(self) -> Path:
        """Where the file that it reads is, when somebody sent one."""
        return Path(settings.MAILLAGE_HOME) / "jobs" / f"{self.key}-envoi"
