"""The files that jobs make: one folder of the home, each file and all of them together bounded."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EDQUOT, EFBIG, ENOSPC
from io import FileIO
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings

from maillage.kernel.errors import DataError, UsageError
from maillage.kernel.french import size

HEAVIEST = 200_000_000
"""Bytes of one file."""
MOST_KEPT = 2_000_000_000
"""Bytes of all files; the oldest go first."""


class Bounded(FileIO):
    """A file that refuses to become too heavy."""

    def write(self, block: Any) -> int:
        """Add bytes. Raises DataError past HEAVIEST."""
        if self.tell() + len(block) > HEAVIEST:
            raise DataError(f"Ce fichier dépasserait {size(HEAVIEST)} : demandez-en une partie.")
        return super().write(block)


def folder() -> Path:
    """Where they are."""
    return Path(settings.MAILLAGE_HOME) / "jobs"


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """The file to be written, safe on the disk after the block; gone when the block fails. Nobody else reads it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with Bounded(path, "w+b") as out:
            yield cast(IO[bytes], out)
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def refusal(error: OSError) -> UsageError:
    """What is told who sends a file that the disk does not take."""
    full = error.errno in (ENOSPC, EDQUOT, EFBIG)
    why = "le disque du site est plein" if full else f"le disque du site refuse d’écrire ({error.strerror})"
    return UsageError(f"Rien n’a été reçu : {why}. Prévenez qui tient ce site, puis recommencez.")


def keep(path: Path, content: bytes) -> None:
    """Keep a file that somebody sent, whole or not at all. Raises UsageError when the disk refuses."""
    try:
        with writing(path) as out:
            out.write(content)
    except OSError as error:
        raise refusal(error) from error


def sent(arguments: Mapping[str, Any]) -> bytes:
    """The file that was sent for a job, from the arguments of its work. Raises DataError when it is not kept."""
    try:
        return Path(arguments["sent"]).read_bytes()
    except OSError:
        raise DataError("Le fichier envoyé n’est plus gardé : envoyez-le de nouveau.") from None


def erase(path: Path) -> None:
    """Take a file away."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
