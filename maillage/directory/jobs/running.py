"""Running a job, once: who may write in it, how far it is, and how it ends.

The queue is django-tasks'. What it does not do is here: a job is of one attempt at a time, heard every few seconds;
one that is heard no more is taken for dead, another takes its place, and only that one may end the job.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from errno import EDQUOT, EFBIG, ENOSPC
from typing import Any
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskContext, task

from maillage.directory.jobs.files import erase, writing
from maillage.directory.jobs.models import Job, State
from maillage.directory.jobs.registry import Work, find
from maillage.kernel.errors import MaillageError

BEAT = 10.0
"""Seconds between two signs of life, when nothing is said meanwhile; progress is written once a second at most."""
SILENT = timedelta(seconds=60)
"""Without a sign of life for so long, an attempt is taken for dead."""
MOST_ATTEMPTS = 3
"""A job that ends its worker so many times is not tried again."""
INTERRUPTED = (
    "Ce travail a été interrompu plusieurs fois avant d’aboutir. Demandez une partie plus petite, ou dites-le à qui "
    "tient ce site."
)
FULL = "Le disque du site est plein : rien n’a pu être écrit. Prévenez qui tient ce site, puis recommencez."
TOO_BIG = "Ce travail demande plus de mémoire que le site ne peut en donner. Demandez une partie plus petite."
UNFORESEEN = "Une erreur imprévue l’a arrêté ; elle est notée pour qui tient ce site. Recommencez, ou prévenez-le."

logger = logging.getLogger("maillage.jobs")


class Stopped(SystemExit):
    """The worker was asked to stop: raised wherever its work is."""


class TakenAway(Exception):
    """Another attempt has the job, or nobody wants it any more."""


class Making:
    """Whether this process is at the work itself, which a stop may cut; its beginning and its end are not cut."""

    now = False


@task(takes_context=True)
def run(context: TaskContext, key: str) -> None:
    """Do the job of this key, unless its place was taken. Called by the worker."""
    attempt = UUID(str(context.task_result.id))
    now = timezone.now()
    mine = Job.objects.filter(key=key, attempt=attempt)
    taken = mine.filter(state=State.WAITING).update(
        state=State.RUNNING, started_at=now, heard_at=now, share=0, words="", attempts=F("attempts") + 1
    )
    if not taken:
        return
    job = mine.get()
    if job.attempts > MOST_ATTEMPTS:
        _end(job, State.FAILED, failure=INTERRUPTED)
        return
    try:
        known = find(job.work)
        name, size = _made(job, known)
    except Stopped:
        job.attempts -= 1
        queue(job)
    except TakenAway:
        return
    except BaseException as error:
        _end(job, State.FAILED, failure=_told(job, error))
    else:
        _ready(job, known, name, size)


def queue(job: Job) -> None:
    """Put a job in the queue, in the hands of a new attempt: whatever an older one still writes is not read."""
    with transaction.atomic():
        attempt = run.enqueue(job.key).id
        moved = Job.objects.filter(pk=job.pk, attempt=job.attempt, state__in=(State.WAITING, State.RUNNING)).update(
            state=State.WAITING, attempt=attempt, attempts=job.attempts, share=0, words="", heard_at=timezone.now()
        )
        if not moved:
            transaction.set_rollback(True)
            return
    job.attempt = UUID(attempt)


def _made(job: Job, known: Work) -> tuple[str, int]:
    """Its file, written whole: its name and its bytes."""
    with writing(job.path) as out, _heard(job) as progress:
        Making.now = True
        try:
            name = known.make(progress, _arguments(job), out)
        finally:
            Making.now = False
        out.flush()
        return name, out.seek(0, 2)


def _arguments(job: Job) -> dict[str, Any]:
    own = {"by": job.by_id, "sent": str(job.sent), "job": job.key, "attempt": str(job.attempt)}
    return {**job.arguments, **own}


def once(arguments: Mapping[str, Any], do: Callable[[], Any]) -> Any:
    """What `do` writes in the database, and its result, which JSON holds: once, whatever ends the worker meanwhile.

    Raises TakenAway when another attempt has the job.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(key=arguments["job"])
        if str(job.attempt) != arguments["attempt"]:
            raise TakenAway
        if job.result is None:
            job.result = do()
            job.save(update_fields=["result"])
        return job.result


def _ready(job: Job, known: Work, name: str, size: int) -> None:
    # What does not last is asked anew next time: its question is given up, and a new line of it tells it from others.
    asked = job.asked if known.lasting else f"{job.asked}\n{job.key}"
    kept_until = timezone.now() + known.kept
    if not _end(job, State.READY, share=100, file_name=name[:200], file_size=size, asked=asked, kept_until=kept_until):
        erase(job.path)


def _end(job: Job, state: State, **fields: object) -> bool:
    """Write how it ended, if it is still this attempt's; whether it was. Tried for a while: a disk that was full, a
    database that was busy may come back."""
    for pause in (0.2, 1, 3, 0):
        try:
            return bool(
                Job.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING).update(
                    state=state, ended_at=timezone.now(), words="", **fields
                )
            )
        except OperationalError:
            if not pause:
                raise
            time.sleep(pause)
    return False


def _told(job: Job, error: BaseException) -> str:
    """What went wrong, as it is told to who asked; what nobody foresaw is noted for the operator."""
    if isinstance(error, MaillageError):
        return str(error)[:600]
    logger.error("job %s (%s) failed", job.key, job.work, exc_info=error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT, EFBIG):
        return FULL
    if isinstance(error, OperationalError) and "full" in str(error):
        return FULL
    return TOO_BIG if isinstance(error, MemoryError) else UNFORESEEN


class _Said:
    """What the work says of itself, which the thread below writes: the work never waits for the database."""

    def __init__(self) -> None:
        self.share, self.words = 0, ""
        self.over, self.taken_away = threading.Event(), False

    def __call__(self, share: float, words: str = "") -> None:
        """Note it. Raises TakenAway when it is no longer this attempt's to do."""
        if self.taken_away:
            raise TakenAway
        self.share, self.words = round(100 * min(max(share, 0), 1)), words[:200]


@contextmanager
def _heard(job: Job) -> Iterator[_Said]:
    """Signs of life, written by a thread of its own as long as the block lasts."""
    said = _Said()
    thread = threading.Thread(target=_beat, args=(job, said), daemon=True)
    thread.start()
    try:
        yield said
    finally:
        said.over.set()
        thread.join()


def _beat(job: Job, said: _Said) -> None:
    written, at = (0, ""), time.monotonic()
    try:
        while not said.over.wait(1):
            now = (said.share, said.words)
            if now == written and time.monotonic() - at < BEAT:
                continue
            try:
                kept = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING).update(
                    share=now[0], words=now[1], heard_at=timezone.now()
                )
            except DatabaseError:
                connection.close()
                continue
            written, at = now, time.monotonic()
            if not kept:
                said.taken_away = True
                return
    finally:
        connection.close()
