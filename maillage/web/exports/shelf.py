"""Workbooks of a release, made once and kept in the home: two people who ask for the same one wait once.

Few are made at a time, so that those who read pages keep their threads; what is kept is bounded, the oldest goes first.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import IO

from django.conf import settings

from maillage.kernel.errors import BusyError

AT_ONCE, PATIENCE = 1, 30
"""Workbooks that a process makes at a time, and how many seconds one waits for its turn."""
MOST_KEPT = 400_000_000
"""Bytes."""
IN_MEMORY = 4_000_000
Make = Callable[[IO[bytes]], None]

_turns = threading.BoundedSemaphore(AT_ONCE)


def taken(key: str, make: Make) -> IO[bytes]:
    """The file named by `key`, which says all that it depends on; `make` writes it when it is not here yet.

    An empty key keeps nothing. Raises BusyError when too many are being made.
    """
    path = _folder() / f"{sha256(key.encode()).hexdigest()[:40]}.xlsx" if key else None
    if path is not None and (kept := _kept(path)):
        return kept
    with _turn():
        if path is None:
            return _apart(make)
        return _kept(path) or _made(path, make)


@contextmanager
def _turn() -> Iterator[None]:
    """One's turn to make a large workbook. Raises BusyError when it does not come."""
    if not _turns.acquire(timeout=PATIENCE):
        raise BusyError("Beaucoup de classeurs se préparent en ce moment.")
    try:
        yield
    finally:
        _turns.release()


def _folder() -> Path:
    return Path(settings.MAILLAGE_HOME) / "exports"


def _kept(path: Path) -> IO[bytes] | None:
    try:
        file = path.open("rb")
    except OSError:
        return None
    with suppress(OSError):
        os.utime(path)
    return file


def _apart(make: Make) -> IO[bytes]:
    # Closed by the answer, once it is sent.
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    make(out)
    out.seek(0)
    return out


def _made(path: Path, make: Make) -> IO[bytes]:
    """Made and kept; only made where the disk refuses."""
    try:
        path.parent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as out:
            fresh = Path(out.name)
            try:
                make(out)
                fresh.rename(path)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
        _tidy(path.parent)
        return path.open("rb")
    except OSError:
        return _apart(make)


def _tidy(folder: Path) -> None:
    """Forget those asked longest ago, until what is kept is not too much."""
    seen = []
    for path in folder.iterdir():
        with suppress(OSError):
            state = path.stat()
            seen.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in seen)
    for _, size, path in sorted(seen):
        if total <= MOST_KEPT:
            return
        path.unlink(missing_ok=True)
        total -= size
