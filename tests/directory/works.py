"""Works for the tests of jobs, as a page or an app would register them; imported by their workers too."""

import errno
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from maillage.directory.jobs import files, running
from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.directory.models import User
from maillage.kernel.errors import UsageError

KEPT = timedelta(days=7)


def _note(word: str, arguments: Arguments) -> None:
    """One line of a file that all processes add to."""
    with (Path(settings.MAILLAGE_HOME) / "noted.txt").open("a") as notes:
        notes.write(f"{word} {arguments['number']}\n")


@work("test.slow", kept=KEPT)
def slow(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Takes `seconds`, saying so; notes when it begins and when it is done."""
    _note("begun", arguments)
    until = time.monotonic() + arguments["seconds"]
    while (left := until - time.monotonic()) > 0:
        progress(1 - left / arguments["seconds"], "Cela avance.")
        time.sleep(0.02)
    out.write(b"fait")
    _note("done", arguments)
    return "essai.txt"


@work("test.fresh", kept=KEPT, lasting=False)
def fresh(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """What is never twice the same."""
    out.write(os.urandom(8))
    return "essai.bin"


@work("test.refused", kept=KEPT)
def refused(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """What it is asked cannot be done."""
    raise UsageError("Aucune commune 99999. Vérifiez le code.")


@work("test.broken", kept=KEPT)
def broken(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Has a mistake in it."""
    raise ZeroDivisionError("un secret de cuisine")


@work("test.full", kept=KEPT)
def full(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Writes where nothing more fits: Linux has such a file."""
    out.write(b"0" * 1000)
    with Path("/dev/full").open("wb", buffering=0) as other:
        other.write(b"0")
    raise OSError(errno.EIO, "not reached")


@work("test.heavy", kept=KEPT)
def heavy(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Writes without end."""
    while True:
        out.write(bytes(1_000_000))


@work("test.greedy", kept=KEPT)
def greedy(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Wants more memory than a worker has."""
    return str(len(b"1" * 4_000_000_000))


@work("test.deadly", kept=KEPT)
def deadly(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Kills its worker."""
    _note("begun", arguments)
    os.kill(os.getpid(), 9)
    return ""


@work("test.writes", kept=KEPT)
def writes(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Writes in the database once, then kills its worker the first time."""
    before = Path(settings.MAILLAGE_HOME) / "killed.txt"

    def add() -> int:
        return User.objects.create(email=f"fait-{User.objects.count()}@exemple.fr").pk

    out.write(str(running.once(arguments, add)).encode())
    if not before.exists():
        before.touch()
        os.kill(os.getpid(), 9)
    return "essai.txt"


@work("test.reads", kept=KEPT)
def reads(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Copies the file that was sent."""
    out.write(files.sent(arguments))
    return "copie.txt"
