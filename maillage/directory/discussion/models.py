"""A message about a thing, and who follows the discussion of one."""

from typing import ClassVar

from django.conf import settings
from django.db import models

LONGEST = 4000


class Message(models.Model):
    """A message. Withdrawn, its text is erased; hidden, it is kept for who moderates, with why. Goes with its thing."""

    about_kind = models.CharField("nature", max_length=30)
    about_key = models.CharField("clé", max_length=20)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages", verbose_name="auteur"
    )
    text = models.TextField("message", blank=True, max_length=LONGEST)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="personnes prévenues"
    )
    written_at = models.DateTimeField("écrit le")
    corrected_at = models.DateTimeField("corrigé le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    hidden_at = models.DateTimeField("masqué le", null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="masqué par"
    )
    hidden_reason = models.CharField("pourquoi", max_length=300, blank=True)
    simulated = models.BooleanField("fictif", default=False)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering: ClassVar = ["written_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["about_kind", "about_key", "written_at"], name="messages_of_a_thing")]

    def __str__(self) -> str:
        """Without its text, nor its author."""
        return f"Message {self.pk}"

    @property
    def about(self) -> tuple[str, str]:
        """The thing it is about."""
        return self.about_kind, self.about_key

    @property
    def shown(self) -> bool:
        """Whether everybody who takes part reads its text."""
        return self.withdrawn_at is None and self.hidden_at is None


class Follow(models.Model):
    """Whether somebody wants to be told of the messages about a thing: what they said, or left."""

    about_kind = models.CharField("nature", max_length=30)
    about_key = models.CharField("clé", max_length=20)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="discussions", verbose_name="personne"
    )
    follows = models.BooleanField("suit", default=True)

    class Meta:
        verbose_name = "suivi de discussion"
        verbose_name_plural = "suivis de discussions"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_kind", "about_key", "person"], name="a_thread_is_followed_once")
        ]

    def __str__(self) -> str:
        """Whether."""
        return "suit" if self.follows else "ne suit plus"
