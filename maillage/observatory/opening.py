"""Which release is read: the one published last, or the last whole one before it when that one is damaged."""

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from maillage.kernel.errors import DataError
from maillage.store import duck, whole
from maillage.store.home import Home

Opened = TypeVar("Opened")


class NoRelease(DataError):
    """Nothing was published yet."""


_open: dict[Path, Any] = {}
_opening = threading.Lock()
_refused: set[Path] = set()
"""Releases whose bytes are known not to be those published."""
BROKEN = (OSError, ValueError, LookupError, duckdb.Error, sqlite3.Error)
"""What opening a damaged release may raise."""


def current(home: Path, opener: Callable[[Path], Opened]) -> Opened:
    """The release to read, opened once a process. Raises NoRelease when there is none, DataError when none is whole."""
    folder = _named(home)
    observatory: Opened | None = _open.get(folder)
    if observatory is None:
        with _opening:
            observatory = _open.get(folder) or _opened(folder, opener)
            _open.clear()
            _open[folder] = observatory
    return observatory


def verify(home: Path) -> list[Path]:
    """Read every byte of the release served, and refuse it from now on when one is wrong, then the one before it…

    Gives the releases refused. To be called before a server forks: its processes know what it found.
    """
    refused = []
    for candidate in _candidates(_named(home)):
        if not whole.altered(candidate):
            break
        refused.append(candidate)
    _refused.update(refused)
    close()
    return refused


def close() -> None:
    """Let go of every release, and of DuckDB. To be called before a server forks: its threads do not follow into the
    child."""
    with _opening:
        for observatory in _open.values():
            observatory.close()
        _open.clear()
    duck.close()


def _named(home: Path) -> Path:
    sign = Home(home).current
    try:
        return sign.parent / os.readlink(sign)
    except OSError:
        raise NoRelease(f"Aucune publication dans {home}. Lancez « maillage up » pour en construire une.") from None


def _candidates(folder: Path) -> list[Path]:
    """This release, then those before it, the last first."""
    earlier = [path for path in folder.parent.iterdir() if path.name.isdigit() and path.name < folder.name]
    return [folder, *sorted(earlier, reverse=True)]


def _opened(folder: Path, opener: Callable[[Path], Any]) -> Any:
    for candidate in _candidates(folder):
        if candidate in _refused or whole.cut(candidate):
            continue
        try:
            observatory = opener(candidate)
        except BROKEN:
            continue
        observatory.damaged = 0 if candidate == folder else int(folder.name)
        return observatory
    raise DataError(
        f"La publication n° {int(folder.name)} est abîmée, et aucune autre n’est entière. Vérifiez le disque, puis "
        "relancez « maillage compute » et « maillage publish »."
    )
