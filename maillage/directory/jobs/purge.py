"""Forgetting: files past their time, the heaviest burden of the disk, jobs that ended long ago."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maillage.directory.jobs.asking import expire
from maillage.directory.jobs.files import MOST_KEPT, erase, folder
from maillage.directory.jobs.models import UNDER_WAY, Job, State

KEPT_DAYS = 30
"""Days that a job is remembered after its end: who comes back late is told that its file was erased."""


def forget() -> int:
    """Erase the files past their time or too many, and what no job owns; forget old jobs. How many files went."""
    now = timezone.now()
    gone = 0
    for job in Job.objects.filter(state=State.READY, kept_until__lt=now):
        expire(job)
        gone += 1
    gone += _lighten()
    Job.objects.exclude(state__in=(*UNDER_WAY, State.READY)).filter(
        ended_at__lt=now - timedelta(days=KEPT_DAYS)
    ).delete()
    kept = Job.objects.filter(state__in=UNDER_WAY).values("attempt")
    DBTaskResult.objects.filter(enqueued_at__lt=now - timedelta(days=1)).exclude(pk__in=kept).delete()
    return gone + _sweep()


def _lighten() -> int:
    """Erase the oldest files until all of them are not too much."""
    jobs = list(Job.objects.filter(state=State.READY).order_by("ended_at"))
    total = sum(job.file_size for job in jobs)
    gone = 0
    for job in jobs:
        if total <= MOST_KEPT:
            break
        expire(job)
        total -= job.file_size
        gone += 1
    return gone


def _sweep() -> int:
    """Erase the files that no job owns: of a worker that was killed, of an account that was closed."""
    gone = 0
    with suppress(FileNotFoundError):
        # The folder is read before the jobs: what begins meanwhile is not seen.
        paths = list(folder().iterdir())
        owned = {job.path for job in Job.objects.filter(state__in=(State.RUNNING, State.READY))}
        owned |= {job.sent for job in Job.objects.exclude(state=State.ERASED)}
        for path in paths:
            if path not in owned:
                erase(path)
                gone += 1
    return gone
