"""A meeting of a body: when, where, what was said; who came."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from maillage.kernel import french
from maillage.steering.committees.models.body import Body
from maillage.steering.committees.models.seat import Seat

if TYPE_CHECKING:
    from maillage.directory.models import User


class Stage(models.TextChoices):
    """Where a meeting is."""

    PLANNED = "prevue", "Prévue"
    OPEN = "ouverte", "Ouverte"
    CLOSED = "close", "Close"
    CANCELLED = "annulee", "Annulée"


class Presence(models.TextChoices):
    """Whether a seat was held that day."""

    PRESENT = "present", "Présent"
    EXCUSED = "excuse", "Excusé"
    REPRESENTED = "represente", "Représenté"
    ABSENT = "absent", "Absent"


def new_uid() -> str:
    """What calendars know a meeting by."""
    return str(uuid4())


class Meeting(models.Model):
    """A meeting. `version` grows at each change; `sequence` when its date, place or state does, for calendars."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="meetings", verbose_name="comité")
    starts_at = models.DateTimeField("début", db_index=True)
    ends_at = models.DateTimeField("fin")
    place = models.CharField("lieu", max_length=250, blank=True)
    visio = models.URLField("lien de visioconférence", max_length=400, blank=True)
    stage = models.CharField("état", max_length=8, choices=Stage.choices, default=Stage.PLANNED)
    introduction = models.TextField("introduction", blank=True, max_length=4000)
    minutes = models.TextField("compte rendu", blank=True, max_length=30_000)
    invited_at = models.DateTimeField("invitations envoyées le", null=True, blank=True)
    uid = models.CharField(max_length=40, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    COUNTS = ("items", "attendances")
    """The rows whose changes make one more version of it."""
    history = HistoricalRecords(verbose_name="changement de réunion")
    _history_user: "User | None"

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        ordering: ClassVar = ["-starts_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="a_meeting_ends_after_it_starts",
                violation_error_message="La réunion se termine avant de commencer.",
            )
        ]

    def __str__(self) -> str:
        """« Comité de pilotage, 12 mars 2026 »."""
        return f"{self.body}, {self.day}"

    @property
    def day(self) -> str:
        """« 12 mars 2026 »."""
        return french.day(timezone.localtime(self.starts_at).date())

    @property
    def hours(self) -> str:
        """« de 9 h 30 à 11 h »; with the day it ends when that is another."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        after = "" if start.date() == end.date() else f" le {french.day(end.date())}"
        return f"de {_hour(start)} à {_hour(end)}{after}"

    @property
    def page(self) -> str:
        """Its page, for who may read its papers."""
        return reverse("committees.meeting", args=[self.pk])


def _hour(moment: datetime) -> str:
    minutes = f"{french.WIDE}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{french.WIDE}h{minutes}"


class Attendance(models.Model):
    """Whether a seat was held at a meeting. None is recorded for what nobody noted."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="réunion")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name="siège")
    presence = models.CharField("présence", max_length=10, choices=Presence.choices)

    history = HistoricalRecords(verbose_name="changement de présence")
    _history_user: "User | None"

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="one_presence_per_seat_and_meeting")
        ]

    def __str__(self) -> str:
        """Who, and how."""
        return f"{self.seat} : {Presence(self.presence).label}"
