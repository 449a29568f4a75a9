"""Taking up what a dead worker left: its attempt is over, another one is queued.

A worker started again knows at once which of its attempts it left; those of another machine, or of a worker that nobody
starts again, are known by their silence.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from maillage.directory.jobs.models import UNDER_WAY, Job
from maillage.directory.jobs.running import SILENT, queue


def take_back(worker: str = "") -> int:
    """Queue again what is under way and nobody does; how many jobs. `worker` names one that is known to be dead."""
    now = timezone.now()
    taken = 0
    for job in Job.objects.filter(state__in=UNDER_WAY):
        if not _abandoned(job, worker, now):
            continue
        with transaction.atomic():
            # Read again, and held: two workers may be looking at it.
            held = Job.objects.select_for_update().filter(pk=job.pk, attempt=job.attempt, state__in=UNDER_WAY).first()
            if held and _abandoned(held, worker, now):
                queue(held)
                taken += 1
    return taken


def _abandoned(job: Job, worker: str, now: datetime) -> bool:
    """Whether nobody will do it: its queued task is gone, or in the hands of who is dead, or silent."""
    queued = DBTaskResult.objects.filter(pk=job.attempt).first() if isinstance(job.attempt, UUID) else None
    if queued is None:
        return True
    if queued.status == TaskResultStatus.READY:
        return False
    if worker and worker in queued.worker_ids:
        return True
    last: datetime = max(filter(None, (job.heard_at, queued.started_at, job.asked_at)))
    return last < now - SILENT
