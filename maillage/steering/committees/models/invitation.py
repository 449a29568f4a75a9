"""An invitation to a meeting: claimed before it leaves, so that the same one never leaves twice."""

from typing import ClassVar

from django.db import models

from maillage.steering.committees.models.meeting import Meeting
from maillage.steering.committees.models.seat import Seat


class Invitation(models.Model):
    """An invitation of a seat. `sequence` is that of the meeting: a new date is another invitation."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name="réunion")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="invitations", verbose_name="siège")
    sequence = models.PositiveIntegerField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat", "sequence"], name="one_invitation_per_seat_and_date")
        ]

    def __str__(self) -> str:
        """Who, to what."""
        return f"{self.seat} : {self.meeting}"
