"""What a worker does, second after second: takes a job of the queue, or what another left; tells, and forgets.

The queue and its lock are django-tasks-db's; the rest of its worker is kept for what it does well, one job at a time.
"""

import logging
import os
import time
from math import inf
from types import FrameType
from typing import Any

from django.db import DatabaseError, close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from maillage.directory.jobs import purge, telling
from maillage.directory.jobs.running import Making, Stopped
from maillage.directory.jobs.taking_back import take_back

PAUSE, TICK, TIDY = 1.0, 5.0, 3600.0
"""Seconds between two looks at the queue, at what is abandoned or to be told, at what is to be forgotten."""
NO_MAIL = 120.0
"""Seconds without another try, once the server of mails did not answer: jobs do not wait for it."""

logger = logging.getLogger("maillage.jobs")


class Hand(Worker):
    """A worker named `name`, which ends when `keeper` is no longer its parent."""

    def __init__(self, name: str, keeper: int) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )
        self.keeper = keeper
        self.ticked = self.tidied = self.mails_after = -inf

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Called when the worker is asked to end: its job is given back, from wherever it is."""
        self.running = False
        if Making.now:
            raise Stopped
        if not self.running_task:
            raise SystemExit

    def work(self) -> None:
        """Work until asked to end. What a database refuses now, it may take in a second."""
        self.configure_signals()
        self._patiently(take_back, self.worker_id)
        while self.running and os.getppid() == self.keeper:
            self._tick()
            # Looked at without a lock: an idle worker stops nobody from writing.
            if not self._patiently(lambda: DBTaskResult.objects.ready().exists()) or not self._patiently(self._take):
                time.sleep(PAUSE)

    def run_task(self, db_task_result: Any) -> None:
        """Called with each task that was taken."""
        super().run_task(db_task_result)
        self._tick()

    def _take(self) -> bool:
        """Do all that waits."""
        self.run()
        return True

    def _tick(self) -> None:
        now = time.monotonic()
        if now - self.ticked > TICK:
            self.ticked = now
            self._patiently(take_back)
            if now > self.mails_after and self._patiently(telling.due) is None:
                self.mails_after = now + NO_MAIL
        if now - self.tidied > TIDY:
            self.tidied = now
            self._patiently(purge.forget)

    def _patiently(self, do: Any, *arguments: Any) -> Any:
        """What it gives; None when the database cannot be written now: it is tried again later."""
        try:
            return do(*arguments)
        except (DatabaseError, OSError) as error:
            logger.warning("the worker waits: %s", error)
            close_old_connections()
            return None
