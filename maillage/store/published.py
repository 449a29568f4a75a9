"""What people enter reaches readers' pages by one file under the home, written whole at each change.

A public page then asks no database; the file's state names it for caches. Not there: nothing was ever entered.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from maillage.kernel.errors import DataError
from maillage.store.home import write_whole

Records = list[dict[str, Any]]


def stamp(path: Path) -> str:
    """Names the present state of the file, another one after each publication; empty when there is none."""
    try:
        seen = os.stat(path)
    except FileNotFoundError:
        return ""
    return f"{seen.st_mtime_ns}-{seen.st_ino}-{seen.st_size}"


def records(path: Path) -> Records:
    """What is published; nothing when there is no file. Raises DataError when it cannot be read."""
    state = stamp(path)
    return _read(path, state) if state else []


def publish(path: Path, gather: Callable[[], Sequence[dict[str, Any]]]) -> None:
    """Put what `gather` gives, and nothing else, before the readers. Two at once: the last to gather wins."""
    with _one_at_a_time(path):
        entries = list(gather())
        if entries or path.exists():
            write_whole(path, json.dumps(entries, ensure_ascii=False, indent=1).encode())


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_name(f".{path.name}.lock"), "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@lru_cache(maxsize=8)
def _read(path: Path, state: str) -> Records:
    try:
        entries: Records = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"Le fichier {path} est illisible. Supprimez-le, puis enregistrez à nouveau une des fiches dans "
            "/gestion/ : il sera réécrit."
        ) from error
    return entries
