"""One noun per file."""

from maillage.steering.committees.models.body import Body, Kind
from maillage.steering.committees.models.decision import Decision, Note, Verdict
from maillage.steering.committees.models.invitation import Invitation
from maillage.steering.committees.models.item import Item
from maillage.steering.committees.models.meeting import Attendance, Meeting, Presence, Stage
from maillage.steering.committees.models.seat import Part, Seat
from maillage.steering.committees.models.sending import Paper, Sending, SentPaper

__all__ = [
    "Attendance",
    "Body",
    "Decision",
    "Invitation",
    "Item",
    "Kind",
    "Meeting",
    "Note",
    "Paper",
    "Part",
    "Presence",
    "Seat",
    "Sending",
    "SentPaper",
    "Stage",
    "Verdict",
]
