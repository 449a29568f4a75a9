"""The notices of somebody, as their desk shows them: those about what they may still read."""

from django.utils import timezone

from maillage.directory.models import User
from maillage.directory.notices.mailing import readable
from maillage.directory.notices.models import Notice

MOST = 500
"""The last notices that are looked at: those of six months are kept."""


def listed(person: User) -> list[Notice]:
    """The last ones first."""
    return readable(person, list(Notice.objects.filter(person=person)[:MOST]))


def unread(person: User) -> list[Notice]:
    """Those that were not read yet."""
    return readable(person, list(Notice.objects.filter(person=person, read_at=None)[:MOST]))


def mark_read(person: User, pk: int | None = None) -> int:
    """Note that somebody read one of their notices, or all; how many were not."""
    mine = Notice.objects.filter(person=person, read_at=None)
    return (mine if pk is None else mine.filter(pk=pk)).update(read_at=timezone.now())
