"""The files that jobs make: one folder of the home, each file and all of them together bounded."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings

from maillage.kernel.errors import DataError
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


def erase(path: Path) -> None:
    """Take a file away."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
