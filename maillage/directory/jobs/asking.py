"""Asking for long work: the same question is asked once, the queue is bounded, what is ready is given."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from maillage.directory.jobs import running
from maillage.directory.jobs.files import erase, keep
from maillage.directory.jobs.models import SERVED, UNDER_WAY, Job, State
from maillage.directory.jobs.registry import Work, find
from maillage.directory.models import User
from maillage.kernel.errors import BusyError, UsageError

MOST_PUBLIC, MOST_OF_ONE = 40, 5
"""Jobs that may wait or run at a time, of everybody together, and of a member."""
LONGEST_QUESTION = 600
STUCK = timedelta(minutes=2)
"""So long in the queue while nothing runs, and no worker is there."""


def start(
    work: Work,
    arguments: Mapping[str, Any],
    *,
    title: str,
    asked: str,
    back: str,
    person: User | None = None,
    sent: bytes | None = None,
) -> Job:
    """The job that does this work: a new one, or the one that the same `asked` already began or made.

    `title` is French, for the pages; `back` the path of the page it is asked from; `sent` the content of a file to be
    read (`files.sent`), as long as the job's own is kept. What depends on the release or on the day says so in `asked`.
    Raises BusyError when too much waits, UsageError when the question is too long, or the disk full.
    """
    question = _question(work, asked, person)
    held = _served(question) or _begin(work, dict(arguments), title, question, back, person, sent)
    # Somebody was faster: what they began is ours.
    return held or Job.objects.get(asked=question, state__in=SERVED)


def ready(work: Work, asked: str, person: User | None = None) -> Job | None:
    """What the same question already made, if its file is still here."""
    job = _served(_question(work, asked, person))
    return job if job and job.state == State.READY else None


def begun(work: Work, asked: str, person: User | None = None) -> Job | None:
    """The job of the same question, under way or ready."""
    return _served(_question(work, asked, person))


def again(job: Job) -> Job:
    """Ask once more for what failed, or whose file was erased. Raises BusyError, and DataError for unknown work."""
    question = job.asked.partition("\n")[0]
    known = find(job.work)
    sent = job.sent.read_bytes() if job.sent.is_file() else None
    held = _served(question) or _begin(known, job.arguments, job.title, question, job.back, job.by, sent)
    return held or Job.objects.get(asked=question, state__in=SERVED)


def file_of(job: Job) -> Path | None:
    """Where the file of a job is; None when it is not ready, or no longer kept."""
    if job.state != State.READY or job.kept_until is None or job.kept_until < timezone.now():
        return None
    path = job.path
    return path if path.is_file() and path.stat().st_size == job.file_size else None


def note_seen(job: Job) -> None:
    """Note that who asked saw how it ended: nothing is to be told them. The page is shown even where it cannot be."""
    if job.ended_at and job.seen_at is None:
        with suppress(OperationalError):
            Job.objects.filter(pk=job.pk, seen_at=None).update(seen_at=timezone.now())


def stuck() -> bool:
    """Whether a job waits that no worker takes, though none is under way."""
    old = timezone.now() - STUCK
    waits = Job.objects.filter(state=State.WAITING, asked_at__lt=old).exists()
    return waits and not Job.objects.filter(state=State.RUNNING, heard_at__gte=old).exists()


def before(job: Job) -> int:
    """How many jobs are to be done before this one, which waits."""
    running_now = Job.objects.filter(state=State.RUNNING).count()
    return running_now + Job.objects.filter(state=State.WAITING, asked_at__lt=job.asked_at).count()


def expire(job: Job) -> None:
    """Take its file away: the same question is then asked anew."""
    if Job.objects.filter(pk=job.pk, state=State.READY, attempt=job.attempt).update(state=State.ERASED):
        erase(job.path)
        erase(job.sent)


def _question(work: Work, asked: str, person: User | None) -> str:
    question = f"{work.name}|{person.pk if person else ''}|{asked}"
    if len(question) > LONGEST_QUESTION or "\n" in question:
        raise UsageError("Cette demande est trop longue : demandez-en moins à la fois.")
    return question


def _served(question: str) -> Job | None:
    """What the question leads to; a job whose file is gone leads nowhere any more."""
    job = Job.objects.filter(asked=question, state__in=SERVED).first()
    if job and job.state == State.READY and file_of(job) is None:
        expire(job)
        return None
    return job


def _begin(
    work: Work,
    arguments: dict[str, Any],
    title: str,
    question: str,
    back: str,
    person: User | None,
    sent: bytes | None = None,
) -> Job | None:
    """A new job, queued; None when another process was faster."""
    under_way = Job.objects.filter(state__in=UNDER_WAY, by=person).count()
    if under_way >= (MOST_OF_ONE if person else MOST_PUBLIC):
        raise BusyError("Beaucoup de fichiers se préparent en ce moment.")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                work=work.name, title=title[:300], asked=question, arguments=arguments, back=back[:700], by=person
            )
            if sent is not None:
                keep(job.sent, sent)
            running.queue(job)
    except IntegrityError:
        return None
    return job
