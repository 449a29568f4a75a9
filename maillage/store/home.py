"""The one folder everything is written in, `MAILLAGE_HOME`, and how files appear there: whole or not at all."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb

from maillage.kernel.errors import DataError


class Home:
    """The paths under MAILLAGE_HOME."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.archive = root / "archive"
        self.downloads = root / "downloads"
        self.aside = root / "aside"
        self.lake = root / "lake"
        self.build = root / "build"
        self.releases = root / "releases"
        self.current = root / "releases" / "current"
        self.journal = root / "journal.jsonl"
        self.corrections = root / "corrections"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write here. Raises DataError when another run holds it, or the disk refuses."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with open(self.root / "lock", "w") as handle:
                self._hold(handle)
                yield
        except BrokenPipeError:
            raise
        except (OSError, duckdb.IOException, sqlite3.OperationalError) as error:
            reason = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
            raise DataError(
                f"Impossible d’écrire dans {self.root}{reason}. Vérifiez l’espace disque et vos droits, puis "
                "recommencez ; ce qui était publié le reste."
            ) from error

    def _hold(self, handle: IO[str]) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(
                f"Une autre commande écrit déjà dans {self.root}. Attendez qu’elle se termine, puis recommencez."
            ) from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there in one move."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(beside(path), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside(path), path)


def beside(path: Path) -> Path:
    """Where a file is written first. One name for ever: what a killed run left there is written over."""
    return path.with_name(f".{path.name}.new")


def fresh_folder(path: Path) -> Path:
    """An empty folder at this path, whatever an earlier run left there."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path
