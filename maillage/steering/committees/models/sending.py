"""A paper of a meeting that was sent to its seats: what it was (a digest, never its words), when, to whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from maillage.steering.committees.models.meeting import Meeting
from maillage.steering.committees.models.seat import Seat


class Paper(models.TextChoices):
    """What is sent, named as in addresses."""

    AGENDA = "ordre-du-jour", "Ordre du jour"
    MINUTES = "compte-rendu", "Compte rendu"


class Sending(models.Model):
    """A paper as it was when it was sent. `number` counts its versions from 1; `digest` tells one from another."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sendings", verbose_name="réunion")
    paper = models.CharField("document", max_length=13, choices=Paper.choices)
    number = models.PositiveSmallIntegerField("envoi")
    digest = models.CharField("empreinte", max_length=64)
    begun_at = models.DateTimeField("commencé le")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="auteur"
    )

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering: ClassVar = ["meeting", "paper", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "paper", "number"], name="one_sending_per_number")
        ]

    def __str__(self) -> str:
        """What, of which meeting."""
        return f"{Paper(self.paper).label}, {self.meeting}"


class SentPaper(models.Model):
    """A sending to a seat: claimed before it leaves, so that the same one never leaves twice."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="seats", verbose_name="envoi")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="papers", verbose_name="siège")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "document envoyé"
        verbose_name_plural = "documents envoyés"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sending", "seat"], name="one_paper_per_seat_and_sending")
        ]

    def __str__(self) -> str:
        """Who, of what."""
        return f"{self.seat} : {self.sending}"
