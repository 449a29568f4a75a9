"""The worker: does the jobs that pages asked for, apart from the processes that answer.

A keeper, light, watches one worker: starts another when it dies, which takes up at once what the dead one left. The
worker is nice to the rest of the machine, and its memory is bounded: a job that wants more fails alone. Both are copies
of a process that has read the whole site; they end with whoever started them.
"""

import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import FrameType
from uuid import uuid4

NICE = 10
MOST_MEMORY = 1_500_000_000
"""Bytes of data of the worker."""
PATIENCE = 5.0
"""Seconds a worker has to give its job back when it is stopped: a query of data is not cut at once."""
ADDRESSES = "maillage.config.urls"


def work() -> None:
    """Do the jobs of a home that was opened (`serve.open_home`), until interrupted."""
    import_module(ADDRESSES)
    print("Maillage prépare les fichiers demandés (Ctrl-C pour arrêter).", flush=True)
    _keep(0)


def beside() -> int:
    """Start a keeper beside the server, from a process that has read the site; its number. It ends with its parent."""
    parent = os.getpid()
    keeper = os.fork()
    if keeper == 0:
        _leave_after(lambda: _keep(parent))
    return keeper


def stop(keeper: int) -> None:
    """Ask a keeper to end: it stops its worker, whose job is given back."""
    with suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)


def _leave_after(run: Callable[[], None]) -> None:
    """Run in a copy of a process, and leave without what its original does at its end."""
    code = 1
    try:
        run()
        code = 0
    except SystemExit:
        code = 0
    except BaseException:
        logging.getLogger("maillage.jobs").exception("the worker ended")
    finally:
        sys.stdout.flush()
        os._exit(code)


class _Asked:
    """Whether somebody asked this process to end."""

    def __init__(self) -> None:
        self.to_end = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.to_end = True


def _keep(parent: int) -> None:
    """Keep one worker at work, under one name, until asked to end or until the parent, when it says one, is gone."""
    asked, name, keeper, died = _Asked(), uuid4().hex, os.getpid(), 0

    def wanted() -> bool:
        return not asked.to_end and parent in (0, os.getppid())

    while wanted():
        begun = time.monotonic()
        worker = os.fork()
        if worker == 0:
            _leave_after(lambda: _at_work(name, keeper))
        ended = False
        while wanted() and not ended:
            time.sleep(0.3)
            ended = _ended(worker)
        if not ended:
            _end(worker)
        # One that cannot even start is not started again at once.
        died = died + 1 if time.monotonic() - begun < 2 else 0
        until = time.monotonic() + min(2.0**died - 1, 60)
        while wanted() and time.monotonic() < until:
            time.sleep(0.3)


def _ended(worker: int) -> bool:
    try:
        return os.waitpid(worker, os.WNOHANG)[0] == worker
    except ChildProcessError:
        return True


def _end(worker: int) -> None:
    """End a worker: asked first, then at once."""
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while not _ended(worker):
        if time.monotonic() > until:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        time.sleep(0.05)


def _at_work(name: str, keeper: int) -> None:
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, resource.RLIM_INFINITY))
    # Imported here: Django is set up by whoever starts a worker.
    from maillage.config.hand import Hand
    from maillage.directory.jobs import registry

    registry.gather(ADDRESSES)
    Hand(name, keeper).work()
